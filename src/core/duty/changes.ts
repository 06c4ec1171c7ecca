import type { Moment } from '../time/moment.ts'
import type { DutySpan } from './spans.ts'

/** What became of one person's shifts: the stretches they no longer have, and those they have now. */
export type Rescheduled = { user: string; gone: DutySpan[]; come: DutySpan[] }

type Window = { from: Moment; to: Moment }

/** Differences between the shifts people counted on and those there are, within a window, person by person. */
export function rescheduled(known: readonly DutySpan[], found: readonly DutySpan[], window: Window): Rescheduled[] {
  const before = byUser(within(known, window))
  const after = byUser(within(found, window))
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((user) => {
    const [was, is] = [before.get(user) ?? [], after.get(user) ?? []]
    const [gone, come] = [minus(was, is), minus(is, was)]
    return gone.length + come.length > 0 ? [{ user, gone, come }] : []
  })
}

/** Cut to the window: what has begun is the same shift, and what is not yet told is no change. */
const within = (spans: readonly DutySpan[], { from, to }: Window): DutySpan[] =>
  spans.flatMap((span) => {
    const cut = { ...span, from: span.from < from ? from : span.from, to: span.to > to ? to : span.to }
    return cut.from < cut.to ? [cut] : []
  })

/** What is left of the spans without the others: only what really changed is news. Both are in order. */
function minus(spans: readonly DutySpan[], others: readonly DutySpan[]): DutySpan[] {
  return others.reduce(
    (left, other) =>
      left.flatMap((span) => {
        if (other.to <= span.from || span.to <= other.from) return [span]
        const before = { ...span, to: other.from }
        const after = { ...span, from: other.to }
        return [before, after].filter(({ from, to }) => from < to)
      }),
    [...spans],
  )
}

const byUser = (spans: readonly DutySpan[]): Map<string, DutySpan[]> => Map.groupBy(spans, (span) => span.user)
