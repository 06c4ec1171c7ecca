import { anchorOf } from '../../obligation/rules.ts'
import type { Duration } from '../../time/duration.ts'
import { durationMs, IMMEDIATELY_MINUTES } from '../../time/duration.ts'
import type { Path } from '../finding.ts'
import type { Policy } from '../policy.ts'
import type { Anchor, ObligationRule } from '../schema/obligation.ts'
import type { Severity } from '../schema/severity.ts'
import { holds } from '../when.ts'
import type { Found, LintRule } from './lint-rule.ts'
import { listed, spoken } from './lint-rule.ts'

/** "Immediately" cannot be measured: it is read as a number, which should be somebody's decision. */
export const immediately: LintRule = {
  id: 'immediately',
  level: 'advisory',
  find: ({ policy }) =>
    placesOf(policy.bundle, []).map((path) => ({
      path,
      message: `"immediately" is read as ${IMMEDIATELY_MINUTES}m`,
      remedy: `write the number that is meant, for example ${IMMEDIATELY_MINUTES}m`,
      cost: 'nobody can say afterwards whether it was kept',
    })),
}

function placesOf(value: unknown, path: Path): Path[] {
  if (typeof value !== 'object' || value === null) return []
  if ('text' in value && 'unit' in value) return value.text === 'immediately' ? [path] : []
  if (Array.isArray(value)) return value.flatMap((each, index) => placesOf(each, [...path, index]))
  return Object.entries(value).flatMap(([key, each]) => placesOf(each, [...path, key]))
}

/** A clock that applies to a level. Conditions on more than the level do not hold before an incident has shown them. */
export type Clock = { rule: ObligationRule; index: number; severities: Severity[] }

export const clocksOf = (policy: Policy, ...musts: ObligationRule['must'][]): Clock[] =>
  (policy.bundle.obligations ?? []).flatMap((rule, index) =>
    musts.length === 0 || musts.includes(rule.must) ? [{ rule, index, severities: levelsOf(rule, policy) }] : [],
  )

export const levelsOf = ({ when }: Pick<ObligationRule, 'when'>, policy: Policy): Severity[] =>
  policy.severities.filter((severity) => holds(when, { policy, severity: severity.id }))

/** A level and an obligation, or two obligations, that give the same clock two values. */
export const twoValues: LintRule = {
  id: 'two-values',
  level: 'warning',
  find: ({ policy }) => [...againstLevels(policy), ...againstEachOther(policy)],
}

const COST = 'nobody knows which one counts'

function againstLevels(policy: Policy): Found[] {
  return clocksOf(policy, 'acknowledge').flatMap(({ rule, index, severities }): Found[] => {
    const { within } = rule
    if (!within) return []
    const other = severities.filter(({ respond_within: own }) => own && durationMs(own) !== durationMs(within))
    if (other.length === 0) return []
    const levels = listed(other.map(({ id, respond_within: own }) => `${id} within ${own ? spoken(own) : ''}`))
    const message = `"${rule.id}" wants an answer within ${spoken(within)}, but the levels say ${levels}`
    return [{ path: ['obligations', index, 'within'], message, remedy: 'keep one of the two values', cost: COST }]
  })
}

/** The same duty towards the same people, counted from the same moment: by these words it is one clock. */
function dutyOf(rule: ObligationRule): string {
  const { must, role, audience, what, to, by, every, owner } = rule
  return JSON.stringify([
    must,
    role,
    audience,
    what,
    to,
    by,
    anchorOf(rule),
    every ? 'every' : 'within',
    must === 'complete' ? owner : null,
  ])
}

function againstEachOther(policy: Policy): Found[] {
  const clocks = clocksOf(policy)
  return [...Map.groupBy(clocks, ({ rule }) => dutyOf(rule)).values()].flatMap((same) =>
    same.flatMap((later, place) => {
      const earlier = same.slice(0, place).find((each) => isShared(each.severities, later.severities) && timeMs(each) !== timeMs(later))
      return earlier ? [toldTwice(later, earlier)] : []
    }),
  )
}

const timeOf = ({ rule }: Clock): Duration | undefined => rule.every ?? rule.within
const timeMs = (clock: Clock): number => durationMs(timeOf(clock) as Duration)

function toldTwice(later: Clock, earlier: Clock): Found {
  const shared = later.severities.filter(({ id }) => earlier.severities.some((each) => each.id === id)).map(({ id }) => id)
  const [value, known] = [later, earlier].map((clock) => spoken(timeOf(clock) as Duration))
  const message = `"${later.rule.id}" and "${earlier.rule.id}" are one clock for ${listed(shared)}, with ${value} and ${known}`
  const path = ['obligations', later.index, later.rule.every ? 'every' : 'within']
  return { path, message, remedy: 'keep one of the two, or give them levels that do not overlap', cost: COST }
}

const isShared = (a: readonly Severity[], b: readonly Severity[]): boolean => a.some(({ id }) => b.some((each) => each.id === id))

/** A target for the mean that some level's own promise is looser than. */
export const targetDiffers: LintRule = {
  id: 'target-differs',
  level: 'advisory',
  find: ({ policy }) => {
    const mtta = policy.bundle.targets?.mtta
    if (!mtta) return []
    const targetOf = ({ id }: Severity): Duration | undefined =>
      'unit' in mtta && 'amount' in mtta ? (mtta as Duration) : (mtta as Record<string, Duration>)[id]
    const looser = policy.severities.filter((severity) => {
      const target = targetOf(severity)
      return target && severity.respond_within && durationMs(severity.respond_within) > durationMs(target)
    })
    if (looser.length === 0) return []
    const levels = listed(looser.map(({ id, respond_within: own }) => `${id} ${own ? spoken(own) : ''}`))
    const message = `the target for the mean time to answer is shorter than what levels allow themselves: ${levels}`
    const remedy = 'write one target per level: `mtta: { SEV-1: 15m, SEV-3: 2h }`'
    return [{ path: ['targets', 'mtta'], message, remedy, cost: 'answers that keep their promise are counted as misses of the target' }]
  },
}

/** Before an answer there is nobody who could say a word; these moments may all come before it. */
const BEFORE_AN_ANSWER: readonly Anchor[] = ['started', 'detected', 'accepted', 'declared', 'severity_raised']

/** Updates that fall due before anybody has to have answered. */
export const tightCadence: LintRule = {
  id: 'tight-cadence',
  level: 'advisory',
  find: ({ policy }) =>
    clocksOf(policy, 'update', 'publish').flatMap(({ rule, index, severities }): Found[] => {
      const clock = rule.within ?? rule.every
      if (!clock || !BEFORE_AN_ANSWER.includes(anchorOf(rule))) return []
      const slower = severities.filter(({ respond_within: own }) => own && durationMs(clock) < durationMs(own))
      if (slower.length === 0) return []
      const levels = listed(slower.map(({ id, respond_within: own }) => `${id} (${own ? spoken(own) : ''})`))
      const message = `"${rule.id}" wants a word after ${spoken(clock)}, before an answer is due: ${levels}`
      const longest = slower.at(-1)?.respond_within
      return [
        {
          path: ['obligations', index],
          message,
          remedy: `let it run from \`acknowledged\`, or allow at least ${longest ? spoken(longest) : ''}`,
          cost: 'it is missed although everybody kept what they promised',
        },
      ]
    }),
}
