import { anchorOf } from '../../obligation/rules.ts'
import { type Duration, durationMs, durationOf } from '../../time/duration.ts'
import type { Path } from '../finding.ts'
import type { Policy } from '../policy.ts'
import type { Bundle } from '../schema/bundle.ts'
import { clocksOf } from './clock-rules.ts'
import type { Found, LintRule } from './lint-rule.ts'
import { spoken } from './lint-rule.ts'
import { NORMS } from './norms.ts'

/** Something that comes back: `says` is everything that is written about it. */
type Recurring = { path: Path; name: string; every: Duration; says: string }

/** An exercise in one rhythm and a word about it in another. */
export const twoCadences: LintRule = {
  id: 'two-cadences',
  level: 'advisory',
  find: ({ policy: { bundle } }) => {
    const recurring = recurringIn(bundle)
    return recurring.flatMap((one): Found[] => {
      const other = (bundle.drills ?? []).find(
        (drill) =>
          drill.every &&
          !(one.path[0] === 'drills' && one.name === drill.id) &&
          isAbout(one.says, drill.kind) &&
          differs(one.every, drill.every),
      )
      if (!other?.every) return []
      const message = `"${one.name}" comes every ${spoken(one.every)} and is about the ${other.kind}, which comes every ${spoken(other.every)}`
      const remedy = 'give both one rhythm, or say in its text which of them it looks back on'
      return [{ path: [...one.path, 'every'], message, remedy, cost: 'what most of the exercises showed is not looked at' }]
    })
  },
}

function recurringIn({ routines, training }: Bundle): Recurring[] {
  const sections = [
    ...(routines ?? []).map((each, index) => ({ each, path: ['routines', index] as Path, what: each.what })),
    ...(training ?? []).map((each, index) => ({ each, path: ['training', index] as Path, what: each.kind })),
  ]
  return sections.flatMap(({ each, path, what }) => {
    const says = [each.id, each.name, each.text, what].filter(Boolean).join(' ')
    return each.every ? [{ path, name: each.id, every: each.every, says: says.toLowerCase() }] : []
  })
}

/** `game-day` is also "game day". */
const isAbout = (says: string, kind: string): boolean => says.includes(kind) || says.includes(kind.replaceAll('-', ' '))
const differs = (a: Duration, b: Duration | undefined): boolean => b !== undefined && durationMs(a) !== durationMs(b)

/** What is slower than others of this size are. */
export const peerNorm: LintRule = {
  id: 'peer-norm',
  level: 'advisory',
  find: ({ policy }) => [...slowUpdates(policy), ...slowAnswers(policy), ...slowReview(policy), ...rareDrills(policy.bundle)],
}

const COST = 'others would have known, or acted, by then'
const isSlower = (own: Duration, norm: string | undefined): boolean => norm !== undefined && durationMs(own) > durationMs(durationOf(norm))

function slowUpdates(policy: Policy): Found[] {
  return clocksOf(policy, 'update').flatMap(({ rule, index, severities }) => {
    const { every } = rule
    if (!every || anchorOf(rule) === 'resolved') return []
    const slow = severities.find(({ id }) => isSlower(every, NORMS.peers.update[policy.rankOf(id)]) && isFastest(every, id, policy))
    if (!slow) return []
    const norm = NORMS.peers.update[policy.rankOf(slow.id)]
    const message = `internal updates of ${slow.id} come every ${spoken(every)}; peers write every ${norm} or sooner`
    return [
      { path: ['obligations', index, 'every'], message, remedy: `write \`every: ${norm}\`, or accept it with the reason`, cost: COST },
    ]
  })
}

/** A slow rhythm beside a fast one is no slow rhythm. */
const isFastest = (every: Duration, severity: string, policy: Policy): boolean =>
  clocksOf(policy, 'update').every(
    ({ rule, severities }) => !rule.every || durationMs(rule.every) >= durationMs(every) || !severities.some(({ id }) => id === severity),
  )

function slowAnswers({ bundle, rankOf }: Policy): Found[] {
  return (bundle.severities ?? []).flatMap(({ id, pages, respond_within: own }, index) => {
    const norm = NORMS.peers.response[rankOf(id)]
    if (pages !== true || !own || !norm || !isSlower(own, norm)) return []
    const message = `${id} may take ${spoken(own)} to be answered; peers promise ${norm} or sooner`
    return [{ path: ['severities', index, 'respond_within'], message, remedy: `promise ${norm}, or accept it with the reason`, cost: COST }]
  })
}

function slowReview({ bundle: { postmortem } }: Policy): Found[] {
  return (postmortem?.steps ?? []).flatMap(({ id, within }, index) => {
    if (!isSlower(within, NORMS.peers.review)) return []
    const message = `the review's "${id}" may take ${spoken(within)}; peers are done after ${NORMS.peers.review}`
    const remedy = `allow at most ${NORMS.peers.review}, or accept it with the reason`
    return [{ path: ['postmortem', 'steps', index, 'within'], message, remedy, cost: 'people no longer remember what they saw' }]
  })
}

/** A kind of exercise counts by its most frequent one. */
function rareDrills({ drills }: Bundle): Found[] {
  if (!drills || drills.some(({ every }) => every && !isSlower(every, NORMS.peers.drill))) return []
  return drills.slice(0, 1).flatMap(({ id, every }) => {
    if (!every) return []
    const message = `the most frequent exercise ("${id}") comes every ${spoken(every)}; peers practise every ${NORMS.peers.drill} or sooner`
    const remedy = `write \`every: ${NORMS.peers.drill}\`, or accept it with the reason`
    return [{ path: ['drills', 0, 'every'], message, remedy, cost: 'what was learned is forgotten before the next' }]
  })
}
