import type { ClockView } from '../contract/incident.ts'

export const isOpenClock = ({ status }: ClockView): boolean => status === 'pending' || status === 'due-soon' || status === 'missed'

/** One line of the band: missed turns of one rule stand together, the oldest speaking for all. */
export type BandClock = { clock: ClockView; turns: number }

/** At most this many clocks at once; the others are one click away, missed ones are never hidden. */
export const SHOWN_AT_MOST = 6

const ruleOf = ({ id }: ClockView): string => id.slice(0, id.lastIndexOf('#'))

/** What is owed, as the band shows it: the next due biggest, then what was missed, then by due time. `beside` other cells share the band. */
export function bandOf(clocks: readonly ClockView[], beside = 0): { next: BandClock | null; shown: BandClock[]; hidden: BandClock[] } {
  const open = clocks.filter(isOpenClock)
  const missed = [
    ...Map.groupBy(
      open.filter((clock) => clock.status === 'missed'),
      ruleOf,
    ).values(),
  ].map((turns) => ({ clock: turns[0] as ClockView, turns: turns.length }))
  const coming = open
    .filter((clock) => clock.status !== 'missed')
    .sort((a, b) => a.dueAt.localeCompare(b.dueAt))
    .map((clock) => ({ clock, turns: 1 }))
  const [next = null, ...later] = coming
  const room = Math.max(0, SHOWN_AT_MOST - (next ? 1 : 0) - missed.length - beside)
  return { next, shown: [...missed, ...later.slice(0, room)], hidden: later.slice(room) }
}
