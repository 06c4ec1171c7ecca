import { z } from 'zod'
import { severityShape } from '../alerts/contract.ts'
import { clock } from '../incidents/contract/incident.ts'
import { who } from '../incidents/contract/who.ts'

const moment = z.iso.datetime()

export const reviewCan = z.object({ edit: z.boolean(), schedule: z.boolean(), complete: z.boolean(), reopen: z.boolean() })

export const reviewRow = z.object({
  /** Id of the incident, and of its review. */
  id: z.string(),
  reference: z.string(),
  title: z.string(),
  severity: severityShape,
  status: z.enum(['draft', 'scheduled', 'complete']),
  draftedAt: moment,
  meetingAt: moment.nullable(),
  /** What is still owed about it, the most urgent first. */
  nextClock: clock.nullable(),
  can: reviewCan,
})
export type ReviewRow = z.output<typeof reviewRow>

export const reviewList = z.object({ items: z.array(reviewRow), next: z.string().nullable() })
export type ReviewList = z.output<typeof reviewList>

const step = z.object({ id: z.string(), name: z.string(), doneAt: moment.nullable(), doneBy: who.nullable(), clock: clock.nullable() })
export type ReviewStepView = z.output<typeof step>

export const reviewDetail = reviewRow.extend({
  markdown: z.string(),
  revision: z.int(),
  editedBy: who.nullable(),
  steps: z.array(step),
})
export type ReviewDetail = z.output<typeof reviewDetail>

export const reviewQuery = z.object({ status: z.enum(['open', 'complete', 'all']).default('open') })

/** Reviews are documents, not books. */
const LONGEST_REVIEW = 400_000
/** With `basedOn`, the revision that was read, an edit that somebody else was faster than is refused. */
export const editBody = z.strictObject({ markdown: z.string().max(LONGEST_REVIEW), basedOn: z.int().optional() })
export const scheduleBody = z.strictObject({ at: z.iso.datetime({ offset: true }) })
export const stepBody = z.strictObject({ id: z.string().min(1).max(100) })
export const emptyBody = z.strictObject({}).nullish()
