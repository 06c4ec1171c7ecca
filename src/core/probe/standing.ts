import { instantOf, type Moment } from '../time/moment.ts'
import { PROBE_EVERY_S, type ProbeState } from './machine.ts'

/** What the engine says of itself and of the last synthetic page. */
export type Vitals = {
  timerLateMs: number
  messageLateMs: number
  poisoned: number
  /** The auditor's last pass, null before the first; undefined in a process that leaves it to others. */
  audit?: { at: Moment; unrepaired: number } | null | undefined
  probe: ProbeState | null
}

/** `why` is empty when a page would get through; every entry is a reason why not. `isDoubtful`: one sign is missing, no more. */
export type Standing = { isWell: boolean; isDoubtful: boolean; why: string[] }

/** The auditor looks every 30 s; three looks missed are no hiccup. */
const AUDIT_OLD_S = 90
const QUEUE_OLD_S = 30
/** One synthetic page missed is a warning, three are an alarm. */
const PROBE_DOUBTFUL_S = PROBE_EVERY_S * 2
const PROBE_OLD_S = PROBE_EVERY_S * 3

/** Would a page get through now? `since` is when the process started: what is young cannot have done everything yet. */
export function standingOf(vitals: Vitals, { now, since }: { now: Temporal.Instant; since: Temporal.Instant }): Standing {
  const ageS = (moment: Moment | null | undefined): number => {
    const from = moment && Temporal.Instant.compare(instantOf(moment), since) > 0 ? instantOf(moment) : since
    return (now.epochMilliseconds - from.epochMilliseconds) / 1000
  }
  const probeS = ageS(vitals.probe?.landedAt)
  const checks: [boolean, string][] = [
    [vitals.timerLateMs > QUEUE_OLD_S * 1000, `a timer is late by ${seconds(vitals.timerLateMs / 1000)}`],
    [vitals.messageLateMs > QUEUE_OLD_S * 1000, `a message waits since ${seconds(vitals.messageLateMs / 1000)}`],
    [vitals.poisoned > 0, `${vitals.poisoned} subjects cannot be decided`],
    [
      vitals.audit !== undefined && ageS(vitals.audit?.at) > AUDIT_OLD_S,
      `the auditor has not looked for ${seconds(ageS(vitals.audit?.at))}`,
    ],
    [(vitals.audit?.unrepaired ?? 0) > 0, `the auditor found ${vitals.audit?.unrepaired} alerts that nothing would wake anybody for`],
    [probeS > PROBE_OLD_S, `no synthetic page got through for ${seconds(probeS)}`],
  ]
  const why = checks.filter(([isWrong]) => isWrong).map(([, reason]) => reason)
  return { isWell: why.length === 0, isDoubtful: why.length > 0 || probeS > PROBE_DOUBTFUL_S, why }
}

const seconds = (count: number): string => `${Math.round(count)} s`
