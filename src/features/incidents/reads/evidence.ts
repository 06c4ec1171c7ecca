import type { Pool } from '../../../platform/db/pool.ts'

export type KeptFile = { name: string; mediaType: string; content: Buffer }

/** A file of this incident as it was given. */
export async function keptFile(pool: Pool, incident: string, id: string): Promise<KeptFile | null> {
  const text = 'select name, media_type as "mediaType", content from incident_evidence where id = $1 and incident = $2'
  const { rows } = await pool.query<KeptFile>(text, [id, incident])
  return rows[0] ?? null
}
