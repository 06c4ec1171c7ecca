import type { JsonObject, RecordedFact } from '../core/command/command.ts'
import type { Policy } from '../core/policy/policy.ts'
import type { Moment } from '../core/time/moment.ts'
import { type InVain, type Played, play, type Roads, type Simulated } from './simulation.ts'

/** Something that would happen, `offsetMs` after the alert came in. */
export type SimulatedEvent = { at: Moment; offsetMs: number; kind: string; who: string[]; by: string[]; text: string }

/** What would happen after an alert, line by line, as `tocsin simulate` prints it. */
export const simulate = async (policy: Policy, asked: Simulated, roads?: Roads): Promise<SimulatedEvent[]> =>
  eventsOf(await play(policy, asked, roads), policy, asked.at)

type Telling = { policy: Policy; start: Temporal.Instant; offset(moment: string): string }
type Told = Omit<SimulatedEvent, 'at' | 'offsetMs'>

export function eventsOf({ facts, inVain }: Played, policy: Policy, start: Temporal.Instant): SimulatedEvent[] {
  const offsetMs = (moment: string): number => Temporal.Instant.from(moment).epochMilliseconds - start.epochMilliseconds
  const telling: Telling = { policy, start, offset: (moment) => offsetText(offsetMs(moment)) }
  const pages = pagesOf(facts)
  const hasIncident = facts.some((fact) => fact.name === 'incident.declared')
  const events = facts.flatMap((fact): SimulatedEvent[] => {
    const page = pages.get(fact)
    const told =
      page ?? (hasIncident && fact.name === 'alert.promise_missed' ? null : (SAYINGS[fact.name]?.(fact.data, telling, fact) ?? null))
    return told ? [{ at: fact.at, offsetMs: offsetMs(fact.at), ...told }] : []
  })
  const vain = inVain.map((each): SimulatedEvent => ({ at: each.at, offsetMs: offsetMs(each.at), ...answeredInVain(each) }))
  return [...events, ...vain].sort((a, b) => a.offsetMs - b.offsetMs)
}

const answeredInVain = ({ user, message }: InVain): Told => ({ who: [user], by: [], kind: 'ack', text: `changes nothing: ${message}` })

/** "T+15:00", "T+1:15:00" above an hour. */
export function offsetText(ms: number): string {
  const seconds = Math.round(ms / 1000)
  const two = (n: number): string => String(n).padStart(2, '0')
  const hours = Math.floor(seconds / 3600)
  const rest = `${hours > 0 ? two(Math.floor((seconds % 3600) / 60)) : Math.floor(seconds / 60)}:${two(seconds % 60)}`
  return hours > 0 ? `T+${hours}:${rest}` : `T+${rest}`
}

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth']
const stepName = (step: number): string =>
  step < 0 ? 'nobody answered: the fallback is asked' : `${ORDINALS[step] ?? `${step + 1}th`} step`

/** People who are paged at one moment for one step by the same roads share a line, told by the first of their facts. */
function pagesOf(facts: readonly RecordedFact[]): Map<RecordedFact, Told> {
  const opened = new Map(facts.filter((fact) => fact.name === 'page.opened').map((fact) => [fact.data.page as string, fact.data]))
  const queued = facts.filter((fact) => fact.name === 'page.queued')
  const byPage = Map.groupBy(queued, (fact) => `${fact.at} ${fact.data.page}`)
  const lines = [...byPage.values()].map((group) => {
    const first = group[0] as RecordedFact
    const page = opened.get(first.data.page as string)
    const roads = [...new Set(group.map((fact) => fact.data.road as string))]
    return {
      first,
      user: first.data.user as string,
      roads,
      step: Number(page?.step ?? 0),
      reason: (page?.reason as string | undefined) ?? null,
    }
  })
  const together = Map.groupBy(lines, ({ first, roads, step, reason }) => [first.at, first.of.id, step, roads.join(), reason].join('|'))
  return new Map(
    [...together.values()].map((group) => {
      const { first, roads, step, reason } = group[0] as (typeof lines)[number]
      const why = reason && step >= 0 ? `${stepName(step)}: ${reason}` : stepName(step)
      return [first, { kind: 'page', who: [...new Set(group.map((line) => line.user))], by: roads, text: why }]
    }),
  )
}

