import type { AlertState } from '../../core/alert/state.ts'
import { instantOf } from '../../core/time/moment.ts'

const msBetween = (from: string, to: string): number => instantOf(to).epochMilliseconds - instantOf(from).epochMilliseconds

/** How long it took until somebody had it; null when nobody ever said so. */
export const ackMsOf = ({ openedAt, acknowledged }: AlertState): number | null => acknowledged && msBetween(openedAt, acknowledged.at)

/** How long it stayed open; null while it does. */
export const lastedMsOf = ({ openedAt, resolved }: AlertState): number | null => resolved && msBetween(openedAt, resolved.at)

/** Half took longer, half did not; null without any. Of an even number the lower of the middle two, which really happened. */
export function medianOf(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null
}

type Ended = 'open' | 'by-itself' | 'by-hand' | 'declared'

/** How it ended: an incident speaks loudest, then who closed it. */
export function endedHow({ resolved, incident }: AlertState): Ended {
  if (incident) return 'declared'
  if (!resolved) return 'open'
  return resolved.by.startsWith('integration:') || resolved.by === 'engine' ? 'by-itself' : 'by-hand'
}
