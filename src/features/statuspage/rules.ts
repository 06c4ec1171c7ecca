import type { ComponentStatus, PublicPost } from '../../core/incident/state.ts'
import { idOf } from '../../core/policy/policy.ts'
import { instantOf } from '../../core/time/moment.ts'
import { COMPONENT_STATUSES, type PublishedIncident } from './contract.ts'

const MINUTE_MS = 60_000

/**
 * How much of an outage a minute counts as. Status pages in the field weigh a partial outage with 30 % and count neither
 * slowness nor maintenance; the recorded days of public pages agree.
 */
const WEIGHT: Record<ComponentStatus, number> = { operational: 0, maintenance: 0, degraded: 0, partial_outage: 0.3, major_outage: 1 }

export const rankOf = (status: ComponentStatus): number => COMPONENT_STATUSES.indexOf(status)

export const worse = (a: ComponentStatus, b: ComponentStatus): ComponentStatus => (rankOf(a) >= rankOf(b) ? a : b)

export const worstOf = (statuses: readonly ComponentStatus[]): ComponentStatus => statuses.reduce(worse, 'operational')

const isEnd = ({ status }: PublicPost): boolean => status === 'resolved' || status === 'closed'

export const isOpen = ({ posts }: PublishedIncident): boolean => {
  const last = posts.at(-1)
  return last !== undefined && !isEnd(last)
}

/** What one post says about a component; a post that ends the incident says that everything works. */
function statusIn(post: PublicPost, component: string): ComponentStatus {
  if (isEnd(post)) return 'operational'
  return post.components.find((each) => idOf(each.id) === component)?.status ?? 'operational'
}

/** The worst that a published incident ever said about a component. */
export const worstIn = ({ posts }: PublishedIncident, component: string): ComponentStatus =>
  worstOf(posts.map((post) => statusIn(post, component)))

export function statusNow(component: string, incidents: readonly PublishedIncident[]): ComponentStatus {
  return worstOf(
    incidents.map(({ posts }) => {
      const last = posts.at(-1)
      return last ? statusIn(last, component) : 'operational'
    }),
  )
}

/** Half-open span of epoch milliseconds in which a component had a status. */
export type StatusSpan = { from: number; to: number; status: ComponentStatus; reference: string }

/** When a component was anything but fine, as it was published: a status holds until the next post. */
export function spansOf(component: string, incidents: readonly PublishedIncident[], now: Temporal.Instant): StatusSpan[] {
  return incidents.flatMap(({ posts, reference }) =>
    posts.flatMap((post, index) => {
      const next = posts[index + 1]
      const from = instantOf(post.at).epochMilliseconds
      const to = Math.min(next ? instantOf(next.at).epochMilliseconds : now.epochMilliseconds, now.epochMilliseconds)
      const status = statusIn(post, component)
      return status === 'operational' || to <= from ? [] : [{ from, to, status, reference }]
    }),
  )
}

export type Minutes = Record<ComponentStatus, number>

/** `minutes` are the published ones by status, each minute counted once at its worst. */
export type Day = { date: string; worst: ComponentStatus; minutes: Minutes; references: string[] }

const noMinutes = (): Minutes => ({ operational: 0, maintenance: 0, degraded: 0, partial_outage: 0, major_outage: 0 })

/** The last `count` days in a zone, oldest first, today included up to now. */
export function daysOf(spans: readonly StatusSpan[], { now, count, zone }: { now: Temporal.Instant; count: number; zone: string }): Day[] {
  const today = now.toZonedDateTimeISO(zone).toPlainDate()
  return Array.from({ length: count }, (_, index) => {
    const date = today.subtract({ days: count - 1 - index })
    const from = date.toZonedDateTime(zone).epochMilliseconds
    const to = Math.min(date.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds, now.epochMilliseconds)
    return dayOf(date.toString(), { from, to }, spans)
  })
}

function dayOf(date: string, { from, to }: { from: number; to: number }, spans: readonly StatusSpan[]): Day {
  const inside = spans
    .map((span) => ({ ...span, from: Math.max(span.from, from), to: Math.min(span.to, to) }))
    .filter((span) => span.from < span.to)
  const minutes = noMinutes()
  const edges = [...new Set([from, to, ...inside.flatMap((span) => [span.from, span.to])])].sort((a, b) => a - b)
  for (const [index, edge] of edges.entries()) {
    const end = edges[index + 1]
    if (end === undefined) break
    const status = worstOf(inside.filter((span) => span.from <= edge && span.to >= end).map((span) => span.status))
    minutes[status] += (end - edge) / MINUTE_MS
  }
  return {
    date,
    worst: worstOf(inside.map((span) => span.status)),
    minutes,
    references: [...new Set(inside.map((span) => span.reference))],
  }
}

/** Minutes of a day that count as outage: partial ones with their weight. */
export const outageMinutes = ({ minutes }: Pick<Day, 'minutes'>): number =>
  COMPONENT_STATUSES.reduce((sum, status) => sum + minutes[status] * WEIGHT[status], 0)

/** The share of time without outage, 0 to 1. Without any time it is 1. */
export function uptimeOf(days: readonly Day[]): number {
  const all = days.reduce((sum, { minutes }) => sum + COMPONENT_STATUSES.reduce((some, status) => some + minutes[status], 0), 0)
  const out = days.reduce((sum, day) => sum + outageMinutes(day), 0)
  return all === 0 ? 1 : 1 - out / all
}

/** `99.87 %`. Rounded down: a page never claims a minute that was not there. */
export function inPercent(share: number): string {
  if (share >= 1) return '100 %'
  return `${(Math.floor(share * 10_000) / 100).toFixed(2)} %`
}

/** Whether an incident belongs on a page that shows these components: one without components is everybody's. */
export function concerns({ posts, service }: PublishedIncident, components: ReadonlySet<string>): boolean {
  const named = posts.flatMap((post) => post.components.map((each) => idOf(each.id)))
  if (named.length > 0) return named.some((id) => components.has(id))
  return service === null || components.has(idOf(service))
}