const nobody = { who: [], by: [] }
const titled = (data: JsonObject): string => String(data.name ?? data.title)
const actor = (by: string): string => by.replace(/^user:/, '')

/** What is worth a line; everything else of the facts is machinery. */
const SAYINGS: Record<string, (data: JsonObject, telling: Telling, fact: RecordedFact) => Told> = {
  'alert.opened': (data) => ({
    ...nobody,
    kind: 'alert',
    text: `${data.title}: ${[data.severity, data.service].filter(Boolean).join(', ')} (${data.because})${data.quiet ? `; nobody is paged: ${data.quiet}` : ''}`,
  }),
  'alert.promise_missed': () => ({ ...nobody, kind: 'MISSED', text: 'Acknowledge' }),
  'incident.declared': (data) => ({ ...nobody, kind: 'incident', text: `${data.reference} declared as ${data.severity}` }),
  'incident.notified': (data) => ({
    who: ((data.recipients ?? []) as string[]).map(actor),
    by: [],
    kind: 'notify',
    text: String(data.audience ?? ''),
  }),
  'escalation.acknowledged': (_data, _telling, fact) => ({ who: [actor(fact.by)], by: [], kind: 'ack', text: 'paging stops' }),
  'escalation.ack_expired': (data) => ({ ...nobody, kind: 'again', text: String(data.reason) }),
  'escalation.step_empty': ({ step, why }) => ({
    ...nobody,
    kind: 'NOBODY',
    text:
      Number(step) < 0 ? `nobody answered, and the fallback has nobody to page: ${why}` : `${stepName(Number(step))} pages nobody: ${why}`,
  }),
  'incident.triggered': (data) => ({ ...nobody, kind: 'trigger', text: String(data.reason) }),
  'escalation.contact_wanted': (data) => ({
    who: [String(data.contact)],
    by: [],
    kind: 'call',
    text: 'somebody calls them, and writes down the case',
  }),
  'escalation.repeated': (data) => ({ ...nobody, kind: 'again', text: `the ladder is climbed again, time ${Number(data.cycle) + 1}` }),
  'escalation.exhausted': (data) => ({ ...nobody, kind: 'EXHAUSTED', text: `nobody acknowledged on the whole ladder ${data.ladder}` }),
  'page.unreachable': (data) => ({ who: [String(data.user)], by: [], kind: 'NO ROAD', text: String(data.why) }),
  'obligation.opened': (data, { offset }) => ({ ...nobody, kind: 'owed', text: `${titled(data)}, due ${offset(String(data.dueAt))}` }),
  'obligation.restarted': (data, { offset }) => ({
    ...nobody,
    kind: 'owed',
    text: `${titled(data)}, now due ${offset(String(data.dueAt))}`,
  }),
  'obligation.missed': (data) => ({ ...nobody, kind: 'MISSED', text: titled(data) }),
  'obligation.met': (data) => ({ ...nobody, kind: 'met', text: titled(data) }),
  'obligation.late': (data) => ({ ...nobody, kind: 'late', text: titled(data) }),
  'obligation.dropped': (data) => ({ ...nobody, kind: 'dropped', text: `${titled(data)}: ${data.why}` }),
}

/** "T+15:00  page  bela, bianca  by phone, sms — second step" */
export function lineOf({ offsetMs, kind, who, by, text }: SimulatedEvent): string {
  const people = who.length > 0 ? `${who.join(', ')}${by.length > 0 ? `  by ${by.join(', ')}` : ''}` : ''
  const rest = [people, text].filter(Boolean).join(' — ')
  return `${offsetText(offsetMs).padEnd(OFFSET_WIDTH)}${kind.padEnd(KIND_WIDTH)}${rest}`
}

/** Wide enough for the longest that stands there, so that the columns hold. */
const OFFSET_WIDTH = 'T+10:00:00'.length + 2
const KIND_WIDTH = 'EXHAUSTED'.length + 2
