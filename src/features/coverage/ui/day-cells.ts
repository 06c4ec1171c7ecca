import type { CoverageAnswer } from '../contract.ts'

/** `title` names level and services as people know them. */
export type Row = CoverageAnswer['rows'][number] & { title: string }
export type Gap = Row['gaps'][number]
type Cover = Row['covers'][number]

/** Milliseconds since 1970, half-open. */
export type Day = { start: number; end: number }
/** `bad` wakes nobody, `late` breaks the promise, `weak` hangs on one person or skips a step. */
export type Tone = 'bad' | 'late' | 'weak' | 'covered'
export type Piece = { left: number; width: number; tone: Tone }
export type Cell = { pieces: Piece[]; gaps: Gap[]; covers: Cover[]; isPaging: boolean }

/** What is worst is drawn last, on top. */
const ORDER: readonly Tone[] = ['covered', 'weak', 'late', 'bad']

export function toneOf({ kind, isBreaking }: Pick<Gap, 'kind' | 'isBreaking'>): Tone {
  if (kind === 'late') return 'late'
  return isBreaking ? 'bad' : 'weak'
}

const overlaps = ({ start, end }: { start: string; end: string }, day: Day): boolean =>
  Date.parse(start) < day.end && Date.parse(end) > day.start

/** A day of a row: to scale, not sampled, so that half an hour without anybody is seen. */
export function cellOf(row: Row, day: Day): Cell {
  const gaps = row.gaps.filter((gap) => overlaps(gap, day))
  const covers = row.covers.filter((cover) => overlaps(cover, day))
  const pieces = [
    ...covers.map((cover) => placed(cover, { day, tone: 'covered' })),
    ...gaps.map((gap) => placed(gap, { day, tone: toneOf(gap) })),
  ]
  return { pieces: pieces.sort((a, b) => ORDER.indexOf(a.tone) - ORDER.indexOf(b.tone)), gaps, covers, isPaging: covers.length > 0 }
}

function placed(span: { start: string; end: string }, { day, tone }: { day: Day; tone: Tone }): Piece {
  const length = day.end - day.start
  const from = Math.max(0, Date.parse(span.start) - day.start) / length
  const to = Math.min(length, Date.parse(span.end) - day.start) / length
  return { left: from, width: to - from, tone }
}

export const breakingOf = ({ rows }: CoverageAnswer): Gap[] => rows.flatMap(({ gaps }) => gaps.filter(({ isBreaking }) => isBreaking))
