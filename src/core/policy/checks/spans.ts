import type { Draft } from '../draft.ts'
import type { Path, Problem } from '../finding.ts'

type Span = { from: string; to: string }

/** Overrides, absences and maintenance that end before they begin. */
export function reversedSpans(draft: Draft): Problem[] {
  const { users = [], schedules = [], maintenance = [] } = draft.bundle
  return [
    ...users.flatMap((user) => reversed(user.away, [...draft.pathOf(user), 'away'])),
    ...schedules.flatMap((schedule) => reversed(schedule.overrides, [...draft.pathOf(schedule), 'overrides'])),
    ...maintenance.flatMap((span) => (span.to > span.from ? [] : [problem(span, draft.pathOf(span))])),
  ]
}

const reversed = (spans: readonly Span[], path: Path): Problem[] =>
  spans.flatMap((span, index) => (span.to > span.from ? [] : [problem(span, [...path, index])]))

function problem({ from, to }: Span, path: Path): Problem {
  const message = `the span ends (${to}) no later than it begins (${from})`
  return { level: 'error', rule: 'reversed-span', path: [...path, 'to'], message, remedy: 'write a `to` after `from`' }
}
