import type { Policy } from '../policy/policy.ts'
import { addDuration, type Duration, durationOf } from '../time/duration.ts'
import { instantOf, type Moment, momentOf } from '../time/moment.ts'
import { instantAt } from '../time/wall-clock.ts'
import type { Obligation } from './obligation.ts'
import type { OwedRule } from './rules.ts'

/** What the review of the policy's own document is told done by. */
export const DOCUMENT_REVIEW = 'document:review'
/** Within this after an incident that asks for it, the document is looked at again. Assumed: a policy says after which, not by when. */
const afterIncident = durationOf('2w')
const promiseWarn = 0.8
/** `2026-11-21` */
const DATE_LENGTH = 10

type Recurring = { id: string; name: string; what: string; every: Duration; place: (string | number)[]; owner?: string | undefined }

const recurring = ({ id, name, what, every, place, owner }: Recurring): OwedRule => ({
  ...{ id, name, what, every, place },
  must: 'complete',
  when: [],
  to: [],
  by: [],
  on_miss: [],
  from: 'declared',
  ...(owner ? { owner } : {}),
})

/** What an organisation promises itself without any incident: to look at its document, its routines, its exercises. */
export function standingRulesOf({ bundle }: Policy): OwedRule[] {
  const { document, routines = [], drills = [] } = bundle
  const every = document?.review?.every
  const review = { id: 'document-review', name: 'Review the incident response document', what: DOCUMENT_REVIEW }
  return [
    ...(every ? [recurring({ ...review, every, place: ['document', 'review', 'every'], owner: document.owner })] : []),
    ...routines.flatMap((each, index) => exercise('routine', each, ['routines', index])),
    ...drills.flatMap((each, index) => exercise('drill', each, ['drills', index])),
  ]
}

type Exercise = { id: string; name?: string | undefined; every?: Duration | undefined; owner?: string | undefined }

const exercise = (
  kind: 'routine' | 'drill',
  { id, name = id.replaceAll('-', ' '), every, owner }: Exercise,
  place: (string | number)[],
): OwedRule[] => (every ? [recurring({ id: `${kind}-${id}`, name, what: `${kind}:${id}`, every, place, owner })] : [])

/** When the document says it was last written, as an instant: midnight of that day where the organisation is. */
export function writtenAt({ bundle, calendar }: Policy): Moment | null {
  const { updated } = bundle.document ?? {}
  return updated ? momentOf(instantAt(Temporal.PlainDate.from(updated).toPlainDateTime('00:00'), calendar.timezone)) : null
}

/** A severe incident asks for a look at the document, a private one (`reference` null) without being named; null when the policy does not ask for it after this level. */
export function reviewAfter(
  policy: Policy,
  told: { reference: string | null; severity: string },
  now: Temporal.Instant,
): Obligation | null {
  const levels = policy.bundle.document?.review?.after ?? []
  const severity = policy.severity(told.severity)
  if (!severity || !levels.some((each) => policy.severity(each)?.id === severity.id)) return null
  const due = addDuration(now, afterIncident, policy.calendar)
  // Of several private ones in a day one look is owed: a count would tell of them.
  const rule = `after-${told.reference?.toLowerCase() ?? momentOf(now).slice(0, DATE_LENGTH)}`
  const warnAt = now.add({ milliseconds: Math.round((due.epochMilliseconds - now.epochMilliseconds) * promiseWarn) })
  return {
    id: `${rule}#1`,
    rule,
    must: 'complete',
    title: `Review the incident response document after ${told.reference ?? 'an incident'}`,
    about: DOCUMENT_REVIEW,
    occurrence: 1,
    recurs: false,
    since: momentOf(now),
    warnAt: momentOf(warnAt),
    dueAt: momentOf(due),
    ...{ status: 'pending', closedAt: null, closedBy: null, why: null, nagAt: null, nags: 0 },
  }
}

export const isAfterIncident = ({ rule }: Obligation): boolean => rule.startsWith('after-')

/** Whether an open turn's clock is still what the rule says. */
export const isOnTime = (obligation: Obligation, { every }: OwedRule, { calendar }: Policy): boolean =>
  every === undefined || momentOf(addDuration(instantOf(obligation.since), every, calendar)) === obligation.dueAt
