import type { RecordedFact } from '../../../core/command/command.ts'
import type { Pool } from '../../../platform/db/pool.ts'

/** More is no timeline but an export. */
const FACTS_AT_MOST = 5_000

/** The facts of an incident and of every escalation about it, oldest first. */
export async function factsOfIncident(pool: Pool, incident: string): Promise<RecordedFact[]> {
  const text = `select stream, seq, name, at, by, data, hash from fact
    where stream = $1 or stream = any(select 'escalation:' || id from escalation where about_id = $2 and about_kind = 'incident')
    order by id limit ${FACTS_AT_MOST}`
  const { rows } = await pool.query<Omit<RecordedFact, 'of'> & { stream: string }>(text, [`incident:${incident}`, incident])
  return rows.map(({ stream, ...fact }) => {
    const colon = stream.indexOf(':')
    return { ...fact, of: { kind: stream.slice(0, colon), id: stream.slice(colon + 1) } }
  })
}
