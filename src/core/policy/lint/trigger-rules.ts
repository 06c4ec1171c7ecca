import { resolveTarget } from '../../oncall/targets.ts'
import { durationMs } from '../../time/duration.ts'
import type { Path } from '../finding.ts'
import type { Policy } from '../policy.ts'
import { idOf, kindOf } from '../policy.ts'
import type { EscalationPolicy, Step } from '../schema/escalation.ts'
import type { When } from '../schema/when-clause.ts'
import { holds } from '../when.ts'
import type { Found, Lintable, LintRule } from './lint-rule.ts'
import { inWords, listed } from './lint-rule.ts'

/**
 * One way in which the policy pages somebody. `after` in milliseconds since the alert; `until` what ends the wait: nobody's answer
 * stops what runs until the end. `ladder` is null for a trigger; `place` says where in words.
 */
type Call = {
  target: string
  after: number
  until: 'acknowledged' | 'unresolved'
  severities: string[]
  ladder: string | null
  place: string
  path: Path
}

/** Two places that page the same people by different rules. */
export const ambiguousTrigger: LintRule = {
  id: 'ambiguous-trigger',
  level: 'warning',
  find: (lintable) => {
    const calls = [...callsOfLadders(lintable.policy), ...callsOfTriggers(lintable.policy)]
    const people = new Map([...new Set(calls.map(({ target }) => target))].map((target) => [target, peopleOf(target, lintable)]))
    const sameTarget = [...Map.groupBy(calls, ({ target }) => people.get(target)).values()]
    const clashes = sameTarget.flatMap((group) =>
      group.flatMap((call, place) => {
        const other = group.slice(0, place).find((each) => disagrees(each, call) && isTogether(each, call, lintable.policy))
        return other ? [told(call, other)] : []
      }),
    )
    // People who stand side by side in one step are one finding.
    return [...new Map(clashes.map((found) => [JSON.stringify(found.path), found])).values()]
  },
}

function told(call: Call, other: Call): Found {
  const message = `${call.place} pages ${call.target} ${rulesOf(call)}, ${other.place} ${rulesOf(other)}`
  const remedy = 'keep one of the two, or make them say the same'
  return { path: call.path, message, remedy, cost: 'nobody can say when these people are woken, and they are woken twice' }
}

const rulesOf = ({ after, severities }: Call): string => `${after === 0 ? 'at once' : `after ${inWords(after)}`} for ${listed(severities)}`

/** Whether both may page for one alert: a trigger always may, two ladders when one service climbs both. */
function isTogether(a: Call, b: Call, { bundle }: Policy): boolean {
  if (a.ladder === null || b.ladder === null) return true
  if (a.ladder === b.ladder) return false
  const own = [a.ladder, b.ladder]
  return (bundle.services ?? []).some(({ escalation }) => own.every((id) => escalation.some((each) => idOf(each) === id)))
}

/**
 * Different levels never meet, and who was not paged for want of an answer may well be paged later for want of an end. But who is
 * paged anyway need not be waited with, and one event has one moment and one list of levels.
 */
function disagrees(a: Call, b: Call): boolean {
  if (!a.severities.some((each) => b.severities.includes(each))) return false
  if (a.until === b.until) return a.after !== b.after || a.severities.length !== b.severities.length
  const [patient, hasty] = a.until === 'acknowledged' ? [a, b] : [b, a]
  return hasty.after < patient.after && patient.severities.every((each) => hasty.severities.includes(each))
}

function callsOfTriggers(policy: Policy): Call[] {
  return (policy.bundle.triggers ?? []).flatMap(({ id, when, page, call_out: isCallOut }, index) => {
    if (isCallOut) return []
    return page.flatMap((target) =>
      callsOf(when, policy).map((call) => ({
        ...call,
        ...{ target, place: `trigger "${id}"`, path: ['triggers', index], ladder: null },
      })),
    )
  })
}

function callsOfLadders(policy: Policy): Call[] {
  return (policy.bundle.escalation_policies ?? []).flatMap((ladder, index) => {
    if (ladder.basis === 'manual') return []
    return startsOf(ladder).flatMap(({ step, after, place }) =>
      step.page.flatMap((target) =>
        callsOf(step.when, policy).map((call) => ({
          ...{
            ...call,
            after: Math.max(after, call.after),
            until: untilOf(ladder, step),
            target,
          },
          ladder: ladder.id,
          ...{ place: `step ${place + 1} of "${ladder.id}"`, path: ['escalation_policies', index, 'steps', place] },
        })),
      ),
    )
  })
}

