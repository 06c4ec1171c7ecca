import { Lane, placed, spanOf, useAxis } from '../lanes.tsx'
import type { Editing } from './editing.ts'
import { countAtHours } from './repeated.ts'
import { say } from './strings.ts'

const BIN_MS = 6 * 3_600_000
/** px of the highest bin; the lane is 60 high. */
const TALLEST = 32
const LEAST = 4

/** How many pages came at these hours of the week last quarter: what a gap would have cost. */
export function PagesLane({ editing }: { editing: Editing }) {
  const { base, preview } = editing
  const span = spanOf(useAxis())
  if (base.pages.length === 0) return null
  const bins: { start: number; end: number; count: number }[] = []
  for (let start = span.start; start < span.end; start += BIN_MS)
    bins.push({ start, end: start + BIN_MS, count: countAtHours(base.pages, { start, end: start + BIN_MS }, preview.zone) })
  const most = Math.max(...bins.map(({ count }) => count))
  return (
    <Lane name={say('pages')} note={say('pagesNote')} kind="low">
      {bins
        .filter(({ count }) => count > 0)
        .map(({ start, end, count }) => (
          <i
            key={start}
            className="pages-bin"
            title={say('pagesIn', { count })}
            style={{ ...placed({ start, end }, span), height: Math.max(LEAST, (count / most) * TALLEST) }}
          />
        ))}
    </Lane>
  )
}
