import { idOf, kindOf, type Policy } from '../../core/policy/policy.ts'
import { instantOf, type Moment } from '../../core/time/moment.ts'

/** What is known of an open incident when an alert may belong to it. `groups` are those of its alerts. */
export type OpenIncident = { id: string; rank: number; service: string | null; startedAt: Moment; groups: readonly string[] }
export type Unlinked = { service: string | null; group: string; openedAt: Moment }

export type Because = 'group' | 'service' | 'waits-for' | 'needed-by'
export type Probable = { id: string; because: Because; afterMs: number }

/** Monitors see it before people do: an alert this much older than the incident's start may still be its first sign. */
const BEFORE_MINUTES = 30
/** What breaks later than this after the start is rather something new. */
const AFTER_HOURS = 12
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** Services this many steps apart still fall together; further away everything depends on everything. */
const STEPS_APART = 3

const CERTAINTY: readonly Because[] = ['group', 'service', 'waits-for', 'needed-by']

/**
 * The open incident that an alert is probably part of: the same kind of alert is in it already, or it is about the same
 * service, or about one that the alert's service waits for (or the other way round), within its time. Of several the
 * surest, then the most severe, then the latest. Null when there is none.
 */
export function probablyPartOf(alert: Unlinked, incidents: readonly OpenIncident[], policy: Policy): Probable | null {
  const found = incidents.flatMap((incident) => {
    const afterMs = instantOf(alert.openedAt).epochMilliseconds - instantOf(incident.startedAt).epochMilliseconds
    if (afterMs < -BEFORE_MINUTES * MINUTE_MS || afterMs > AFTER_HOURS * HOUR_MS) return []
    const because = becauseOf(alert, incident, policy)
    return because ? [{ id: incident.id, rank: incident.rank, because, afterMs }] : []
  })
  const sure = ({ because }: { because: Because }): number => CERTAINTY.indexOf(because)
  const [best] = found.sort((a, b) => sure(a) - sure(b) || a.rank - b.rank || a.afterMs - b.afterMs)
  return best ? { id: best.id, because: best.because, afterMs: best.afterMs } : null
}

function becauseOf(alert: Unlinked, incident: OpenIncident, policy: Policy): Because | null {
  if (incident.groups.includes(alert.group)) return 'group'
  if (alert.service === null || incident.service === null) return null
  if (alert.service === incident.service) return 'service'
  if (waitsFor(policy, alert.service, incident.service)) return 'waits-for'
  return waitsFor(policy, incident.service, alert.service) ? 'needed-by' : null
}

/** Whether the one service needs the other, itself or through what it needs. */
function waitsFor(policy: Policy, one: string, other: string): boolean {
  let reached = new Set([one])
  for (let step = 0; step < STEPS_APART; step += 1) {
    reached = new Set([...reached].flatMap((id) => policy.service(id)?.depends_on ?? []).flatMap(serviceOf))
    if (reached.has(other)) return true
  }
  return false
}

const serviceOf = (reference: string): string[] => (kindOf(reference) === 'dependency' ? [] : [idOf(reference)])
