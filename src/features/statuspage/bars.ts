import type { ComponentStatus } from '../../core/incident/state.ts'
import { type Html, html } from '../../platform/html.ts'
import { COMPONENT_WORDS, type ComponentView } from './page-view.ts'
import type { Day } from './rules.ts'

/** A day is a bar of 4 units and a gap of 2; the row is 24 high. */
const STEP = 6
const WIDTH = 4
const HEIGHT = 24
const WIDE = 5

/** Worse days are higher, so that the row reads without colour too. */
const TOP: Record<ComponentStatus, number> = { operational: 8, maintenance: 6, degraded: 3, partial_outage: 1, major_outage: 0 }

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `24 Oct`. */
export function dayName(date: string): string {
  const { day, month } = Temporal.PlainDate.from(date)
  return `${day} ${MONTHS[month - 1]}`
}

/** `Partial outage 41 m, slow 10 m` for one day. */
export function minutesInWords({ minutes }: Day): string {
  const said = (['major_outage', 'partial_outage', 'degraded', 'maintenance'] as const).filter((status) => minutes[status] > 0)
  return said.map((status) => `${COMPONENT_WORDS[status]} ${Math.max(1, Math.round(minutes[status]))} m`).join(', ')
}

/** The days of a component as bars; a day with a problem is a link to its incident and says what it was. */
export function bars({ name, days, uptime }: ComponentView, base: string): Html {
  const bad = days.filter((day) => day.worst !== 'operational')
  const fine = days.flatMap((day, index) =>
    day.worst === 'operational' ? `M${index * STEP} ${TOP.operational}h${WIDTH}v16h-${WIDTH}z` : [],
  )
  const summary = `${name}, ${uptime} over ${days.length} days, ${bad.length} ${bad.length === 1 ? 'day' : 'days'} with problems`
  return html`<svg class="bars" viewBox="0 0 ${days.length * STEP - 2} ${HEIGHT}" preserveAspectRatio="none" role="group" aria-label="${summary}"><path class="operational" d="${fine.join('')}"/>${days.map((day, index) => badDay(day, { index, base }))}</svg>`
}

function badDay(day: Day, { index, base }: { index: number; base: string }): Html | null {
  if (day.worst === 'operational') return null
  const title = `${dayName(day.date)}: ${minutesInWords(day)}`
  const top = TOP[day.worst]
  const shape = html`<title>${title}</title><rect class="${day.worst}" x="${index * STEP - 0.5}" y="${top}" width="${WIDE}" height="${HEIGHT - top}" rx="1"/>`
  const [reference] = day.references
  return reference ? html`<a href="${base}/incidents/${reference}" aria-label="${title}">${shape}</a>` : html`<g>${shape}</g>`
}
