import { HOUR_MS } from './lane-drag.ts'

/** How a temporary schedule is filled: people in order, each for so many hours (or one shift for all of it). */
export type Fill = { users: string[]; hours: string; between: 'rotation' | 'nobody' }

/** What the API takes at once. */
const MOST_SHIFTS = 400

/** Shifts one after the other from `from` to `to`, the last one cut. Nobody chosen is no shift. */
export function shiftsFor(
  { users, hours }: Fill,
  { from, to }: { from: string; to: string },
): { users: string[]; from: string; to: string }[] {
  const [start, end] = [Date.parse(from), Date.parse(to)]
  if (users.length === 0) return []
  if (hours === 'all') return [{ users: [...users], from, to }]
  const length = Math.max(Number(hours) * HOUR_MS, Math.ceil((end - start) / MOST_SHIFTS))
  const shifts: { users: string[]; from: string; to: string }[] = []
  for (let at = start; at < end; at += length) {
    const user = users[shifts.length % users.length] as string
    shifts.push({ users: [user], from: new Date(at).toISOString(), to: new Date(Math.min(end, at + length)).toISOString() })
  }
  return shifts
}