/** An answer stops a ladder that is climbed for want of one. */
const untilOf = ({ basis }: EscalationPolicy, { when }: Step): Call['until'] =>
  basis === 'unresolved' || when.some((clause) => clause.unresolved_for) ? 'unresolved' : 'acknowledged'

function startsOf({ steps }: EscalationPolicy): { step: Step; after: number; place: number }[] {
  let next = 0
  return steps.map((step, place) => {
    const after = step.at ? durationMs(step.at) : next
    next = after + (step.wait ? durationMs(step.wait) : 0)
    return { step, after, place }
  })
}

/** What clauses about nothing but level and time come to; a flag, a label or a type is an event of its own, about which nothing is ambiguous. */
function callsOf(when: readonly When[], policy: Policy): Pick<Call, 'after' | 'until' | 'severities'>[] {
  const clauses: readonly (When | undefined)[] = when.length === 0 ? [undefined] : when
  return clauses.flatMap((clause) => {
    if (clause && !isPlain(clause)) return []
    const timed = clause?.unresolved_for ?? clause?.unacknowledged_for
    const levels = clause && { ...clause, unresolved_for: undefined, unacknowledged_for: undefined }
    const severities = policy.severities.filter(({ id }) => holds(levels, { policy, severity: id })).map(({ id }) => id)
    const until = clause?.unacknowledged_for ? 'acknowledged' : 'unresolved'
    return [{ after: timed ? durationMs(timed) : 0, until, severities }]
  })
}

function isPlain({ flag, not_flag: notFlag, type, service, tag, label, alert_severity: word, above, source, ...rest }: When): boolean {
  const isListed = [flag, notFlag, type, service, tag, word, source].some((each) => each.length > 0)
  return !isListed && label === undefined && above === undefined && rest.cause_known === undefined && rest.business_hours === undefined
}

/** Those behind a target, as one word: the same for two names of the same people. Who leads to nobody is its own name. */
function peopleOf(target: string, { policy, at }: Lintable): string {
  if (kindOf(target) === 'contact') return target
  const managers = (policy.bundle.teams ?? []).flatMap((team) => team.managers.map(idOf))
  const people = target === 'managers' ? managers : resolveTarget(policy, target, { at }).map(({ user }) => user)
  return [...new Set(people)].sort().join() || target
}

/** A step that no alert climbs: its levels page nobody by themselves, or no service leads to its ladder. */
export const neverClimbed: LintRule = {
  id: 'never-climbed',
  level: 'warning',
  find: ({ policy }) => [...idleLadders(policy), ...idleSteps(policy)],
}

function idleLadders({ bundle }: Policy): Found[] {
  const used = [
    ...(bundle.services ?? []).flatMap((each) => each.escalation),
    ...(bundle.triggers ?? []).flatMap((each) => each.escalation),
    ...(bundle.incident?.types ?? []).flatMap((each) => each.escalation),
  ].map((each) => each.replace(/^[a-z_]+:/, ''))
  if ((bundle.services ?? []).length === 0) return []
  return (bundle.escalation_policies ?? []).flatMap(({ id, basis }, index) => {
    if (basis === 'manual' || used.includes(id)) return []
    const message = `no service, trigger or type of incident leads to "${id}"`
    const remedy = `name it under \`escalation:\` of a service, or remove it`
    return [{ path: ['escalation_policies', index], message, remedy, cost: 'whoever counts on it is never woken by it' }]
  })
}

function idleSteps(policy: Policy): Found[] {
  const paging = policy.severities.filter(({ pages }) => pages !== false)
  return (policy.bundle.escalation_policies ?? []).flatMap(({ id, basis, steps }, index) =>
    steps.flatMap((step, place) => {
      const levels = step.when.flatMap((clause) => clause.severity)
      const isAsked = step.when.length > 0 && step.when.every((clause) => clause.severity.length > 0)
      if (basis !== 'acknowledged' || !isAsked || levels.some((level) => paging.some((each) => each.id === policy.severity(level)?.id)))
        return []
      const message = `step ${place + 1} of "${id}" is for ${listed(levels)}, which page nobody`
      const remedy = 'let the level page (`pages: true`), or remove the step'
      return [
        { path: ['escalation_policies', index, 'steps', place, 'when'], message, remedy, cost: 'the step is never climbed by itself' },
      ]
    }),
  )
}
