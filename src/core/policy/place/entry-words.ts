import { whenWords } from '../../document/runbook/severities.ts'
import { titleOf } from '../../obligation/rules.ts'
import type { Duration } from '../../time/duration.ts'
import { type Path, valueAt } from '../finding.ts'
import { idOf, type Policy } from '../policy.ts'
import { nameOf, namesOf } from '../reference-words.ts'
import type { EscalationPolicy } from '../schema/escalation.ts'
import type { ObligationRule, Trigger } from '../schema/obligation.ts'
import type { User } from '../schema/people.ts'
import type { Audience, Role, Severity } from '../schema/severity.ts'
import { severityTitle } from '../severity-title.ts'
import { clockWords, durationWords } from './clock-words.ts'

/** What this entry of a section, or this one value, says: sentences for people. Empty where it says itself. */
export function entryWords(policy: Policy, path: Path): string[] {
  const entry = valueAt(policy.bundle, path.slice(0, 2))
  const words = typeof path[1] === 'number' && entry !== undefined ? (WORDS[String(path[0])]?.(entry as never, policy) ?? []) : []
  const value = path.length > 2 ? valueAt(policy.bundle, path) : undefined
  return [...(isDuration(value) ? [`${value.text} is ${durationWords(value)}.`] : []), ...words]
}

type Words = (entry: never, policy: Policy) => string[]

const WORDS: Readonly<Record<string, Words>> = {
  severities: ofSeverity as Words,
  roles: ofRole as Words,
  users: ofUser as Words,
  obligations: ofObligation as Words,
  escalation_policies: ofLadder as Words,
  audiences: (({ name, id, members }: Audience, policy: Policy) => [
    `${name ?? id} is told, never paged: ${namesOf(policy, members) || 'nobody yet'}.`,
  ]) as Words,
  triggers: ofTrigger as Words,
}

const isDuration = (value: unknown): value is Duration => typeof value === 'object' && value !== null && 'text' in value && 'unit' in value

const PAGES = { true: 'pages at any hour', false: 'pages nobody', business_hours: 'pages in business hours' } as const

function ofSeverity(level: Severity, policy: Policy): string[] {
  const { id, name, respond_within: within, pages, ticket, roads, customers } = level
  const rank = policy.rankOf(id) + 1
  const place = rank === 1 ? 'the most severe' : `number ${rank}, counted from the most severe,`
  return [
    `${severityTitle(id, name)} is ${place} of ${policy.severities.length} levels. It ${PAGES[`${pages}`]}${ticket ? ' and opens a ticket' : ''}.`,
    within ? `Whoever is paged answers within ${durationWords(within)} of its acceptance.` : 'It promises no time of answer.',
    ...(roads.length > 0 ? [`Who has no rules of their own is paged by ${roads.join(', ')}.`] : []),
    ...(customers ? [`To customers the status page is ${customers.page}, mail is ${customers.email}.`] : []),
  ]
}

function ofRole({ name, id, required_for: levels, default: first, backup, duties }: Role, policy: Policy): string[] {
  const holder =
    first.length > 0 ? `${namesOf(policy, first)} holds it unless somebody else takes it` : 'Nobody holds it until somebody takes it'
  const second = backup.length > 0 ? `; ${namesOf(policy, backup)} is asked when they are silent` : ''
  return [
    `${name ?? id} is a role in an incident${levels.length > 0 ? `, wanted for ${levels.join(', ')}` : ''}.`,
    `${holder}${second}.`,
    ...(duties.length > 0 ? [`Whoever holds it is shown ${duties.length === 1 ? 'one duty' : `${duties.length} duties`}.`] : []),
  ]
}

function ofUser({ id, name, role, rules, disabled }: User, { bundle }: Policy): string[] {
  const teams = (bundle.teams ?? []).filter((team) => [...team.members, ...team.managers].some((each) => idOf(each) === id))
  const article = role === 'admin' ? 'an admin' : `a ${role}`
  return [
    `${name ?? id} is ${article}${teams.length > 0 ? ` and belongs to ${teams.map((team) => team.name ?? team.id).join(', ')}` : ''}.`,
    ...(disabled ? ['They have left: nothing reaches them.'] : []),
    rules.length > 0
      ? `They are reached by ${rules.length} rules of their own.`
      : 'Having no rules of their own, they are reached by those of the level.',
  ]
}

function ofObligation(rule: ObligationRule, policy: Policy): string[] {
  const when = rule.when.length > 0 ? `When it is ${whenWords(rule.when)}: ` : 'In every incident: '
  const owner = rule.owner ? ` ${nameOf(policy, rule.owner)} owes it.` : ''
  const missed = rule.on_miss.flatMap(({ remind, page }) => [
    ...(remind.length > 0 ? [`${namesOf(policy, remind)} is reminded`] : []),
    ...(page.length > 0 ? [`${namesOf(policy, page)} is paged`] : []),
  ])
  return [
    `${when}${titleOf(rule)}, ${clockWords(rule)}.${owner}`,
    ...(missed.length > 0 ? [`When it is missed, ${missed.join(' and ')}.`] : []),
    ...(rule.met_by ? [`It is kept once it is ${rule.met_by}.`] : []),
  ]
}

const ENDS: Record<EscalationPolicy['basis'], string> = {
  acknowledged: 'until somebody acknowledges',
  unresolved: 'until it is resolved, whoever acknowledges',
  manual: 'by hand, with a reason',
}

function ofLadder({ name, id, basis, steps, repeat }: EscalationPolicy, policy: Policy): string[] {
  const climbed = steps.map(({ page, wait, at, when }, index) => {
    const time = wait ? `, then ${durationWords(wait)} of waiting` : at ? `, ${durationWords(at)} after the beginning` : ''
    return `Step ${index + 1}: ${namesOf(policy, page)}${when.length > 0 ? ` when it is ${whenWords(when)}` : ''}${time}.`
  })
  const again = repeat > 0 ? ` It is climbed ${repeat === 1 ? 'once' : `${repeat} times`} more before it is exhausted.` : ''
  return [`${name ?? id} is climbed ${ENDS[basis]}.${again}`, ...climbed]
}

function ofTrigger({ when, page, escalation, call_out: isCallOut }: Trigger, policy: Policy): string[] {
  const target = [...(page.length > 0 ? [namesOf(policy, page)] : []), ...escalation.map((each) => `the ladder ${idOf(each)}`)].join(
    ' and ',
  )
  return [`As soon as it is ${whenWords(when)}, ${target} ${isCallOut ? 'is called out, everybody at once' : 'is paged'}.`]
}
