import type { RoomState } from '../../../core/room/state.ts'
import type { App } from '../../feature.ts'

/** Incidents whose room is this place, newest last; several only where the policy names one channel for all. */
export async function incidentsAt(app: App, { integration, place }: { integration: string; place: string }): Promise<string[]> {
  const { rows } = await app.pools.page.query<{ id: string }>(
    `select id from room where integration = $1 and place = $2 and status in ('open', 'archived')`,
    [integration, place],
  )
  return rows.map(({ id }) => id)
}

export async function roomOf(app: App, incident: string): Promise<RoomState | null> {
  const [row] = await app.store.load([{ kind: 'room', id: incident }])
  return (row?.state as RoomState | undefined) ?? null
}

/** The incident that one of our posts tells of, by the chat's own id of the post. */
export async function incidentOfPost(app: App, { integration, root }: { integration: string; root: string }): Promise<string | null> {
  const { rows } = await app.pools.page.query<{ incident: string }>(
    `select m.from_id as incident from handed_over h join message m on m.id = h.message
     where h.connection = $1 and h.provider_id = $2 and m.from_kind = 'incident'`,
    [integration, root],
  )
  return rows[0]?.incident ?? null
}
