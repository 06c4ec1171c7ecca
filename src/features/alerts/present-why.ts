import type { JsonObject, RecordedFact } from '../../core/command/command.ts'
import type { LedgerStage } from '../../core/paging/ledger.ts'
import type { Policy } from '../../core/policy/policy.ts'
import type { EscalationPolicy, Step } from '../../core/policy/schema/escalation.ts'
import { momentOf } from '../../core/time/moment.ts'
import type { Why, WhyLink } from './contract.ts'
import type { StoredAlert } from './reads/alerts.ts'
import { type Reader, whoIs, yourId } from './reads/people.ts'
import { ledgerOf } from './rules.ts'
import { answeredInWords, layersBefore, pagesWhen, quietInWords, roadInWords, routeNamed } from './why-words.ts'

export type WhyParts = {
  alert: StoredAlert
  /** The alert's facts, and those of the ladder it joined. */
  alertFacts: readonly RecordedFact[]
  escalationFacts: readonly RecordedFact[]
  /** The policy that the ladder was frozen under. */
  frozen: Policy
  /** The policy by which the alert was routed. */
  routed: Policy
  reader: Reader
}

type Opened = {
  page: string
  user: string
  step: number
  because: string[]
  reason?: string
  /** Why it came to this step. */
  why?: string
  roads: { road: string; channel: string; at: string }[]
}

const MINUTE_MS = 60_000

/**
 * "Why was I paged": the reader's own page, else the latest, followed back over person, schedule, step and rule to the
 * event, each with its proof. Null while nobody was paged.
 */
export function presentWhy(parts: WhyParts): Why | null {
  const { escalationFacts, reader, alert } = parts
  const pages = escalationFacts.filter((fact) => fact.name === 'page.opened')
  const you = yourId(reader)
  const mine = pages.findLast((fact) => fact.data.user === you)
  const fact = mine ?? pages.at(-1)
  if (!fact) return null
  const page = fact.data as unknown as Opened
  const until = page.because.find((each) => each.startsWith('until '))?.slice('until '.length)
  return {
    person: whoIs(`user:${page.user}`, reader),
    pagedAt: fact.at,
    rule: alert.state.routed.rule,
    service: alert.state.routed.service,
    target: nameOfTarget(page.because[0], reader),
    until: until ? momentOf(Temporal.Instant.from(until)) : null,
    chain: chainOf(parts, page, fact.at),
  }
}

function nameOfTarget(target: string | undefined, { policy }: Reader): string | null {
  if (!target) return null
  return policy.schedule(target)?.name ?? policy.team(target)?.name ?? policy.user(target)?.name ?? target
}

function chainOf(parts: WhyParts, page: Opened, at: string): WhyLink[] {
  return [
    accepted(parts),
    ruled(parts),
    laddered(parts, page, at),
    ...scheduled(parts, page, at),
    personal(parts, page, at),
    ...reached(parts, page),
  ]
}

function accepted({ alert: { state }, escalationFacts, reader }: WhyParts): WhyLink {
  const others = escalationFacts.filter((fact) => fact.name === 'escalation.joined').length - 1
  const said = state.occurrences === 1 ? 'said once' : `said ${state.occurrences} times`
  const evidence = `${said}, key ${state.dedup} · grouped with ${Math.max(0, others)} others`
  return {
    kind: 'accepted',
    answer: `${whoIs(`integration:${state.integration}`, reader).name}: ${state.title}`,
    evidence,
    at: state.openedAt,
  }
}

function ruled({ alert: { state }, routed }: WhyParts): WhyLink {
  const { rule, because, service, severity } = state.routed
  const sets = `sets ${[service, severity].filter(Boolean).join(' and ')}`
  const found = rule ? routeNamed(rule, routed) : null
  if (!rule || !found)
    return { kind: 'rule', answer: rule ? `Route ${rule}` : because, evidence: rule ? `${because} · ${sets}` : sets, at: state.openedAt }
  const answer = `Route ${found.place} of ${found.of}, ${rule}${found.condition ? `: ${found.condition}` : ''}`
  return { kind: 'rule', answer, evidence: `${sets} · ${found.before}`, at: state.openedAt }
}

function laddered({ escalationFacts, frozen, alert }: WhyParts, page: Opened, at: string): WhyLink {
  const started = escalationFacts.find((fact) => fact.name === 'escalation.started')
  const ladder = frozen.ladder(String(started?.data.ladder)) ?? frozen.fallbackLadder
  const step = ladder.steps[page.step]
  if (!step)
    return { kind: 'ladder', answer: `${nameOf(ladder)}: nobody answered, so the fallback is told`, evidence: page.reason ?? null, at }
  const wait = step.wait ? `, wait ${step.wait.text}` : ''
  const answer = `${nameOf(ladder)}, step ${page.step + 1} of ${ladder.steps.length}: page ${targetsOf(step)}${wait}`
  const following = ladder.steps[page.step + 1]
  const then = following ? `then ${targetsOf(following)}` : 'the last step'
  const evidence = [page.reason ?? page.why, pagesWhen(alert.state.routed.severity, frozen), then].filter(Boolean).join(' · ')
  return { kind: 'ladder', answer, evidence, at }
}

const nameOf = (ladder: EscalationPolicy): string => ladder.name ?? ladder.id
const targetsOf = (step: Step): string => step.page.map((target) => target.replace(/^\w+:/, '')).join(', ')

