import type { IncidentState } from '../../../core/incident/state.ts'
import { type Moment, momentOf } from '../../../core/time/moment.ts'
import type { Pool } from '../../../platform/db/pool.ts'
import { type Viewer, visibleTo } from '../../people/reads/viewer.ts'
import type { IncidentQuery } from '../contract/requests.ts'

export type StoredIncident = { id: string; state: IncidentState }

const STATUS: Record<IncidentQuery['status'], string> = { open: 'resolved_at is null', resolved: 'resolved_at is not null', all: 'true' }

export type Position = { at: Moment; id: string }
export type Filter = Omit<IncidentQuery, 'cursor'> & { after: Position | null }

const cursorOf = ({ at, id }: Position): string => Buffer.from(JSON.stringify([at, id])).toString('base64url')

/** Null when it is no cursor of this list. */
export function positionOf(cursor: string): Position | null {
  const read = /^\["([\d:.TZ-]{20,30})","([^"\\]+)"\]$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'))
  return read ? { at: read[1] as string, id: read[2] as string } : null
}

const values = () => {
  const list: unknown[] = []
  return { list, put: (value: unknown): string => `$${list.push(value)}` }
}
const literal = (text: string): string => text.replace(/[\\%_]/g, (sign) => `\\${sign}`)

/** Who declared it, acknowledged it or holds a role in it. */
const isAbout = (user: string): string =>
  `('user:' || ${user} in (state->>'declaredBy', state->>'acknowledgedBy')
    or jsonb_path_exists(state, '$.roles.*.user ? (@ == $user)', jsonb_build_object('user', ${user}::text)))`

/** A page of incidents that the viewer may know of, newest first. */
export async function listIncidents(
  pool: Pool,
  filter: Filter,
  viewer: Viewer,
): Promise<{ incidents: StoredIncident[]; next: string | null }> {
  const { list, put } = values()
  const where = [STATUS[filter.status], visibleTo(viewer, put)]
  if (filter.severity) where.push(`severity = any(${put(filter.severity.split(','))})`)
  if (filter.service) where.push(`service = any(${put(filter.service.split(','))})`)
  if (filter.type) where.push(`state->>'type' = any(${put(filter.type.split(','))})`)
  if (filter.person) where.push(isAbout(put(filter.person.replace(/^user:/, ''))))
  if (filter.from) where.push(`declared_at >= ${put(filter.from)}::timestamptz`)
  if (filter.to) where.push(`declared_at < ${put(filter.to)}::timestamptz`)
  if (filter.q) {
    const pattern = put(`%${literal(filter.q.trim())}%`)
    where.push(`(state->>'title' ilike ${pattern} or reference ilike ${pattern})`)
  }
  if (filter.after) where.push(`(declared_at, id) < (${put(filter.after.at)}::timestamptz, ${put(filter.after.id)})`)
  const text = `select id, state, declared_at from incident where ${where.join(' and ')} order by declared_at desc, id desc limit ${filter.limit + 1}`
  const { rows } = await pool.query<StoredIncident & { declared_at: Moment }>(text, list)
  const last = rows.length > filter.limit ? rows[filter.limit - 1] : undefined
  return {
    incidents: rows.slice(0, filter.limit).map(({ id, state }) => ({ id, state })),
    next: last ? cursorOf({ at: last.declared_at, id: last.id }) : null,
  }
}

/** By id, reference, alias or number (`INC-2026-02-10-001`, `inc-123`, `123`), in any case; null when there is none for the viewer. */
export async function findIncident(pool: Pool, name: string, viewer: Viewer): Promise<StoredIncident | null> {
  const byIndex = await findByReference(pool, name, viewer)
  if (byIndex) return byIndex
  const byAlias = await firstOf(pool, viewer, (put) => {
    const wanted = put(name.toLowerCase())
    return `(lower(reference) = ${wanted} or exists (select 1 from jsonb_array_elements_text(state->'aliases') alias where lower(alias) = ${wanted}))`
  })
  if (byAlias) return byAlias
  const number = /^(?:#|inc-?)?(\d{1,15})$/i.exec(name)?.[1]
  return number ? await firstOf(pool, viewer, (put) => `number = ${put(number)}`) : null
}

/** By id or reference only: always an index, so fit for the page path. */
export const findByReference = (pool: Pool, name: string, viewer: Viewer): Promise<StoredIncident | null> =>
  firstOf(pool, viewer, (put) => `(id = ${put(name)} or reference = any(${put([name, name.toUpperCase(), name.toLowerCase()])}))`)

async function firstOf(pool: Pool, viewer: Viewer, condition: (put: (value: unknown) => string) => string): Promise<StoredIncident | null> {
  const { list, put } = values()
  const text = `select id, state from incident where ${condition(put)} and ${visibleTo(viewer, put)} order by declared_at desc limit 1`
  const { rows } = await pool.query<StoredIncident>(text, list)
  return rows[0] ?? null
}

/** Promises about an incident that was over longer ago are looked for in its review, not among what is owed now. */
const OUTLIVES_DAYS = 90

export type Owing = { now: Temporal.Instant; limit?: number }

/** Open incidents, and those of the last 90 days whose promises outlive them: newest first. */
export async function incidentsOwing(pool: Pool, viewer: Viewer, { now, limit = 200 }: Owing): Promise<StoredIncident[]> {
  const { list, put } = values()
  const since = momentOf(now.subtract({ hours: 24 * OUTLIVES_DAYS }))
  const outlived = `jsonb_path_exists(state, '$.obligations[*] ? (@.closedAt == null && @.status != "dropped")')`
  const owing = `(resolved_at is null or (declared_at > ${put(since)}::timestamptz and ${outlived}))`
  const text = `select id, state from incident where ${owing} and ${visibleTo(viewer, put)} order by declared_at desc limit ${limit}`
  const { rows } = await pool.query<StoredIncident>(text, list)
  return rows
}

/** Incidents of the last 90 days about which a promise was settled since a moment: newest first. */
export async function incidentsSettling(pool: Pool, viewer: Viewer, { since, limit = 200 }: { since: string; limit?: number }) {
  const { list, put } = values()
  const settled = `jsonb_path_exists(state, '$.obligations[*] ? (@.closedAt >= $since)', jsonb_build_object('since', ${put(since)}::text))`
  const recent = `declared_at > ${put(since)}::timestamptz - interval '${OUTLIVES_DAYS} days'`
  const text = `select id, state from incident where ${recent} and ${settled} and ${visibleTo(viewer, put)} order by declared_at desc limit ${limit}`
  const { rows } = await pool.query<StoredIncident>(text, list)
  return rows
}

export async function countOpen(pool: Pool, viewer: Viewer): Promise<number> {
  const { list, put } = values()
  const { rows } = await pool.query<{ n: number }>(
    `select count(*)::int as n from incident where resolved_at is null and ${visibleTo(viewer, put)}`,
    list,
  )
  return rows[0]?.n ?? 0
}

export type LinkedAlert = { id: string; reference: string; title: string; status: string }

export async function alertsOfIncident(pool: Pool, incident: string, limit = 50): Promise<LinkedAlert[]> {
  const text = `select id, number, state->>'title' as title, status from alert where incident = $1 order by opened_at, number limit ${limit}`
  const { rows } = await pool.query<LinkedAlert & { number: string }>(text, [incident])
  return rows.map(({ id, number, title, status }) => ({ id, reference: `ALR-${number}`, title, status }))
}
