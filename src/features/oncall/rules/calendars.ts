import type { Bundle } from '../../../core/policy/schema/bundle.ts'
import type { Calendar } from '../../../core/policy/schema/calendar.ts'
import type { AddCalendar } from '../contract/calendar.ts'
import { calendarOf, calendarOfReason } from './imported.ts'

const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')

/** Null when the name makes no id, or one that is taken. What it names is for the policy's check to say. */
export function withCalendar(bundle: Bundle, { name, url, fills, of }: AddCalendar): Bundle | null {
  const id = slugOf(name)
  const known = bundle.calendars ?? []
  if (id === '' || known.some((each) => each.id === id)) return null
  const made: Calendar = { id, name, url, as: fills === 'overrides' ? 'overrides' : 'shifts', ...placeOf(fills, of) }
  return { ...bundle, calendars: [...known, made] }
}

function placeOf(fills: AddCalendar['fills'], of: string | undefined): Partial<Calendar> {
  if (fills !== 'away') return { schedule: of ?? '' }
  return { away: of ?? 'everyone' }
}

/** Null when there is none. What it has filled goes with it: nobody would keep it up to date. */
export function withoutCalendar(bundle: Bundle, id: string): Bundle | null {
  const calendars = bundle.calendars ?? []
  if (!calendars.some((each) => each.id === id)) return null
  return {
    ...bundle,
    calendars: calendars.filter((each) => each.id !== id),
    schedules: bundle.schedules?.map((each) => ({ ...each, overrides: each.overrides.filter((one) => calendarOf(one.id) !== id) })),
    users: bundle.users?.map((each) => ({ ...each, away: each.away.filter(({ reason }) => calendarOfReason(reason) !== id) })),
  }
}
