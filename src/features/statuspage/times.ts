import { instantOf, type Moment } from '../../core/time/moment.ts'
import { type Html, html } from '../../platform/html.ts'
import { dayName } from './bars.ts'
import type { PageView } from './page-view.ts'

type Clocked = Pick<PageView, 'zone' | 'at'>

export const clockAt = (moment: Moment, zone: string): string => {
  const { hour, minute } = instantOf(moment).toZonedDateTimeISO(zone)
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}
export const dateAt = (moment: Moment, zone: string): string => instantOf(moment).toZonedDateTimeISO(zone).toPlainDate().toString()
export const dayAt = (moment: Moment, zone: string): string => dayName(dateAt(moment, zone))

/** `14:30 UTC`, `15:30 Europe/Berlin (14:30 UTC)`; another day than today is said too. */
export function timeSaid(moment: Moment, { zone, at }: Clocked): string {
  const day = dateAt(moment, zone) === dateAt(at, zone) ? '' : `${dayAt(moment, zone)}, `
  const utc = zone === 'UTC' ? '' : ` (${clockAt(moment, 'UTC')} UTC)`
  return `${day}${clockAt(moment, zone)} ${zone}${utc}`
}

/** The time as the page's zone and UTC have it; the page's one script says it in the reader's own zone instead. */
export const timeMark = (moment: Moment, view: Clocked): Html => html`<time datetime="${moment}">${timeSaid(moment, view)}</time>`

/**
 * Says every time of the page in the zone of whoever reads it, with UTC beside. Without it they stand in the page's zone and UTC: nothing
 * depends on it.
 */
export const TIMES_SCRIPT = `'use strict'
for (const mark of document.querySelectorAll('time[datetime]')) {
  const at = new Date(mark.dateTime)
  if (Number.isNaN(at.getTime())) continue
  const clock = (more) => at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', ...more })
  const day = at.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })
  const isToday = at.toDateString() === new Date(document.documentElement.dataset.at).toDateString()
  const own = clock({ timeZoneName: 'short' })
  const utc = clock({ timeZone: 'UTC' }) + ' UTC'
  mark.textContent = (isToday ? '' : day + ', ') + (own === utc ? utc : own + ' (' + utc + ')')
}
`
