import { hash } from 'node:crypto'
import type { ComponentStatus } from '../../core/incident/state.ts'
import type { ComponentView, IncidentView, PageView, PostView } from './page-view.ts'
import { worstOf } from './rules.ts'

/** Statuspage's public API, version 2: what monitors, chats and other status pages already read. */
const COMPONENT: Record<ComponentStatus, string> = {
  operational: 'operational',
  maintenance: 'under_maintenance',
  degraded: 'degraded_performance',
  partial_outage: 'partial_outage',
  major_outage: 'major_outage',
}
const INDICATOR: Record<ComponentStatus, string> = {
  operational: 'none',
  maintenance: 'maintenance',
  degraded: 'minor',
  partial_outage: 'major',
  major_outage: 'critical',
}
const DESCRIPTION: Record<ComponentStatus, string> = {
  operational: 'All Systems Operational',
  maintenance: 'Service Under Maintenance',
  degraded: 'Minor Service Outage',
  partial_outage: 'Partial System Outage',
  major_outage: 'Major Service Outage',
}
/** It knows five words only: what we are fixing is identified. */
const STATUS: Record<PostView['status'], string> = {
  investigating: 'investigating',
  identified: 'identified',
  mitigating: 'identified',
  monitoring: 'monitoring',
  resolved: 'resolved',
  closed: 'resolved',
}

const ID_LENGTH = 12
/** Its readers list this many incidents. */
const MOST_LISTED = 50
/** Twelve lower-case letters and digits, always the same for the same thing. */
const idFor = (...names: string[]): string =>
  BigInt(`0x${hash('sha256', names.join('\n'))}`)
    .toString(36)
    .slice(0, ID_LENGTH)

const pageOf = ({ id, title, url, zone, at }: PageView) => ({ id: idFor('page', id), name: title, url, time_zone: zone, updated_at: at })

function componentsOf(view: PageView) {
  const first = view.components[0]?.days[0]?.date ?? view.at.slice(0, 10)
  return view.components.map(({ id, name, status }, index) => ({
    ...{ id: idFor('component', view.id, id), name, status: COMPONENT[status], position: index + 1, description: null },
    ...{ created_at: `${first}T00:00:00.000Z`, updated_at: view.at, showcase: true, start_date: first },
    ...{ group_id: null, page_id: idFor('page', view.id), group: false, only_show_if_degraded: false },
  }))
}

function updateOf(post: PostView, incident: IncidentView, view: PageView) {
  const { at, text } = post
  return {
    ...{
      id: idFor('post', view.id, incident.reference, post.id),
      status: STATUS[post.status],
      body: text,
      incident_id: idFor('incident', incident.reference),
    },
    ...{
      created_at: at,
      updated_at: at,
      display_at: at,
      affected_components: null,
      deliver_notifications: true,
      custom_tweet: null,
      tweet_id: null,
    },
  }
}

function incidentOf(incident: IncidentView, view: PageView) {
  const { reference, title, level, posts, startedAt, updatedAt, resolvedAt, affected } = incident
  const monitoring = posts.findLast((post) => post.status === 'monitoring')
  const rows = componentsOf(view).filter(({ name }) => affected.includes(name))
  return {
    ...{ id: idFor('incident', reference), name: title, status: STATUS[posts[0]?.status ?? 'investigating'], impact: INDICATOR[level] },
    ...{
      created_at: startedAt,
      updated_at: updatedAt,
      started_at: startedAt,
      monitoring_at: monitoring?.at ?? null,
      resolved_at: resolvedAt,
    },
    ...{ shortlink: `${view.url}/incidents/${reference}`, page_id: idFor('page', view.id), components: rows, reminder_intervals: null },
    incident_updates: posts.map((post) => updateOf(post, incident, view)),
  }
}

function maintenancesOf(view: PageView) {
  return view.maintenance.map((each) => ({
    ...{ id: idFor('maintenance', view.id, each.name, each.from), name: each.name, impact: 'maintenance', page_id: idFor('page', view.id) },
    ...{ status: each.from <= view.at ? 'in_progress' : 'scheduled', scheduled_for: each.from, scheduled_until: each.to },
    ...{ created_at: each.from, updated_at: each.from, started_at: each.from, monitoring_at: null, resolved_at: null, shortlink: view.url },
    ...{ incident_updates: [], components: componentsOf(view).filter(({ name }) => each.components.includes(name)) },
  }))
}

const statusOf = ({ components, open }: PageView) => {
  const level = worstOf([...components.map((component: ComponentView) => component.status), ...open.map((incident) => incident.level)])
  return { indicator: INDICATOR[level], description: DESCRIPTION[level] }
}

type Answer = (view: PageView) => Record<string, unknown>

const incidentsOf = (view: PageView, incidents: readonly IncidentView[]) =>
  incidents.slice(0, MOST_LISTED).map((each) => incidentOf(each, view))

/** By the path below `/api/v2/`. */
export const statuspageAnswers: Readonly<Record<string, Answer>> = {
  'summary.json': (view) => ({
    ...{ page: pageOf(view), components: componentsOf(view), incidents: incidentsOf(view, view.open) },
    ...{ scheduled_maintenances: maintenancesOf(view), status: statusOf(view) },
  }),
  'status.json': (view) => ({ page: pageOf(view), status: statusOf(view) }),
  'components.json': (view) => ({ page: pageOf(view), components: componentsOf(view) }),
  'incidents.json': (view) => ({ page: pageOf(view), incidents: incidentsOf(view, view.incidents) }),
  'incidents/unresolved.json': (view) => ({ page: pageOf(view), incidents: incidentsOf(view, view.open) }),
  'scheduled-maintenances.json': (view) => ({ page: pageOf(view), scheduled_maintenances: maintenancesOf(view) }),
  'scheduled-maintenances/upcoming.json': (view) => ({
    page: pageOf(view),
    scheduled_maintenances: maintenancesOf(view).filter(({ status }) => status === 'scheduled'),
  }),
  'scheduled-maintenances/active.json': (view) => ({
    page: pageOf(view),
    scheduled_maintenances: maintenancesOf(view).filter(({ status }) => status === 'in_progress'),
  }),
}
