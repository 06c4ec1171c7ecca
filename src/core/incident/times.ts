import { timeText } from '../duty/words.ts'
import { movedClock } from '../obligation/clock-of.ts'
import type { Anchor } from '../policy/schema/obligation.ts'
import { instantOf, isBefore, type Moment, momentOf } from '../time/moment.ts'
import { pastSaid } from '../time/said-time.ts'
import { type Change, isBlank, refusal } from './change.ts'
import { moveClocks } from './move-clocks.ts'
import type { IncidentState } from './state.ts'

/** What people may correct, in the order in which it happens. */
export const EDITABLE_TIMES = ['started', 'detected', 'acknowledged', 'mitigated', 'resolved'] as const
export type EditableTime = (typeof EDITABLE_TIMES)[number]
export type SetTimes = Partial<Record<EditableTime, string>> & { reason?: string }

/** A start further back than this is more often a slip of the date than a slow discovery. */
const LONG_AGO_DAYS = 30

type Times = Partial<Record<Anchor, Moment>>

/** What about these times can hardly be, in words; nothing is refused for it. */
export function implausibleTimes(at: Times, timezone: string): string[] {
  const said = (moment: Moment): string => timeText(moment, timezone)
  const known = EDITABLE_TIMES.flatMap((name) => (at[name] ? [{ name, moment: at[name] }] : []))
  const reversed = known.slice(1).flatMap(({ name, moment }, i) => {
    const before = known[i]
    return before && moment < before.moment ? [`${name} (${said(moment)}) is before ${before.name} (${said(before.moment)})`] : []
  })
  const { started, declared } = at
  const isLongAgo = started && declared && isBefore(instantOf(started), instantOf(declared).subtract({ hours: 24 * LONG_AGO_DAYS }))
  return isLongAgo ? [...reversed, `it started (${said(started)}) more than ${LONG_AGO_DAYS} days before it was declared`] : reversed
}

/** Instants are editable, with the reason kept: the metrics rest on them. What has not happened cannot be given a time. */
export const setTimes: Change = (draft, command, context) => {
  const { reason, ...given } = command.data as SetTimes
  const here = { now: draft.now, timezone: context.policy.bundle.organization.timezone }
  const read = EDITABLE_TIMES.flatMap((name) => (given[name] ? [{ name, written: given[name], at: pastSaid(given[name], here) }] : []))
  const unread = read.find(({ at }) => !at)
  if (unread)
    return refusal('time-unknown', `"${unread.written}" is no moment; write 14:02, 2026-02-10 14:02, 10 min ago, or RFC 3339`, 400)
  if (read.length === 0) return refusal('times-missing', `say which time to correct: one of ${EDITABLE_TIMES.join(', ')}`, 400)
  const edits = read.flatMap(({ name, at }) => (at ? [[name, momentOf(at)] as const] : []))
  const future = edits.find(([, moment]) => isBefore(draft.now, instantOf(moment)))
  if (future)
    return refusal('time-in-the-future', `${timeText(future[1], here.timezone)} has not happened yet; give a moment that has`, 400)
  const { state } = draft
  const early = edits.find(([name]) => name !== 'started' && name !== 'detected' && !state.at[name])
  if (early) return refusal('not-yet', `${state.reference} is not ${early[0]} yet; do it, then correct its time`, 400)
  const isLater = edits.some(([name]) => name !== 'started' && name !== 'detected')
  if (isLater && isBlank(reason))
    return refusal('reason-missing', `moving ${edits[0]?.[0]} needs a reason: what is measured rests on it`, 400)
  const at = { ...state.at, ...Object.fromEntries(edits) }
  if (at.started && at.detected && at.detected < at.started) {
    return refusal(
      'detected-before-start',
      `it cannot be detected (${timeText(at.detected, here.timezone)}) before it started (${timeText(at.started, here.timezone)}); correct one of them`,
      400,
    )
  }
  const before = Object.fromEntries(edits.map(([name]) => [name, state.at[name] ?? null]))
  draft.set({ at })
  draft.tell('incident.times_changed', { ...Object.fromEntries(edits), before, reason, warnings: warningsOf(at, here.timezone) })
  // What was missed by the time that was known stays missed, and what was kept stays kept: the score is what people could know.
  const { owedAnewAt, policy } = draft.state
  const why = reason ?? 'its start was corrected'
  moveClocks(draft, why, (each) => movedClock(each, { anchors: at, before: state.at, owedAnewAt }, context.policyAt(policy)))
  return undefined
}

const warningsOf = (at: IncidentState['at'], timezone: string): string[] | undefined => {
  const found = implausibleTimes(at, timezone)
  return found.length > 0 ? found : undefined
}
