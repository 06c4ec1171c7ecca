import { createContext, Script } from 'node:vm'
import ICAL from 'ical.js'
import type { Span } from '../../../core/oncall/shifts-between.ts'
import { type Moment, momentOf } from '../../../core/time/moment.ts'
import { instantAt, isTimezone } from '../../../core/time/wall-clock.ts'

/** One entry as it takes place: repetitions are entries of their own. `emails` are of those it invites. */
export type CalendarEvent = { uid: string; from: Moment; to: Moment; summary: string; emails: string[] }

/** Why a text cannot be used as a calendar; the message is for whoever owns it. */
export class Unreadable extends Error {}

type Component = InstanceType<typeof ICAL.Component>
type Time = InstanceType<typeof ICAL.Time>
type Reading = { span: Span /** For all-day entries and times without a zone. */; zone: string }

/** An entry that repeats more often before the span's end is a mistake, or an attack on the reader. */
const MOST_REPEATS = 20_000
const MOST_EVENTS = 5_000
const MINUTE_MS = 60_000
/** A calendar of years of shifts takes a tenth of it. Nothing else happens in this process meanwhile, so pages would wait as long. */
const LONGEST_MS = 3_000

/** The entries that meet the span, in order. Cancelled ones are left out. Throws Unreadable, also for what would take too long. */
export function readCalendar(text: string, reading: Reading): CalendarEvent[] {
  // "On 31 February, daily" is looked for without end inside the library: only this can stop code that never comes back.
  const context = createContext({ read: () => eventsIn(text, reading) })
  try {
    return new Script('read()').runInContext(context, { timeout: LONGEST_MS })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error
    throw new Unreadable('It cannot be read in time; an entry repeats far too often, or on days that never come, such as 31 February.')
  }
}

function eventsIn(text: string, reading: Reading): CalendarEvent[] {
  const calendars = calendarsIn(text)
  const events = calendars.flatMap((calendar) => eventsOf(calendar, reading))
  if (events.length > MOST_EVENTS)
    throw new Unreadable(`It has ${events.length} entries within half a year; at most ${MOST_EVENTS} can be on-call shifts.`)
  return events.sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
}

function calendarsIn(text: string): Component[] {
  if (!/^\uFEFF?\s*BEGIN:VCALENDAR/i.test(text))
    throw new Unreadable('It does not begin with BEGIN:VCALENDAR, so it is no calendar; a login page looks like that.')
  if (!/END:VCALENDAR\s*$/i.test(text)) throw new Unreadable('It ends in the middle.')
  try {
    const parsed = ICAL.parse(text.replace(/^\uFEFF?\s*/, ''))
    const all = Array.isArray(parsed[0]) ? parsed : [parsed]
    return all.map((each: unknown[]) => new ICAL.Component(each as never))
  } catch (error) {
    throw new Unreadable(`It cannot be read: ${said(error)}.`)
  }
}

const said = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split('\n')[0]?.slice(0, 200) ?? ''

function eventsOf(calendar: Component, reading: Reading): CalendarEvent[] {
  const all = calendar.getAllSubcomponents('vevent')
  const isException = (component: Component) => component.hasProperty('recurrence-id')
  const uidOf = (component: Component) => String(component.getFirstPropertyValue('uid') ?? '')
  const exceptions = Map.groupBy(all.filter(isException), uidOf)
  const masters = all.filter((component) => !isException(component))
  const known = new Set(masters.map(uidOf))
  const orphans = all.filter((component) => isException(component) && !known.has(uidOf(component)))
  return [...masters, ...orphans].flatMap((component) => {
    try {
      const own = isException(component) ? [] : (exceptions.get(uidOf(component)) ?? [])
      return occurrences(component, own, reading)
    } catch (error) {
      if (error instanceof Unreadable) throw error
      throw new Unreadable(
        `The entry “${String(component.getFirstPropertyValue('summary') ?? '').slice(0, 60)}” cannot be read: ${said(error)}.`,
      )
    }
  })
}

function occurrences(component: Component, exceptions: Component[], reading: Reading): CalendarEvent[] {
  const event = new ICAL.Event(component, { strictExceptions: true, exceptions })
  if (!component.hasProperty('dtstart')) throw new Unreadable(`The entry “${event.summary}” does not say when it begins.`)
  if (!event.isRecurring()) return one(event, { start: event.startDate, end: event.endDate }, reading)
  const found: CalendarEvent[] = []
  const iterator = event.iterator()
  for (let count = 0; ; count++) {
    if (count === MOST_REPEATS) throw new Unreadable(`The entry “${event.summary}” repeats more than ${MOST_REPEATS} times.`)
    const next = iterator.next()
    if (!next || Temporal.Instant.compare(instantIn(next, reading.zone), reading.span.to) >= 0) return found
    const { item, startDate, endDate } = event.getOccurrenceDetails(next)
    found.push(...one(item, { start: startDate, end: endDate }, reading))
  }
}

type Event = InstanceType<typeof ICAL.Event>

function one(event: Event, { start, end }: { start: Time; end: Time }, { span, zone }: Reading): CalendarEvent[] {
  if (String(event.component.getFirstPropertyValue('status') ?? '').toUpperCase() === 'CANCELLED') return []
  const [from, to] = [instantIn(start, zone), instantIn(end, zone)]
  // Shorter ones are reminders, not shifts.
  if (to.epochMilliseconds - from.epochMilliseconds < MINUTE_MS) return []
  if (Temporal.Instant.compare(to, span.from) <= 0 || Temporal.Instant.compare(from, span.to) >= 0) return []
  const emails = event.attendees.map((each) =>
    String(each.getFirstValue())
      .replace(/^mailto:/i, '')
      .toLowerCase(),
  )
  return [{ uid: event.uid ?? '', from: momentOf(from), to: momentOf(to), summary: (event.summary ?? '').trim(), emails }]
}

/** Zones that have a name go by the world's rules; others by what the calendar says of them; times without a zone by ours. */
function instantIn(time: Time, zone: string): Temporal.Instant {
  const local = new Temporal.PlainDateTime(
    time.year,
    time.month,
    time.day,
    time.isDate ? 0 : time.hour,
    time.isDate ? 0 : time.minute,
    time.isDate ? 0 : time.second,
  )
  const tzid = time.zone?.tzid ?? 'floating'
  if (time.isDate || tzid === 'floating') return instantAt(local, zone)
  if (tzid === 'UTC') return instantAt(local, 'UTC')
  return isTimezone(tzid) ? instantAt(local, tzid) : Temporal.Instant.fromEpochMilliseconds(time.toUnixTime() * 1000)
}
