import { coverageOf } from '../../coverage/coverage.ts'
import { BREAKING, type UncoveredSpan, uncoveredOf } from '../../coverage/gaps.ts'
import { momentOf } from '../../time/moment.ts'
import type { Policy } from '../policy.ts'
import type { Found, LintRule } from './lint-rule.ts'
import { inWords, listed } from './lint-rule.ts'
import { NORMS } from './norms.ts'

/** A minute of the coming months in which an alert would wake nobody, or nobody in time. */
export const nobodyWoken: LintRule = {
  id: 'nobody-woken',
  level: 'warning',
  find: ({ policy, at }) => {
    if ((policy.bundle.services ?? []).length === 0) return []
    // Whoever lints has no installation: every road counts as if it could be taken.
    const asked = { from: at, to: at.add({ hours: NORMS.coverageDays * 24 }), canSend: () => true }
    const broken = coverageOf(policy, asked).flatMap((coverage) => {
      const spans = uncoveredOf(policy, coverage).filter(({ kind }) => BREAKING.includes(kind))
      const first = spans[0]
      return first ? [{ ...coverage, spans, first }] : []
    })
    return Map.groupBy(broken, ({ ladder, first }) => `${ladder.id} ${first.kind} ${first.start}`)
      .values()
      .map((same) => told(same, policy))
      .toArray()
  },
}

type Broken = ReturnType<typeof coverageOf>[number] & { spans: UncoveredSpan[]; first: UncoveredSpan }

function told(same: readonly Broken[], policy: Policy): Found {
  const { first, spans, ladder, services } = same[0] as Broken
  const levels = listed([...new Set(same.map(({ severity }) => severity))])
  const total = spans.reduce((sum, { start, end }) => sum + end - start, 0)
  const from = momentOf(Temporal.Instant.fromEpochMilliseconds(first.start))
  const to = momentOf(Temporal.Instant.fromEpochMilliseconds(first.end))
  const message = `an alert of ${levels} for ${listed(services)} ${WORDS[first.kind]} from ${from} to ${to} (in all ${inWords(total)} of ${NORMS.coverageDays} days)`
  const ladders = policy.bundle.escalation_policies ?? []
  const index = ladders.findIndex(({ id }) => id === ladder.id)
  const service = (policy.bundle.services ?? []).findIndex(({ id }) => id === services[0])
  const path = index < 0 ? ['services', service] : ['escalation_policies', index]
  return {
    path,
    message,
    remedy: 'add somebody who can be woken then to one of its steps, or a layer below that always has someone',
    cost: first.cost,
  }
}

const WORDS: Readonly<Record<UncoveredSpan['kind'], string>> = {
  ...{ nobody: 'reaches nobody', asleep: 'wakes nobody', late: 'wakes nobody in time' },
  ...{ alone: 'rests on one person', level: 'skips a step' },
}
