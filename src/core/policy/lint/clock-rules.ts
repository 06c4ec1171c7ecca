import type { Duration } from '../../time/duration.ts'
import { durationMs, IMMEDIATELY_MINUTES } from '../../time/duration.ts'
import type { Path } from '../finding.ts'
import type { Policy } from '../policy.ts'
import type { ObligationRule } from '../schema/obligation.ts'
import type { Severity } from '../schema/severity.ts'
import { holds } from '../when.ts'
import type { Found, LintRule } from './lint-rule.ts'
import { spoken } from './lint-rule.ts'

/** "Immediately" cannot be measured: it is read as a number, which should be somebody's decision. */
export const immediately: LintRule = {
  id: 'immediately',
  level: 'advisory',
  find: ({ policy }) =>
    placesOf(policy.bundle, []).map((path) => ({
      path,
      message: `"immediately" is read as ${IMMEDIATELY_MINUTES}m`,
      remedy: `write the number that is meant, for example ${IMMEDIATELY_MINUTES}m`,
    })),
}

function placesOf(value: unknown, path: Path): Path[] {
  if (typeof value !== 'object' || value === null) return []
  if ('text' in value && 'unit' in value) return value.text === 'immediately' ? [path] : []
  if (Array.isArray(value)) return value.flatMap((each, index) => placesOf(each, [...path, index]))
  return Object.entries(value).flatMap(([key, each]) => placesOf(each, [...path, key]))
}

/** A level and an obligation that give the same clock two values. */
export const twoValues: LintRule = {
  id: 'two-values',
  level: 'warning',
  find: ({ policy }) =>
    eachClock(policy, 'acknowledge').flatMap(({ rule, index, severity }) => {
      const promise = severity.respond_within
      if (!promise || !rule.within || durationMs(promise) === durationMs(rule.within)) return []
      const message = `${severity.id} is to be answered within ${spoken(promise)} by its level and within ${spoken(rule.within)} by "${rule.id}"`
      return [
        { path: ['obligations', index, 'within'], message, remedy: 'keep one of the two values', cost: 'nobody knows which one counts' },
      ]
    }),
}

/** Updates that fall due before anybody has to have answered. */
export const tightCadence: LintRule = {
  id: 'tight-cadence',
  level: 'advisory',
  find: ({ policy }) =>
    [...eachClock(policy, 'update'), ...eachClock(policy, 'publish')].flatMap(({ rule, index, severity }): Found[] => {
      const [clock, promise] = [firstClock(rule), severity.respond_within]
      if (!clock || !promise || durationMs(clock) >= durationMs(promise)) return []
      const message = `"${rule.id}" wants a word about ${severity.id} after ${spoken(clock)}, but it need not be answered before ${spoken(promise)}`
      return [{ path: ['obligations', index], message, remedy: `let it run from \`acknowledged\`, or allow at least ${spoken(promise)}` }]
    }),
}

const firstClock = ({ within, every, of, from }: ObligationRule): Duration | undefined =>
  (of ?? from) === 'acknowledged' ? undefined : (within ?? every)

type Clock = { rule: ObligationRule; index: number; severity: Severity }

function eachClock(policy: Policy, must: ObligationRule['must']): Clock[] {
  return (policy.bundle.obligations ?? []).flatMap((rule, index) => {
    if (rule.must !== must) return []
    return policy.severities
      .filter((severity) => holds(rule.when, { policy, severity: severity.id }))
      .map((severity) => ({ rule, index, severity }))
  })
}
