import type { Subject } from '../../../core/command/command.ts'
import { instantOf, momentOf } from '../../../core/time/moment.ts'
import type { Concerning, OpenMessage } from '../../../integrations/hear.ts'
import type { App } from '../../feature.ts'

/** As long as messages are kept; carriers do not tell later than this. */
const KEPT_DAYS = 14
/** Longer than any signature that a provider leaves without a date may be copied and used. */
const HEARD_DAYS = 400

/** Some carriers never tell the end: their messages must not keep those of tonight from being asked about. */
const ASKED_HOURS = 6
const ASKED_AT_ONCE = 100

/** A message of ours as the outbox knows it. */
export type OwnMessage = { id: string; from: Subject; target: string }

type Parts = Pick<App, 'pools' | 'clock'>

/** Remembers by which id the provider speaks of a message. Part of the page path: without it no button of that message counts. */
export async function noteHandedOver(app: Parts, noted: { connection: string; providerId: string; message: string }): Promise<void> {
  await app.pools.page.query(
    `insert into handed_over (connection, provider_id, message, handed_at) values ($1, $2, $3, $4)
     on conflict (connection, provider_id) do update set message = excluded.message, closed_at = null`,
    [noted.connection, noted.providerId, noted.message, momentOf(app.clock.now())],
  )
}

/** The message that somebody speaks of; null when there is none of ours. */
export async function findMessage(app: Parts, connection: string, concerning: Concerning | null): Promise<OwnMessage | null> {
  if (!concerning) return null
  const id = 'message' in concerning ? concerning.message : await messageBy(app, connection, concerning.providerId)
  if (!id) return null
  const { rows } = await app.pools.page.query<{ id: string; from_kind: string; from_id: string; target: string }>(
    'select id, from_kind, from_id, target from message where id = $1',
    [id],
  )
  const [row] = rows
  return row ? { id: row.id, from: { kind: row.from_kind, id: row.from_id }, target: row.target } : null
}

async function messageBy({ pools }: Parts, connection: string, providerId: string): Promise<string | undefined> {
  const { rows } = await pools.page.query<{ message: string }>(
    'select message from handed_over where connection = $1 and provider_id = $2',
    [connection, providerId],
  )
  return rows[0]?.message
}

/** The provider has told the end of it: nobody asks about it any more. */
export async function closeMessage({ pools, clock }: Parts, connection: string, message: string): Promise<void> {
  await pools.side.query('update handed_over set closed_at = $3 where connection = $1 and message = $2 and closed_at is null', [
    connection,
    message,
    momentOf(clock.now()),
  ])
}

/** What a provider has not told the end of lately, newest first, and when anything was handed to it last. */
export async function openMessages(
  { pools, clock }: Parts,
  connection: string,
): Promise<{ open: OpenMessage[]; lastAt: Temporal.Instant | null }> {
  const { rows } = await pools.side.query<{ message: string; provider_id: string; handed_at: string }>(
    `select message, provider_id, handed_at from handed_over where connection = $1 and closed_at is null and handed_at > $2
     order by handed_at desc limit ${ASKED_AT_ONCE}`,
    [connection, momentOf(clock.now().subtract({ hours: ASKED_HOURS }))],
  )
  const last = await pools.side.query<{ at: string | null }>('select max(handed_at) as at from handed_over where connection = $1', [
    connection,
  ])
  const lastAt = last.rows[0]?.at
  return {
    open: rows.map((row) => ({ message: row.message, providerId: row.provider_id, at: instantOf(row.handed_at) })),
    lastAt: lastAt ? instantOf(lastAt) : null,
  }
}

/** Removes what nothing will look at again. */
export async function sweepHeard({ pools, clock }: Parts): Promise<void> {
  const before = (days: number) => momentOf(clock.now().subtract({ hours: 24 * days }))
  await pools.side.query('delete from handed_over where handed_at < $1', [before(KEPT_DAYS)])
  await pools.side.query('delete from not_understood where at < $1', [before(1)])
  await pools.side.query('delete from heard where heard_at < $1', [before(HEARD_DAYS)])
}
