import type { AlwaysAsked } from '../core/oncall/always-asked.ts'

const NO_SCHEDULES =
  'There are no schedules yet, so nobody is on call. Make one in the console under On call, or write it under schedules: and "tocsin apply <dir>".'
/** What is said where there is no schedule: who is asked all the same, or that nobody is. */
export function noSchedules(always: readonly AlwaysAsked[]): string {
  if (always.length === 0) return NO_SCHEDULES
  const asked = always.map(({ ladder, who }) => `${ladder}: ${who}, always`)
  return ['There is no rotation. Who is asked first, at any hour:', ...asked].join('\n')
}

/** Who is on call from when to when, with the names that are shown. */
export type Row = { start: string; end: string; names: readonly string[] }

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** One line for each week from the one in which `from` lies: its number, its Monday, and who has it until when, in UTC. */
export function weekRows(rows: readonly Row[], { from, weeks }: { from: Temporal.Instant; weeks: number }): string[][] {
  const monday = mondayOf(from)
  return Array.from({ length: weeks }, (_, week) => {
    const start = monday.add({ weeks: week })
    const span = { start: start.toInstant(), end: start.add({ weeks: 1 }).toInstant() }
    const year = start.add({ days: 3 })
    return [`${year.yearOfWeek}-W${String(start.weekOfYear).padStart(2, '0')}`, start.toPlainDate().toString(), inWeek(rows, span)]
  })
}

/** The first moment of the first week, so that its shifts are asked for whole. */
export const mondayOf = (from: Temporal.Instant): Temporal.ZonedDateTime => {
  const day = from.toZonedDateTimeISO('UTC').startOfDay()
  return day.subtract({ days: day.dayOfWeek - 1 })
}

function inWeek(rows: readonly Row[], { start, end }: { start: Temporal.Instant; end: Temporal.Instant }): string {
  const own = rows
    .map((row) => ({ names: row.names.join(' and '), start: Temporal.Instant.from(row.start), end: Temporal.Instant.from(row.end) }))
    .filter((row) => Temporal.Instant.compare(row.start, end) < 0 && Temporal.Instant.compare(row.end, start) > 0)
  const parts: string[] = []
  let reached = start
  for (const row of own) {
    if (Temporal.Instant.compare(row.start, reached) > 0) parts.push(`NOBODY until ${dayText(row.start)}`)
    reached = row.end
    parts.push(Temporal.Instant.compare(row.end, end) < 0 ? `${row.names} until ${dayText(row.end)}` : row.names)
  }
  if (Temporal.Instant.compare(reached, end) < 0) parts.push('NOBODY')
  return parts.join(', ')
}

function dayText(at: Temporal.Instant): string {
  const local = at.toZonedDateTimeISO('UTC')
  return `${DAYS[local.dayOfWeek - 1]} ${local.toPlainTime().toString({ smallestUnit: 'minute' })}`
}
