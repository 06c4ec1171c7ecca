import type { Draft } from '../draft.ts'
import type { Path, Problem } from '../finding.ts'
import type { Layer } from '../schema/schedule.ts'

type Span = { from: string; to: string }

/** Overrides, absences and maintenance that end before they begin. */
export function reversedSpans(draft: Draft): Problem[] {
  const { users = [], schedules = [], maintenance = [] } = draft.bundle
  return [
    ...users.flatMap((user) => reversed(user.away, [...draft.pathOf(user), 'away'])),
    ...schedules.flatMap((schedule) => reversed(schedule.overrides, [...draft.pathOf(schedule), 'overrides'])),
    ...schedules.flatMap((schedule) =>
      schedule.layers.flatMap((layer, index) => ofLayer(layer, [...draft.pathOf(schedule), 'layers', index])),
    ),
    ...maintenance.flatMap((span) => (span.to > span.from ? [] : [problem(span, draft.pathOf(span))])),
  ]
}

/** A layer that ends before it begins has nobody; so has a member who leaves before joining. */
function ofLayer({ starts, ends, membership = [] }: Layer, path: Path): Problem[] {
  const spells = membership.flatMap(({ from, to }, index) =>
    from && to && to <= from ? [problem({ from, to }, [...path, 'membership', index])] : [],
  )
  return ends !== undefined && ends <= starts
    ? [{ ...problem({ from: starts, to: ends }, path), path: [...path, 'ends'] }, ...spells]
    : spells
}

const reversed = (spans: readonly Span[], path: Path): Problem[] =>
  spans.flatMap((span, index) => (span.to > span.from ? [] : [problem(span, [...path, index])]))

function problem({ from, to }: Span, path: Path): Problem {
  const message = `the span ends (${to}) no later than it begins (${from})`
  return { level: 'error', rule: 'reversed-span', path: [...path, 'to'], message, remedy: 'write a `to` after `from`' }
}
