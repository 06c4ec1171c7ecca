import type { Draft } from '../command/draft.ts'
import { momentOf } from '../time/moment.ts'
import type { IncidentState } from './state.ts'

/** Work that this installation hands to itself; see the jobs of the features. */
export const internalChannel = 'internal'

/** The draft is tried for this long; afterwards a person asks for it. */
const draftLifeDays = 7

/** Asks for a draft of the review: it needs the facts, which no decision reads. */
export function askForReview(draft: Draft<IncidentState>): void {
  const { subject, now } = draft
  draft.send({
    id: `${subject.id}.review.${momentOf(now)}`,
    channel: internalChannel,
    target: 'review',
    road: 'job',
    content: { job: 'review-draft', incident: subject.id },
    until: momentOf(now.add({ hours: 24 * draftLifeDays })),
    generation: 0,
  })
}
