import type { RecordedFact } from '../../core/command/command.ts'
import { quietUntil, urgencyOf } from '../../core/paging/urgency.ts'
import type { Policy } from '../../core/policy/policy.ts'
import type { Route } from '../../core/policy/schema/intake.ts'
import type { User } from '../../core/policy/schema/people.ts'
import type { When } from '../../core/policy/schema/when-clause.ts'

/** `team = payments* and queue = *`: a condition as it is written, short enough for one line. */
export function conditionInWords(when: readonly When[]): string | null {
  const clauses = when.map(clauseInWords).filter((each) => each !== '')
  return clauses.length > 0 ? clauses.join(' or ') : null
}

function clauseInWords(when: When): string {
  const list = (word: string, values: readonly string[]): string[] => (values.length > 0 ? [`${word} = ${values.join(' or ')}`] : [])
  return [
    ...Object.entries(when.label ?? {}).flatMap(([name, values]) => list(name, values)),
    ...list('severity', when.severity),
    ...list('said severity', when.alert_severity),
    ...list('service', when.service),
    ...list('source', when.source),
    ...list('type', when.type),
    ...list('flag', when.flag),
    ...list('tag', when.tag),
    ...Object.entries(when.above ?? {}).map(([name, limit]) => `${name} > ${limit}`),
    ...(when.at_least ? [`severity at least ${when.at_least}`] : []),
  ].join(' and ')
}

const nameOf = ({ name, id }: Route, place: number): string => name ?? id ?? `route ${place + 1}`

/** Where the rule stood among the routes of that policy and what it asked; null when that policy does not know it any more. */
export function routeNamed(rule: string, policy: Policy): { place: number; of: number; condition: string | null; before: string } | null {
  const routes = policy.bundle.routes ?? []
  const place = routes.findIndex((each, i) => nameOf(each, i) === rule)
  const route = routes[place]
  if (!route) return null
  return { place: place + 1, of: routes.length, condition: conditionInWords(route.when), before: notMatched(place) }
}

function notMatched(before: number): string {
  if (before === 0) return 'the first that is asked'
  if (before === 1) return '1 did not match'
  return before === 2 ? '1 and 2 did not match' : `1 to ${before} did not match`
}

/** When a level pages at all: `SEV-2 pages at any hour`. */
export function pagesWhen(severity: string, policy: Policy): string | null {
  const level = policy.severity(severity)
  if (!level) return null
  if (level.pages === true) return `${level.id} pages at any hour`
  return level.pages === false ? `${level.id} pages nobody by itself` : `${level.id} pages in business hours`
}

/** Layers are asked in their order: those before the one that answered had nobody for that moment. */
export function layersBefore(schedule: string | undefined, layer: string, policy: Policy): string | null {
  const layers = (schedule ? policy.schedule(schedule)?.layers : undefined) ?? []
  const before = layers.slice(
    0,
    Math.max(
      0,
      layers.findIndex(({ id }) => id === layer),
    ),
  )
  return before.length > 0 ? before.map(({ id }) => `${id}: not then`).join(' · ') : null
}

/** What quiet hours had to say: they hold what is of low urgency only. */
export function quietInWords(user: User | undefined, { severity, at, policy }: { severity: string; at: string; policy: Policy }): string {
  if (!user?.quiet?.length) return 'no quiet hours'
  if (urgencyOf(severity, policy) === 'high') return `quiet hours never hold ${severity}`
  return quietUntil(user, Temporal.Instant.from(at), policy) ? 'in quiet hours: what wakes waits' : 'outside of quiet hours'
}

/** Who ended the climb and how, or that nobody has. */
export function answeredInWords(facts: readonly RecordedFact[], nameOfActor: (actor: string) => string): string {
  const end = facts.findLast(({ name }) => name === 'escalation.acknowledged' || name === 'escalation.stopped')
  if (!end) return 'not acknowledged yet'
  return end.name === 'escalation.acknowledged' ? `acknowledged by ${nameOfActor(end.by)}` : 'over, nobody needs to answer any more'
}

const ROAD_WORDS: Readonly<Record<string, string>> = { phone: 'call', sms: 'SMS', email: 'e-mail' }

/** A road as people say it. */
export const roadInWords = (road: string): string => ROAD_WORDS[road] ?? road
