import type { IncidentState } from '../../../core/incident/state.ts'
import { idOf, kindOf, type Policy } from '../../../core/policy/policy.ts'
import { instantOf, momentOf } from '../../../core/time/moment.ts'
import type { Pool } from '../../../platform/db/pool.ts'
import type { ChangesView } from '../contract/record.ts'

/** What was changed longer before the start is rarely the cause. */
export const CHANGES_BEFORE_HOURS = 24
const MOST_CHANGES = 100

type Row = ChangesView['items'][number]

/** Deploys and other changes from the day before the start until the end, its own service's and those it waits for first. */
export async function changesAround(pool: Pool, state: IncidentState, policy: Policy): Promise<ChangesView> {
  const from = instantOf(state.at.started ?? (state.at.declared as string)).subtract({ hours: CHANGES_BEFORE_HOURS })
  const near = servicesNear(state, policy)
  const { rows } = await pool.query<Row>(
    `select id, title, source, service, happened_at as "happenedAt", links, coalesce(service = any($3), false) as "isOwnService"
     from change_event where happened_at >= $1 and ($2::timestamptz is null or happened_at <= $2)
     order by (service = any($3)) desc nulls last, happened_at desc limit ${MOST_CHANGES}`,
    [momentOf(from), state.at.resolved ?? null, near],
  )
  return { since: momentOf(from), items: rows, vendors: vendorsOf(state, policy) }
}

function servicesNear({ service }: IncidentState, policy: Policy): string[] {
  if (!service) return []
  const needed = (policy.service(service)?.depends_on ?? []).filter((each) => kindOf(each) !== 'dependency').map(idOf)
  return [service, ...needed]
}

function vendorsOf({ service }: IncidentState, policy: Policy): ChangesView['vendors'] {
  const wanted = service ? (policy.service(service)?.depends_on ?? []).filter((each) => kindOf(each) === 'dependency').map(idOf) : []
  const found = (policy.bundle.dependencies ?? []).filter((each) => wanted.includes(each.id))
  return found.map(({ id, name, status_url: statusUrl = null }) => ({ id, name: name ?? id, statusUrl, word: null }))
}
