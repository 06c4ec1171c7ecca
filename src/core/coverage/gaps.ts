import { resolveTarget } from '../oncall/targets.ts'
import { inWords } from '../policy/lint/lint-rule.ts'
import type { Policy } from '../policy/policy.ts'
import type { Cover, Coverage, Gap } from './coverage.ts'

/** A stretch that is not as it should be: which, for whom, and what it costs in words. `level`: only `step` of the ladder is empty. */
export type UncoveredSpan = { start: number; end: number; kind: Gap | 'level'; cost: string; step?: number }

/** A promise is broken in these; the others are worth knowing. */
export const BREAKING: readonly UncoveredSpan['kind'][] = ['nobody', 'asleep', 'late']

/** Where a coverage is wanting, in order of time. Stretches of the same cost that touch are one. */
export function uncoveredOf(policy: Policy, coverage: Coverage): UncoveredSpan[] {
  const found: UncoveredSpan[] = []
  const add = (span: UncoveredSpan): void => {
    const last = found.findLast((each) => each.cost === span.cost)
    if (last && last.end === span.start) last.end = span.end
    else found.push(span)
  }
  for (const cover of coverage.covers) {
    const { start, end, gap } = cover
    if (gap) add({ start, end, kind: gap, cost: costOf(gap, cover, { policy, coverage }) })
    if (gap !== 'nobody') for (const level of emptyLevels(cover, coverage)) add({ start, end, kind: 'level', ...level })
  }
  return found
}

type Ground = { policy: Policy; coverage: Coverage }

const costs: Record<Gap, (cover: Cover, ground: Ground) => string> = {
  nobody: (_, { policy }) => {
    const fallback = fallbackOf(policy)
    return fallback.length > 0
      ? `no step of the ladder reaches anybody: the fallback (${fallback.join(', ')}) is paged at once`
      : 'no step of the ladder reaches anybody, and nobody is the fallback: the alert wakes nobody'
  },
  asleep: (cover) => `${namesOf(cover)} would be told by roads that wake nobody: at night it is found in the morning`,
  late: ({ firstMs }, { coverage }) =>
    `the first person is woken after ${inWords(firstMs ?? 0)}, but ${coverage.severity} promises an answer within ${inWords(coverage.promiseMs ?? 0)}`,
  alone: ({ secondMs }, { coverage }) =>
    secondMs === null
      ? 'one person alone can be woken: when they sleep through, nobody else is'
      : `when the first person sleeps through, the second is woken after ${inWords(secondMs)}, later than the ${inWords(coverage.promiseMs ?? 0)} promised`,
}

const costOf = (gap: Gap, cover: Cover, ground: Ground): string => costs[gap](cover, ground)

/** Steps that lead to nobody while others do: the page falls through to the next of them. */
function emptyLevels({ levels }: Cover, { ladder }: Coverage): { step: number; cost: string }[] {
  return levels.flatMap(({ step, users, isSkipped }) => {
    if (isSkipped || users.length > 0) return []
    const next = levels.find((each) => each.step > step && each.users.length > 0)
    const targets = ladder.steps[step]?.page.join(', ')
    const then = next ? `the page falls through to step ${next.step + 1} (${next.users.join(', ')}) at once` : 'nobody comes after it'
    return [{ step, cost: `step ${step + 1} (${targets}) leads to nobody: ${then}` }]
  })
}

const namesOf = ({ levels }: Cover): string => [...new Set(levels.flatMap(({ users }) => users))].join(', ')

function fallbackOf(policy: Policy): string[] {
  const at = Temporal.Instant.fromEpochMilliseconds(0)
  const targets = policy.fallbackLadder.steps.flatMap((step) => step.page)
  return [...new Set(targets.flatMap((target) => resolveTarget(policy, target, { at }).map(({ user }) => user)))]
}