/** Target, layer, turn, until: what the schedule said at that moment. Somebody named directly has no such link. */
function scheduled({ frozen }: WhyParts, { because }: Opened, at: string): WhyLink[] {
  const layer = because.find((each) => each.startsWith('layer '))
  if (!layer) return []
  const turn = because[because.indexOf(layer) + 1]
  const path = because
    .slice(0, because.indexOf(layer))
    .map((each) => each.replace(/^\w+:/, ''))
    .join(' → ')
  const until = because
    .find((each) => each.startsWith('until '))
    ?.replace('T', ' ')
    .replace(/:00Z$/, ' UTC')
  const schedule = because[because.indexOf(layer) - 1]?.replace(/^\w+:/, '')
  const others = layersBefore(schedule, layer.slice('layer '.length), frozen)
  const evidence = [`${layer} of ${path}`, others].filter(Boolean).join(' · ')
  return [{ kind: 'schedule', answer: [turn ?? 'on call', until].filter(Boolean).join(', '), evidence, at }]
}

function personal({ reader, alert }: WhyParts, { user, roads }: Opened, at: string): WhyLink {
  const start = Temporal.Instant.from(at).epochMilliseconds
  const minuteOf = (when: string): number => Math.round((Temporal.Instant.from(when).epochMilliseconds - start) / MINUTE_MS)
  const told = [...Map.groupBy(roads, (road) => minuteOf(road.at))].map(
    ([minute, group]) => `${group.map((each) => roadInWords(each.road)).join(' and ')} at ${minute} m`,
  )
  const { name, isYou } = whoIs(`user:${user}`, reader)
  const own = isYou ? 'your own rules' : 'their own rules'
  const person = reader.policy.user(user)
  const rules = person?.rules.length ? own : 'no rules of their own: the roads of the severity'
  const evidence = `${rules} · ${quietInWords(person, { severity: alert.state.routed.severity, at, policy: reader.policy })}`
  return { kind: 'person', answer: `${name}: ${told.join(', ') || 'no road'}`, evidence, at }
}

/** What proves most, first: a human, then the device or carrier, then the provider that took it. */
const PROOFS: readonly { stage: LedgerStage; word: string }[] = [
  { stage: 'human', word: 'answered' },
  { stage: 'seen', word: 'seen' },
  { stage: 'answered', word: 'taken, without a key,' },
  { stage: 'delivered', word: 'delivered' },
  { stage: 'accepted', word: 'accepted by the provider' },
  { stage: 'handed-over', word: 'handed over' },
]

function reached({ escalationFacts, reader }: WhyParts, { page, user }: Opened): WhyLink[] {
  const lines = ledgerOf(escalationFacts).filter(({ id, result }) => id.startsWith(`${page}/`) && result === 'delivered')
  for (const { stage, word } of PROOFS)
    for (const { road, queuedAt, events } of lines) {
      const event = events.find((each) => each.stage === stage)
      if (!event) continue
      const took = Temporal.Instant.from(event.at).epochMilliseconds - Temporal.Instant.from(queuedAt).epochMilliseconds
      const answer = `${roadInWords(road)} ${word} for ${whoIs(`user:${user}`, reader).name} in ${(took / 1000).toFixed(1)} s`
      const answered = answeredInWords(escalationFacts, (actor) => whoIs(actor, reader).name)
      return [{ kind: 'reached', answer, evidence: [event.said, answered].filter(Boolean).join(' · '), at: event.at }]
    }
  return []
}

const SAYINGS: Record<string, (data: JsonObject) => string> = {
  'alert.opened': (data) => `Opened: ${data.because}`,
  'alert.repeated': (data) => `Said again, ${data.occurrences} times by now`,
  'alert.acknowledged': (data) => `Acknowledged by ${data.via}${data.reason ? `: ${data.reason}` : ''}`,
  'alert.taken_over': () => 'Taken over',
  'alert.resolved': (data) => `Resolved by ${data.via}${data.reason ? `: ${data.reason}` : ''}`,
  'alert.snoozed': (data) => `Snoozed until ${data.until}${data.reason ? `: ${data.reason}` : ''}`,
  'alert.snooze_ended': () => 'The snooze ended',
  'alert.reopened': (data) => `Open again: ${data.reason}`,
  'alert.promise_missed': (data) => `Nobody had acknowledged by ${data.dueAt}, as was promised`,
  'alert.linked': (data) => `Joined the incident ${data.incident}`,
  'alert.unlinked': (data) => `Left the incident ${data.incident}`,
  'page.held': (data) => `A page to ${data.user} by ${data.channel} was held back until ${data.until}: ${data.why}`,
  'page.voicemail': (data) => `A machine answered instead of ${data.user}: not delivered`,
  'page.unanswered': (data) => `Another road to ${data.user} than ${data.channel}: ${data.why}`,
  'page.unreachable': (data) => `No way to reach ${data.user}: ${data.why}`,
  'alert.repaired': () => 'The auditor sent it up its ladder again',
}

/** What happened to the alert and on the way to people, newest first, in sentences. Steps between machines are left out. */
export function presentTimeline(
  facts: readonly RecordedFact[],
  reader: Reader,
): { at: string; by: ReturnType<typeof whoIs>; name: string; text: string }[] {
  return facts
    .flatMap(({ name, data, at, by }) => (SAYINGS[name] ? [{ at, by: whoIs(by, reader), name, text: SAYINGS[name](data) }] : []))
    .reverse()
}
