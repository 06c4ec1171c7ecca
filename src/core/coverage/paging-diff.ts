import { namesOf } from '../oncall/people-diff.ts'
import { inWords } from '../policy/lint/lint-rule.ts'
import type { Policy } from '../policy/policy.ts'
import { type Cases, casesTogether, comparedGroups, type Differing, differing, holdingAt } from './compared.ts'
import { casesInWords, inSentence, timesInWords } from './compared-words.ts'
import type { Asked, Coverage } from './coverage.ts'
import { type ReportedSpan, spanOf } from './spans.ts'

/** Who is paged when nobody answers: seconds after the alert, and the users paged then, over all ladders that climb by themselves. */
export type Trace = { afterS: number; users: string[] }[]

/**
 * An alert of these cases pages others, or at other times, in these spans. `words`: "P1 of Checkout: Ana at once, Ben after 15m instead of
 * Ben at once, Ana after 15m, from now on", times in the zone of the organisation.
 */
export type PagingChange = Cases & { before: Trace; after: Trace; spans: ReportedSpan[]; words: string }

/** What changes for whoever would be paged between two policies, in [from, to); `before` is null when there was none. */
export function pagingDiff(before: Policy | null, after: Policy, asked: Asked): PagingChange[] {
  const whole = { start: asked.from.epochMilliseconds, end: asked.to.epochMilliseconds }
  const groups = comparedGroups(before, after, { ...asked, ladders: 'all' })
  const found = groups.flatMap(({ cases, was, is }) => {
    const edges = [whole.start, ...[...was, ...is].flatMap(({ covers }) => covers.flatMap(({ start, end }) => [start, end])), whole.end]
    const stretches = differing<Trace>(edges, traceAt(was), traceAt(is))
    const alike = Map.groupBy(stretches, (each) => JSON.stringify([each.was, each.is]))
    return [...alike.values()].map((spans) => ({ cases, spans }))
  })
  // The same change may come to severities and services that are answered by different ladders.
  const together = Map.groupBy(found, ({ spans }) => JSON.stringify(spans))
  return [...together.values()].flatMap((group) => {
    const spans = group[0]?.spans ?? []
    return casesTogether(group.flatMap(({ cases }) => cases)).map((cases) => changeOf(cases, spans))
  })

  function changeOf(cases: Cases, spans: readonly Differing<Trace>[]): PagingChange {
    const { was = [], is = [] } = spans[0] ?? {}
    const policies = before ? [after, before] : [after]
    const times = timesInWords(spans, whole, after.bundle.organization.timezone)
    const words = `${casesInWords(cases, after)}: ${traceInWords(is, policies)} instead of ${traceInWords(was, policies)}, ${times}`
    return { ...cases, before: was, after: is, spans: spans.map(spanOf), words }
  }
}

const traceAt =
  (coverages: readonly Coverage[]) =>
  (at: number): Trace => {
    const levels = coverages.flatMap(({ covers }) => holdingAt(covers, at)?.levels ?? []).filter(({ users }) => users.length > 0)
    const byTime = Map.groupBy(levels, ({ after }) => Math.round(after / 1000))
    return [...byTime]
      .sort(([a], [b]) => a - b)
      .map(([afterS, together]) => ({ afterS, users: [...new Set(together.flatMap(({ users }) => users))] }))
  }

/** `Ana at once, Ben and Cleo after 15m` */
function traceInWords(trace: Trace, policies: readonly Policy[]): string {
  const said = trace.map(
    ({ afterS, users }) =>
      `${inSentence(users.map((user) => namesOf([user], policies)))} ${afterS === 0 ? 'at once' : `after ${inWords(afterS * 1000)}`}`,
  )
  return said.join(', ') || 'nobody'
}
