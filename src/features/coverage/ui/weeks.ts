import { daysFrom } from '../../../web/local-time.ts'
import type { Day, Row } from './day-cells.ts'

export const DAYS_OF_WEEK = 7

/** What the address says: the horizon in weeks, the week shown, the row and day that are open. */
export type View = { weeks?: number; week?: number; row?: number; day?: number }

/** The week on the map, and the row and day whose hours are told. */
export type Opened = { week: number; days: readonly Day[]; row: Row; day: Day }

/** Seven days of a proof, cut at the midnights of a zone; `week` counts from the one that the proof begins in. */
export function daysOf({ start }: { start: string }, { zone, week }: { zone: string; week: number }): Day[] {
  const edges = daysFrom(zone, Date.parse(start), (week + 1) * DAYS_OF_WEEK + 1).slice(week * DAYS_OF_WEEK)
  return edges.slice(0, -1).map((edge, i) => ({ start: edge, end: edges[i + 1] ?? edge }))
}
