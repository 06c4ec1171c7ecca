import type { EscalationState } from '../../../core/escalation/state.ts'
import type { IncidentState } from '../../../core/incident/state.ts'
import { momentOf } from '../../../core/time/moment.ts'
import type { App } from '../../feature.ts'
import { isMeantBy } from './page-code.ts'

/** A ladder that pages, or lately paged, somebody. `reference` is what people call its incident, `alert` its alert. */
export type OpenPage = { id: string; state: EscalationState; reference: string | null; alert: string | null }

/** Whoever answers later than this answers something else. */
const RECENT_HOURS = 24
/** Nobody reads a longer list on a telephone. */
const MOST = 20

type Parts = Pick<App, 'pools' | 'store' | 'clock'>

/** What somebody may mean: the ladders that paged them within a day and are not over, newest first. */
export async function pagesOf(app: Parts, user: string): Promise<OpenPage[]> {
  const since = momentOf(app.clock.now().subtract({ hours: RECENT_HOURS }))
  const { rows } = await app.pools.page.query<{ id: string; state: EscalationState }>(
    `select id, state from escalation where state->'pages' @> $1::jsonb
     and (status in ('running', 'exhausted') or (status = 'acknowledged' and started_at > $2)) order by started_at desc limit ${MOST}`,
    [JSON.stringify([{ user }]), since],
  )
  return await Promise.all(rows.map((row) => named(app, row)))
}

/** Also one that is over. */
export async function pageById(app: Parts, id: string): Promise<OpenPage | null> {
  const { rows } = await app.pools.page.query<{ id: string; state: EscalationState }>('select id, state from escalation where id = $1', [
    id,
  ])
  return rows[0] ? await named(app, rows[0]) : null
}

async function named(app: Parts, row: { id: string; state: EscalationState }): Promise<OpenPage> {
  const { about } = row.state
  if (about.kind === 'alert') {
    const { rows } = await app.pools.page.query<{ number: number }>('select number from alert where id = $1', [about.id])
    return { ...row, reference: null, alert: rows[0] ? `ALR-${rows[0].number}` : null }
  }
  const [incident] = about.kind === 'incident' ? await app.store.load([about]) : []
  return { ...row, reference: (incident?.state as IncidentState | undefined)?.reference ?? null, alert: null }
}

/** Still asks for somebody. */
export const isAsking = ({ state }: OpenPage): boolean => state.status === 'running' || state.status === 'exhausted'

export const isCalled = (page: OpenPage, code: string): boolean =>
  [page.reference, page.alert].some((name) => name?.toLowerCase() === code.toLowerCase()) || isMeantBy(code, page.id)
