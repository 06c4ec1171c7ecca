import type { Pool } from '../db/pool.ts'

/** Far more than act in the time that somebody looks at; each call of the command line makes one. */
const MOST_KEPT = 20_000
const ACTOR = /\btoken:([0-9a-f]{8})(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g

/** Facts name a token by its id for ever; its name is what people know it by. A token keeps its name, so nothing here goes stale. */
const names = new Map<string, string>()
/** Asked for, and used with another process of the installation. */
const wanted = new Set<string>()

export function rememberToken(id: string, name: string): void {
  wanted.delete(id)
  names.delete(id)
  names.set(id, name)
  const oldest = names.size > MOST_KEPT ? names.keys().next().value : undefined
  if (oldest !== undefined) names.delete(oldest)
}

/** What people call a token; the first part of its id until its name is learnt, and when it is gone. */
export function nameOfToken(id: string): string {
  const name = names.get(id)
  if (name === undefined && wanted.size < MOST_KEPT) wanted.add(id)
  return name ?? `token ${id.slice(0, 8)}`
}

/** Puts names for the ids of tokens in a sentence: refusals are said by a core that knows ids only. */
export const withTokenNames = (text: string): string => text.replace(ACTOR, (actor) => nameOfToken(actor.slice('token:'.length)))

/** Learns the names that were asked for and not known, and at the start those of all that are still in use. */
export async function learnTokenNames(pool: Pool, all = false): Promise<void> {
  if (wanted.size === 0 && !all) return
  const ids = [...wanted]
  const { rows } = await pool.query<{ id: string; name: string }>(
    'select id, name from auth_token where $2 or id = any($1) order by created_at desc limit $3',
    [ids, all, MOST_KEPT],
  )
  for (const { id, name } of rows.toReversed()) rememberToken(id, name)
  for (const id of ids) if (wanted.has(id)) rememberToken(id, `token ${id.slice(0, 8)}`)
}
