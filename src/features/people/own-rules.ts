import { isWakingRoad, ROADS, waysTo } from '../../core/paging/roads.ts'
import { urgencyOf } from '../../core/paging/urgency.ts'
import type { Policy } from '../../core/policy/policy.ts'
import type { Bundle } from '../../core/policy/schema/bundle.ts'
import type { User } from '../../core/policy/schema/people.ts'
import { durationMs, durationOf } from '../../core/time/duration.ts'
import type { OwnRulesAnswer, OwnRulesBody, RuleLine } from './contract.ts'

type Rule = User['rules'][number]
type Urgency = 'high' | 'low'

const isConditional = ({ when }: Rule): boolean => when.length > 0
const byTime = (one: Rule, other: Rule): number => durationMs(one.after) - durationMs(other.after)

/** A rule that names no urgency is for both: the form shows it in both. */
const linesOf = (rules: readonly Rule[], urgency: Urgency): RuleLine[] =>
  rules
    .filter((rule) => !isConditional(rule) && (rule.urgency ?? urgency) === urgency)
    .sort(byTime)
    .map(({ after, by }) => ({ after: after.text, by }))

type Parts = { user: User; policy: Policy; canSend(channel: string): boolean; mayEdit: boolean }

export function presentOwnRules({ user, policy, canSend, mayEdit }: Parts): OwnRulesAnswer {
  const { rules, quiet = [], answer_within, timezone = null } = user
  const levelsOf = (urgency: Urgency) =>
    policy.severities.filter(({ id }) => urgencyOf(id, policy) === urgency).map(({ id, name }) => ({ id, name: name ?? id }))
  const counting = new Set(waysTo(user, canSend).map(({ road }) => road))
  return {
    high: linesOf(rules, 'high'),
    low: linesOf(rules, 'low'),
    conditional: rules.filter(isConditional).length,
    levels: { high: levelsOf('high'), low: levelsOf('low') },
    quiet: quiet.map(({ days, from, to }) => ({ days: [...days], from, to })),
    answerWithin: answer_within?.text ?? null,
    timezone,
    zone: timezone ?? policy.bundle.organization.timezone,
    roads: ROADS.map((road) => ({ road, counts: counting.has(road), wakes: isWakingRoad(road) })),
    can: { edit: mayEdit },
  }
}

const keyOf = ({ after, by }: RuleLine): string => `${durationMs(durationOf(after))} ${by.join(' ')}`

/** A line that stands in both lists is one rule without an urgency, as it would be written by hand. */
function rulesOf({ high, low }: Pick<OwnRulesBody, 'high' | 'low'>): Rule[] {
  const inLow = new Set(low.map(keyOf))
  const inHigh = new Set(high.map(keyOf))
  const ruleOf = ({ after, by }: RuleLine, urgency?: Urgency): Rule => ({
    after: durationOf(after),
    by: [...by],
    ...(urgency ? { urgency } : {}),
    when: [],
  })
  return [
    ...high.map((line) => ruleOf(line, inLow.has(keyOf(line)) ? undefined : 'high')),
    ...low.filter((line) => !inHigh.has(keyOf(line))).map((line) => ruleOf(line, 'low')),
  ].sort(byTime)
}

/** Replaces what the form shows and keeps everything that it does not. */
export function withOwnRules(bundle: Bundle, id: string, body: OwnRulesBody): Bundle {
  const change = (user: User): User => {
    const { quiet: _, answer_within: __, timezone: ___, ...rest } = user
    return {
      ...rest,
      rules: [...user.rules.filter(isConditional), ...rulesOf(body)],
      ...(body.quiet.length > 0 ? { quiet: body.quiet } : {}),
      ...(body.answerWithin ? { answer_within: durationOf(body.answerWithin) } : {}),
      ...(body.timezone ? { timezone: body.timezone } : {}),
    }
  }
  return { ...bundle, users: bundle.users?.map((user) => (user.id === id ? change(user) : user)) }
}
