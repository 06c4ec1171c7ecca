import { hash } from 'node:crypto'
import ICAL from 'ical.js'
import { type Moment, momentOf } from '../../../core/time/moment.ts'

/** One entry of a calendar: who is on call, or follows as a shadow, on which schedule. */
export type Entry = {
  schedule: string
  title: string
  description: string
  people: readonly string[]
  start: Temporal.Instant
  end: Temporal.Instant
  isShadow: boolean
  url: string
}

export type CalendarHead = {
  name: string
  zone: string /** Where the entries begin: what began before has begun for good. */
  from: Temporal.Instant
}

/** How often calendars should ask; some ask once a day whatever we say. */
const REFRESH = 'PT15M'
const UID_LENGTH = 32

/** RFC 5545 allows 75 bytes; the library counts a continued line without the blank it begins with. */
ICAL.foldLength = 74

// What no line of a calendar may hold, and would end it early; line breaks are written as `\n`.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f]/g

const clean = (text: string): string => text.replace(/\r\n?/g, '\n').replace(CONTROL, ' ')

/** Properties that iCalendar has no type for are written as they are, so they are escaped here. */
const escaped = (text: string): string =>
  clean(text)
    .replace(/[\\;,]/g, (sign) => `\\${sign}`)
    .replaceAll('\n', '\\n')

/**
 * The entries as iCalendar (RFC 5545), in UTC so that no calendar program can have other rules for a zone than we. The same
 * entries are the same bytes, whenever they are asked for.
 */
export function calendarText({ name, zone, from }: CalendarHead, entries: readonly Entry[]): string {
  const calendar = new ICAL.Component('vcalendar')
  calendar.addPropertyWithValue('version', '2.0')
  calendar.addPropertyWithValue('prodid', '-//Tocsin//On call//EN')
  calendar.addPropertyWithValue('calscale', 'GREGORIAN')
  calendar.addPropertyWithValue('method', 'PUBLISH')
  calendar.addPropertyWithValue('x-wr-calname', escaped(name))
  calendar.addPropertyWithValue('x-wr-timezone', zone)
  calendar.addPropertyWithValue('x-published-ttl', REFRESH)
  const refresh = new ICAL.Property('refresh-interval')
  refresh.setParameter('value', 'DURATION')
  refresh.setValue(REFRESH)
  calendar.addProperty(refresh)
  for (const entry of entries) calendar.addSubcomponent(eventOf(entry, from))
  return `${calendar.toString()}\r\n`
}

function eventOf(entry: Entry, from: Temporal.Instant): InstanceType<typeof ICAL.Component> {
  const event = new ICAL.Component('vevent')
  event.addPropertyWithValue('uid', uidOf(entry, from))
  event.addPropertyWithValue('dtstamp', timeOf(from))
  event.addPropertyWithValue('dtstart', timeOf(entry.start))
  event.addPropertyWithValue('dtend', timeOf(entry.end))
  event.addPropertyWithValue('summary', clean(`${entry.isShadow ? 'SHADOW ' : ''}${entry.title}`))
  event.addPropertyWithValue('description', clean(entry.description))
  event.addPropertyWithValue('url', entry.url)
  event.addPropertyWithValue('categories', entry.isShadow ? 'shadow' : 'oncall')
  event.addPropertyWithValue('status', 'CONFIRMED')
  // On call is not busy: people still take appointments.
  event.addPropertyWithValue('transp', 'TRANSPARENT')
  return event
}

/** The same shift keeps its name when its end moves; one that began before the calendar keeps it when the calendar moves on. */
function uidOf({ schedule, people, start, isShadow }: Entry, from: Temporal.Instant): string {
  const begins: Moment | 'before' = Temporal.Instant.compare(start, from) <= 0 ? 'before' : momentOf(start)
  const name = JSON.stringify([schedule, [...people].sort(), begins, isShadow])
  return `${hash('sha256', name).slice(0, UID_LENGTH)}@tocsin`
}

const timeOf = (instant: Temporal.Instant): InstanceType<typeof ICAL.Time> =>
  ICAL.Time.fromJSDate(new Date(instant.epochMilliseconds), true)
