import type { AlertState } from '../../../core/alert/state.ts'
import type { RecordedFact } from '../../../core/command/command.ts'
import type { EscalationState } from '../../../core/escalation/state.ts'
import type { Moment } from '../../../core/time/moment.ts'
import type { Pool } from '../../../platform/db/pool.ts'
import { hiddenFrom, viewerOf } from '../../people/reads/viewer.ts'
import type { AlertCounts, AlertQuery } from '../contract.ts'
import { numberOf } from '../rules.ts'
import { cursorOf, type Position } from './cursor.ts'
import type { Reader } from './people.ts'

export type StoredAlert = { id: string; number: string; state: AlertState }
export type StoredEscalation = { id: string; state: EscalationState }

export const ALERTS_PER_PAGE = 50
/** Counting further tells nobody more, and 100,000 open alerts would be counted at each look. */
const COUNTED_AT_MOST = 1_000

const OPEN = `status in ('triggered', 'snoozed', 'acknowledged')`

const STATUS: Record<AlertQuery['status'], string> = {
  open: OPEN,
  all: 'true',
  triggered: `status = 'triggered'`,
  acknowledged: `status = 'acknowledged' and ${OPEN}`,
  snoozed: `status = 'snoozed' and ${OPEN}`,
  resolved: `status = 'resolved'`,
}

export type Filter = Omit<AlertQuery, 'cursor'> & { after: Position | null; limit?: number }

/**
 * A page of alerts, newest first, by the index on (opened_at desc, id): as cheap on the thousandth page as on the first,
 * and no row comes twice when others go meanwhile.
 */
export async function listAlerts(pool: Pool, filter: Filter): Promise<{ alerts: StoredAlert[]; next: string | null }> {
  const limit = filter.limit ?? ALERTS_PER_PAGE
  const { where, values } = conditionsOf(filter)
  const text = `select id, number, state, opened_at from alert where ${where.join(' and ')} order by opened_at desc, id limit ${limit + 1}`
  const { rows } = await pool.query<StoredAlert & { opened_at: Moment }>(text, values)
  const last = rows.length > limit ? rows[limit - 1] : undefined
  const alerts = rows.slice(0, limit).map(({ id, number, state }) => ({ id, number: String(number), state }))
  return { alerts, next: last ? cursorOf({ openedAt: last.state.openedAt, id: last.id }) : null }
}

export function conditionsOf({ status, severity, service, q, after }: Filter): { where: string[]; values: unknown[] } {
  const values: unknown[] = []
  const put = (value: unknown): string => `$${values.push(value)}`
  const where = [STATUS[status]]
  if (severity) where.push(`severity = any(${put(severity.split(','))})`)
  if (service) where.push(`service = any(${put(service.split(','))})`)
  if (q) where.push(matching(q, put))
  if (after) {
    const at = put(after.openedAt)
    where.push(`opened_at <= ${at}::timestamptz and (opened_at < ${at}::timestamptz or id > ${put(after.id)})`)
  }
  return { where, values }
}

function matching(q: string, put: (value: unknown) => string): string {
  const number = numberOf(q)
  if (number) return `number = ${put(number)}`
  return `state->>'title' ilike ${put(`%${q.trim().replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`)}`
}

/** Alerts as the reader may know them: to which private incident they belong is told to its responders only. */
export async function seenBy(pool: Pool, alerts: StoredAlert[], reader: Reader): Promise<StoredAlert[]> {
  const incidents = alerts.flatMap(({ state }) => state.incident ?? [])
  const hidden = await hiddenFrom(pool, incidents, viewerOf(reader))
  return alerts.map((alert) => (hidden.has(alert.state.incident ?? '') ? { ...alert, state: { ...alert.state, incident: null } } : alert))
}

/** By id or `ALR-48213`; null when there is none. */
export async function findAlert(pool: Pool, idOrReference: string): Promise<StoredAlert | null> {
  const number = numberOf(idOrReference)
  const { rows } = await pool.query<StoredAlert>(`select id, number, state from alert where ${number ? 'number' : 'id'} = $1`, [
    number ?? idOrReference,
  ])
  const row = rows[0]
  return row ? { ...row, number: String(row.number) } : null
}

export async function countAlerts(pool: Pool): Promise<AlertCounts> {
  const counted = (condition: string): string =>
    `(select count(*)::int from (select 1 from alert where ${condition} limit ${COUNTED_AT_MOST}) as few)`
  const { rows } = await pool.query<AlertCounts>(`select ${counted(OPEN)} as open, ${counted(`status = 'triggered'`)} as unacknowledged`)
  return rows[0] ?? { open: 0, unacknowledged: 0 }
}

/** Without the followers that wait to be told: in a storm they are thousands, and no list shows them. */
export async function findEscalations(pool: Pool, ids: readonly (string | null)[]): Promise<Map<string, EscalationState>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))]
  if (wanted.length === 0) return new Map()
  const { rows } = await pool.query<StoredEscalation>(
    `select id, state || '{"followers":[]}' as state from escalation where id = any($1)`,
    [wanted],
  )
  return new Map(rows.map(({ id, state }) => [id, state]))
}

/** Open alerts of one escalation, oldest first. */
export async function alertsOfEscalation(pool: Pool, escalation: string, limit = 100): Promise<StoredAlert[]> {
  const text = `select id, number, state from alert where escalation = $1 and ${OPEN} order by opened_at, id limit $2`
  const { rows } = await pool.query<StoredAlert>(text, [escalation, limit])
  return rows.map((row) => ({ ...row, number: String(row.number) }))
}

/** The facts of several streams, each in its order. */
export async function factsOf(pool: Pool, streams: readonly string[]): Promise<Map<string, RecordedFact[]>> {
  const text = 'select stream, seq, name, at, by, data, hash from fact where stream = any($1) order by stream, seq'
  const { rows } = await pool.query<Omit<RecordedFact, 'of'> & { stream: string }>(text, [streams])
  return Map.groupBy(
    rows.map(({ stream, ...fact }) => ({ ...fact, of: subjectOf(stream) })),
    (fact) => `${fact.of.kind}:${fact.of.id}`,
  )
}

function subjectOf(stream: string): { kind: string; id: string } {
  const colon = stream.indexOf(':')
  return { kind: stream.slice(0, colon), id: stream.slice(colon + 1) }
}
