import type { Context, Refusal } from '../command/command.ts'
import { timeText } from '../duty/words.ts'
import { closestTo } from '../policy/did-you-mean.ts'
import type { Policy } from '../policy/policy.ts'
import { instantOf, isBefore, type Moment, momentOf } from '../time/moment.ts'
import { refusal } from './change.ts'

/** Nobody has said how it was noticed. */
export const UNSAID = 'manual'
/** The word for what a machine noticed, where the policy has it and none for the machine itself. */
const MONITORING = 'monitoring'

/** How and since when something was noticed, as whoever declares it says. */
export type Noticed = { source?: string | null; startedAt?: Moment | null; detectedAt?: Moment | null; acceptedAt?: Moment | null }
export type NoticedTimes = { accepted: Moment; detected: Moment; started: Moment }

/** The policy's word for how something was noticed; any word where it lists none. */
export function sourceIn(policy: Policy, written: string): string | Refusal {
  const { sources = [] } = policy.bundle.incident ?? {}
  const wanted = written.trim()
  if (sources.length === 0 || wanted === UNSAID) return wanted
  const same = (word: string): string | undefined => sources.find((each) => each.toLowerCase() === word.toLowerCase())
  const found = same(wanted)
  if (found) return found
  const close = same(
    closestTo(
      wanted.toLowerCase(),
      sources.map((each) => each.toLowerCase()),
    ) ?? '',
  )
  const hint = close ? `did you mean ${close}? ` : ''
  return refusal('source-unknown', `"${wanted}" is no source of this policy; ${hint}use one of ${sources.join(', ')}`, 400)
}

/** What people say must be a word of the policy and can have happened: the counts by source and the times to detect rest on it. */
export function misnoticed(said: Noticed, { now, policy }: Context): Refusal | undefined {
  const source = said.source ? sourceIn(policy, said.source) : undefined
  if (typeof source === 'object') return source
  const { timezone } = policy.bundle.organization
  const text = (moment: Moment): string => timeText(moment, timezone)
  const { startedAt, detectedAt } = said
  const future = [startedAt, detectedAt].find((moment) => moment && isBefore(now, instantOf(moment)))
  if (future) return refusal('time-in-the-future', `${text(future)} has not happened yet; give a moment that has, or leave it out`, 400)
  if (startedAt && detectedAt && detectedAt < startedAt)
    return refusal(
      'detected-before-start',
      `it cannot be detected (${text(detectedAt)}) before it started (${text(startedAt)}); correct one of them`,
      400,
    )
  return undefined
}

/** The order in which things happen, whatever clock said them: nothing is accepted, detected or begins later than it is known. */
export function noticedTimes(said: Noticed, now: Temporal.Instant): NoticedTimes {
  const noLater = (moment: Moment | null | undefined, than: Moment): Moment => (moment && moment < than ? moment : than)
  const accepted = noLater(said.acceptedAt, momentOf(now))
  const detected = said.detectedAt ? noLater(said.detectedAt, momentOf(now)) : accepted
  return { accepted, detected, started: noLater(said.startedAt, detected) }
}

/**
 * What a machine noticed is called by the policy's word for its integration or the kind of that; by `monitoring` where the policy
 * lists it; else by the integration. What a person opened by hand was noticed by nobody's monitor.
 */
export function monitoredBy(policy: Policy, { integration, source }: { integration: string; source: string }): string {
  const { sources = [] } = policy.bundle.incident ?? {}
  const isByHand = integration === UNSAID
  if (isByHand && !source.startsWith('token:')) return UNSAID
  const kind = policy.bundle.integrations?.find(({ id }) => id === integration)?.type
  const words = [integration, kind, MONITORING].map((word) => sources.find((each) => each.toLowerCase() === word?.toLowerCase()))
  return words.find((word) => word !== undefined) ?? (isByHand ? MONITORING : integration)
}
