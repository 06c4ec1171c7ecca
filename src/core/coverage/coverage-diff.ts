import type { Policy } from '../policy/policy.ts'
import { type Cases, casesTogether, comparedGroups, differing, holdingAt } from './compared.ts'
import { casesInWords, timesInWords } from './compared-words.ts'
import type { Asked, Coverage } from './coverage.ts'
import { BREAKING, type UncoveredSpan, uncoveredOf } from './gaps.ts'
import { type ReportedSpan, spanOf } from './spans.ts'

/** What is wanting after a change and was not before, or (`better`) the other way round; `cost` is what it costs or cost, in words. */
export type CoverageChange = Cases & {
  becomes: 'worse' | 'better'
  kind: UncoveredSpan['kind']
  isBreaking: boolean
  cost: string
  spans: ReportedSpan[]
  words: string
}

type Change = Pick<CoverageChange, 'becomes' | 'kind' | 'cost'> & { stretches: { start: number; end: number }[] }

/** How the proof of coverage changes between two policies, in [from, to); what is broken by the change comes first. */
export function coverageDiff(before: Policy | null, after: Policy, asked: Asked): CoverageChange[] {
  const whole = { start: asked.from.epochMilliseconds, end: asked.to.epochMilliseconds }
  const found = comparedGroups(before, after, asked).flatMap(({ cases, was, is }) =>
    changesOf(gapsOf(before, was), gapsOf(after, is), whole).map((change) => ({ cases, change })),
  )
  const together = [...Map.groupBy(found, ({ change }) => JSON.stringify(change)).values()]
  const changes = together.flatMap((group) => {
    const change = group[0]?.change as Change
    return casesTogether(group.flatMap(({ cases }) => cases)).map((cases) => told(cases, change))
  })
  return changes.sort((a, b) => urgency(a) - urgency(b))

  function told(cases: Cases, { becomes, kind, cost, stretches }: Change): CoverageChange {
    const isBreaking = BREAKING.includes(kind)
    const times = timesInWords(stretches, whole, after.bundle.organization.timezone)
    const words = `${casesInWords(cases, after)}: ${becomes === 'better' ? 'no longer: ' : ''}${cost} (${times})`
    return { ...cases, becomes, kind, isBreaking, cost, spans: stretches.map(spanOf), words }
  }
}

const urgency = ({ becomes, isBreaking }: CoverageChange): number => (becomes === 'better' ? 2 : 0) + (isBreaking ? 0 : 1)

const gapsOf = (policy: Policy | null, coverages: readonly Coverage[]): UncoveredSpan[] =>
  policy ? coverages.flatMap((coverage) => uncoveredOf(policy, coverage)) : []

/** Names change with whoever has the turn; the same want of another person is the same want. */
const topicOf = ({ kind, step }: UncoveredSpan): string => `${kind} ${step ?? ''}`

function changesOf(was: readonly UncoveredSpan[], is: readonly UncoveredSpan[], whole: { start: number; end: number }): Change[] {
  const topics = [...new Set([...was, ...is].map(topicOf))]
  return topics.flatMap((topic) => {
    const [old, fresh] = [was, is].map((all) => all.filter((span) => topicOf(span) === topic).sort((a, b) => a.start - b.start)) as [
      UncoveredSpan[],
      UncoveredSpan[],
    ]
    const edges = [whole.start, whole.end, ...[...old, ...fresh].flatMap(({ start, end }) => [start, end])]
    const stretches = differing(
      edges,
      (at) => holdingAt(old, at) !== undefined,
      (at) => holdingAt(fresh, at) !== undefined,
    )
    return [...Map.groupBy(stretches, ({ was: wasWanting }) => wasWanting)].map(([isBetter, spans]): Change => {
      const first = holdingAt(isBetter ? old : fresh, spans[0]?.start ?? 0) as UncoveredSpan
      return {
        becomes: isBetter ? 'better' : 'worse',
        kind: first.kind,
        cost: first.cost,
        stretches: spans.map(({ start, end }) => ({ start, end })),
      }
    })
  })
}
