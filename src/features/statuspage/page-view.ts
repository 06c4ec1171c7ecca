import type { ComponentStatus, PublicPost } from '../../core/incident/state.ts'
import { idOf } from '../../core/policy/policy.ts'
import type { StatusPage } from '../../core/policy/schema/publication.ts'
import { instantOf, type Moment, momentOf } from '../../core/time/moment.ts'
import type { Component, PublishedIncident } from './contract.ts'
import { wordFor } from './draft.ts'
import { concerns, type Day, daysOf, inPercent, isOpen, rankOf, spansOf, statusNow, uptimeOf, worstIn, worstOf } from './rules.ts'

/** How far the bars reach back. */
export const BAR_DAYS = 90
/** How many days the history lists one by one. */
export const HISTORY_DAYS = 14

export type ComponentView = { id: string; name: string; status: ComponentStatus; days: Day[]; uptime: string }
export type PostView = { id: string; at: Moment; word: string; status: PublicPost['status']; text: string; nextUpdateBy: Moment | null }
export type IncidentView = {
  reference: string
  title: string
  level: ComponentStatus
  isOpen: boolean
  /** When it was first spoken of: what bars and feeds count from. */
  startedAt: Moment
  /** When it really began. Absent in pages that were kept for bad times before it was known. */
  beganAt?: Moment
  updatedAt: Moment
  resolvedAt: Moment | null
  /** Newest first. */
  posts: PostView[]
  nextUpdateBy: Moment | null
  affected: string[]
}

/** Everything that any form of the public page says, computed once: HTML, JSON and feeds are drawn from it. */
export type PageView = {
  id: string
  title: string
  /** Full address of this page. */
  url: string
  zone: string
  at: Moment
  level: ComponentStatus
  word: string
  detail: string
  /** Whom customers can write to. */
  support?: string | null
  components: ComponentView[]
  open: IncidentView[]
  /** Newest first, the open ones too. */
  incidents: IncidentView[]
  maintenance: { name: string; components: string[]; from: Moment; to: Moment; reason: string | null }[]
}

export const COMPONENT_WORDS: Record<ComponentStatus, string> = {
  operational: 'Working',
  maintenance: 'Maintenance',
  degraded: 'Slow',
  partial_outage: 'Partial outage',
  major_outage: 'Outage',
}

const OVERALL: Record<ComponentStatus, string> = {
  operational: 'Everything works',
  maintenance: 'Maintenance is under way',
  degraded: 'Some systems are slow',
  partial_outage: 'Some systems are disrupted',
  major_outage: 'Important systems are down',
}

export type PageParts = {
  page: StatusPage
  components: readonly Component[]
  incidents: readonly PublishedIncident[]
  maintenance: readonly { name?: string; services: string[]; from: Moment; to: Moment; reason?: string }[]
  now: Temporal.Instant
  zone: string
  url: string
  support: string | null
}

export function viewOf({ page, components, incidents, maintenance, now, zone, url, support }: PageParts): PageView {
  const shown = new Set(components.map(({ id }) => id))
  const concerned = incidents.filter((incident) => concerns(incident, shown)).toSorted((a, b) => (startOf(a) < startOf(b) ? 1 : -1))
  const at = momentOf(now)
  const planned = maintenance.filter(({ services, to }) => to > at && services.some((id) => shown.has(id)))
  const isInMaintenance = (id: string): boolean => planned.some((each) => each.from <= at && each.services.includes(id))
  const rows = components.map(({ id, name }): ComponentView => {
    const days = daysOf(spansOf(id, concerned, now), { now, count: BAR_DAYS, zone })
    const status = statusNow(id, concerned)
    const isPlanned = status === 'operational' && isInMaintenance(id)
    return { id, name, status: isPlanned ? 'maintenance' : status, days, uptime: inPercent(uptimeOf(days)) }
  })
  const names = new Map(components.map(({ id, name }) => [id, name]))
  const views = concerned.map((incident) => incidentView(incident, page, components))
  const open = views.filter((incident) => incident.isOpen).toSorted((a, b) => rankOf(b.level) - rankOf(a.level))
  const level = worstOf(rows.map((row) => row.status))
  return {
    ...{ id: page.id, title: page.title, url, zone, at, level, support, components: rows, open, incidents: views },
    word: level === 'operational' && open.length > 0 ? 'We are looking into a problem' : OVERALL[level],
    detail: detailOf(rows, open),
    maintenance: planned.map(({ name, services, from, to, reason }) => ({
      name: name ?? 'Planned maintenance',
      components: services.flatMap((id) => names.get(id) ?? []),
      ...{ from, to, reason: reason ?? null },
    })),
  }
}

const startOf = ({ posts, startedAt }: PublishedIncident): Moment => posts[0]?.at ?? startedAt

function detailOf(rows: readonly ComponentView[], open: readonly IncidentView[]): string {
  const affected = rows.filter(({ status }) => rankOf(status) > rankOf('maintenance')).map(({ name }) => name)
  if (affected.length === 0) return open.length > 0 ? open.map(({ title }) => title).join('. ') : 'No known problems.'
  const verb = affected.length === 1 ? 'is' : 'are'
  return `${listed(affected)} ${verb} affected.`
}

/** `A`, `A and B`, `A, B and C`. */
function listed(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

function incidentView(incident: PublishedIncident, page: StatusPage, components: readonly Component[]): IncidentView {
  const { reference, title, posts } = incident
  const last = posts.at(-1)
  const isRunning = isOpen(incident)
  const worse = components.filter(({ id }) => worstIn(incident, id) !== 'operational')
  // Where nobody said how badly, the component of the incident's own service is the one that is meant.
  const own = components.filter(({ id }) => incident.service !== null && id === idOf(incident.service))
  const affected = worse.length > 0 ? worse : own
  const levels = isRunning ? affected.map(({ id }) => statusNow(id, [incident])) : affected.map(({ id }) => worstIn(incident, id))
  return {
    ...{ reference, title, isOpen: isRunning, level: worstOf(levels), affected: affected.map(({ name }) => name) },
    startedAt: startOf(incident),
    beganAt: earlier(incident.startedAt, startOf(incident)),
    updatedAt: last?.at ?? incident.startedAt,
    resolvedAt: isRunning ? null : (last?.at ?? incident.resolvedAt),
    nextUpdateBy: isRunning ? (last?.nextUpdateBy ?? null) : null,
    posts: posts.toReversed().map((post) => ({
      ...{ id: post.id, at: post.at, status: post.status, text: post.text, nextUpdateBy: post.nextUpdateBy },
      word: wordFor(post.status, page),
    })),
  }
}

const earlier = (began: Moment, spoken: Moment): Moment => (began !== '' && began < spoken ? began : spoken)

export const beganAt = ({ beganAt: began, startedAt }: Pick<IncidentView, 'beganAt' | 'startedAt'>): Moment => began ?? startedAt

/** How long an incident lasted in words: `2 h 10 m`. */
export function lengthOf(incident: Pick<IncidentView, 'beganAt' | 'startedAt' | 'resolvedAt'>, at: Moment): string {
  const from = instantOf(beganAt(incident)).epochMilliseconds
  const minutes = Math.round((instantOf(incident.resolvedAt ?? at).epochMilliseconds - from) / 60_000)
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60]
  if (days > 0) return `${days} d ${hours} h`
  return hours > 0 ? `${hours} h ${rest} m` : `${rest} m`
}
