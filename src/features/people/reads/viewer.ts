import { idOf, type Policy } from '../../../core/policy/policy.ts'
import type { Principal } from '../../../platform/auth/permissions.ts'
import type { Pool } from '../../../platform/db/pool.ts'
import { actorOf } from '../../policies/reads.ts'

/** For whom incidents are read: a private one exists for its responders and for admins only. */
export type Viewer = { seesEverything: boolean; actor: string; user: string }

/** What the product itself reads: jobs, metrics, the auditor. */
export const insider: Viewer = { seesEverything: true, actor: '', user: '' }

export function viewerOf({ policy, principal }: { policy: Policy; principal: Principal | null }): Viewer {
  const actor = principal ? actorOf(principal, policy) : ''
  return { seesEverything: principal?.role === 'admin', actor, user: principal?.kind === 'user' ? idOf(actor) : '' }
}

/**
 * The condition under which a row of `incident` exists for the viewer: who declared or acknowledged it, holds a role or
 * was paged for it. `put` adds a value and gives its placeholder.
 */
export function visibleTo(viewer: Viewer, put: (value: unknown) => string): string {
  if (viewer.seesEverything) return 'true'
  const [actor, user] = [put(viewer.actor), put(viewer.user)]
  return `(is_private is not true
    or state->>'declaredBy' = ${actor} or state->>'acknowledgedBy' = ${actor}
    or exists (select 1 from jsonb_each(state->'roles') held where held.value->>'user' = ${user})
    or exists (select 1 from escalation paging where paging.about_id = incident.id and paging.about_kind = 'incident'
      and paging.state->'pages' @> jsonb_build_array(jsonb_build_object('user', ${user}::text))))`
}

/** The condition for a row of `escalation`: a ladder about a private incident is for those the incident is for. */
export const ladderVisibleTo = (viewer: Viewer, put: (value: unknown) => string): string =>
  `(about_kind <> 'incident' or exists (select 1 from incident where incident.id = escalation.about_id and ${visibleTo(viewer, put)}))`

/** Those of the ladders (ids) that exist for the viewer, in the order in which they are given. */
export async function laddersSeenBy(pool: Pool, ladders: readonly string[], viewer: Viewer): Promise<string[]> {
  if (ladders.length === 0) return []
  const values: unknown[] = [ladders]
  const put = (value: unknown): string => `$${values.push(value)}`
  const { rows } = await pool.query<{ id: string }>(
    `select id from escalation where id = any($1) and ${ladderVisibleTo(viewer, put)}`,
    values,
  )
  const seen = new Set(rows.map(({ id }) => id))
  return ladders.filter((id) => seen.has(id))
}

/** Those of the incidents that do not exist for the viewer. */
export async function hiddenFrom(pool: Pool, incidents: readonly string[], viewer: Viewer): Promise<ReadonlySet<string>> {
  if (incidents.length === 0 || viewer.seesEverything) return new Set()
  const values: unknown[] = [incidents]
  const put = (value: unknown): string => `$${values.push(value)}`
  const { rows } = await pool.query<{ id: string }>(`select id from incident where id = any($1) and ${visibleTo(viewer, put)}`, values)
  const seen = new Set(rows.map(({ id }) => id))
  return new Set(incidents.filter((id) => !seen.has(id)))
}
