import type { IncidentState } from '../../core/incident/state.ts'
import type { Policy } from '../../core/policy/policy.ts'
import { idOf } from '../../core/policy/policy.ts'
import type { StatusPage } from '../../core/policy/schema/publication.ts'
import { momentOf } from '../../core/time/moment.ts'
import type { App } from '../feature.ts'
import type { Component, PublishedIncident } from './contract.ts'
import { BAR_DAYS, type PageView, viewOf } from './page-view.ts'

/** Beyond the bars nobody looks; a little more, because an incident may have begun before them. */
const REACH_DAYS = BAR_DAYS + 30
/** A page with more than this in four months has other worries than its length. */
const MOST_INCIDENTS = 500

type Row = { state: Pick<IncidentState, 'reference' | 'publicTitle' | 'service' | 'severity' | 'posts' | 'at'> }

const published = ({ state }: Row): PublishedIncident => ({
  reference: state.reference,
  // Publishing gives it one; the title of colleagues never stands in.
  title: state.publicTitle ?? state.reference,
  service: state.service,
  severity: state.severity,
  posts: state.posts,
  startedAt: state.at.started ?? state.at.declared ?? '',
  resolvedAt: state.at.resolved ?? null,
})

/** Everything published since `from`. Private incidents are left out here, before anything else sees them. */
export async function publishedIncidents(app: Pick<App, 'pools' | 'clock'>): Promise<PublishedIncident[]> {
  const from = momentOf(app.clock.now().subtract({ hours: REACH_DAYS * 24 }))
  const text = `select state from incident
    where is_private = false and jsonb_array_length(state->'posts') > 0 and (declared_at >= $1 or resolved_at is null)
    order by declared_at desc limit $2`
  const { rows } = await app.pools.side.query<Row>(text, [from, MOST_INCIDENTS])
  return rows.map(published)
}

/** One incident for its permalink, however old; null when there is none that may be shown. */
export async function publishedIncident(app: Pick<App, 'pools'>, reference: string): Promise<PublishedIncident | null> {
  const text = `select state from incident
    where upper(reference) = upper($1) and is_private = false and jsonb_array_length(state->'posts') > 0`
  const { rows } = await app.pools.side.query<Row>(text, [reference])
  return rows[0] ? published(rows[0]) : null
}

/** The public pages of a policy; `id` null means the first one. A page marked private is not shown to the public. */
export function pageOf(policy: Policy, id: string | null): StatusPage | null {
  const pages = (policy.bundle.status_pages ?? []).filter((page) => !page.private)
  return (id === null ? pages[0] : pages.find((page) => page.id === id)) ?? null
}

/** What a page calls its services. */
export function componentsOf(policy: Policy, page: StatusPage): Component[] {
  return page.components.map((reference) => {
    const service = policy.service(reference)
    return { id: idOf(reference), name: service?.component ?? service?.name ?? idOf(reference) }
  })
}

export const addressOf = (publicUrl: string, page: StatusPage, isFirst: boolean): string =>
  `${publicUrl}/status${isFirst ? '' : `/${page.id}`}`

/** A page with everything on it, as it is now. Throws when the database is down. */
export async function pageView(app: Pick<App, 'pools' | 'clock' | 'policies' | 'publicUrl'>, page: StatusPage): Promise<PageView> {
  const policy = app.policies.live()
  const incidents = await publishedIncidents(app)
  return viewOf({
    ...{ page, incidents, now: app.clock.now(), zone: policy.bundle.organization.timezone },
    components: componentsOf(policy, page),
    support: policy.bundle.organization.support ?? null,
    url: addressOf(app.publicUrl, page, pageOf(policy, null)?.id === page.id),
    maintenance: (policy.bundle.maintenance ?? []).map((each) => ({ ...each, services: each.services.map(idOf) })),
  })
}
