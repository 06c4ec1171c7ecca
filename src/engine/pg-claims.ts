import { streamOf } from '../core/command/command.ts'
import { instantOf, type Moment, momentOf } from '../core/time/moment.ts'
import type { Pool, PoolClient } from '../platform/db/pool.ts'
import { onOneConnection } from './pg-transaction.ts'
import { prepared } from './prepared.ts'
import { Conflict, forgottenMs, type MessageClaim, type QueuedMessage, type Timer, type TimerClaim } from './store.ts'

/** A deadlock with a withdrawal is broken by the database; whoever was broken simply asks again. */
const maxTries = 5

/**
 * These transactions do not wait for the disk: a crash of the database forgets them, and then their messages are
 * claimed anew, exactly as after a crash of the claiming process. No promise to anybody rests on them.
 */
const beginLightly = 'begin; set local synchronous_commit = off'

type MessageRow = Omit<QueuedMessage, 'from' | 'until' | 'queuedAt' | 'nextAt' | 'possibleRepeat'> & {
  from_kind: string
  from_id: string
  until_at: Moment
  queued_at: Moment
  next_at: Moment
  possible_repeat: boolean
}

const messageFields = [
  'id',
  'from_kind',
  'from_id',
  'channel',
  'target',
  'road',
  'content',
  'until_at',
  'generation',
  'status',
  'attempt',
  'queued_at',
  'next_at',
  'owner',
  'possible_repeat',
]
const returned = messageFields.map((name) => `m.${name}`).join(', ')

function messageFrom({ from_kind, from_id, until_at, queued_at, next_at, possible_repeat, ...row }: MessageRow): QueuedMessage {
  return {
    ...row,
    from: { kind: from_kind, id: from_id },
    until: until_at,
    queuedAt: queued_at,
    nextAt: next_at,
    possibleRepeat: possible_repeat,
  }
}

export async function lockDueTimers(client: PoolClient, { now, limit, except }: TimerClaim): Promise<Timer[]> {
  const aside = except.length > 0 ? "and kind || ':' || id <> all($3)" : ''
  const text = `select kind, id, due_at from timer where due_at <= $1 ${aside} order by due_at limit $2 for update skip locked`
  const values = except.length > 0 ? [now, limit, except.map(streamOf)] : [now, limit]
  const { rows } = await client.query<{ kind: string; id: string; due_at: Moment }>(prepared(text, values))
  return rows.map(({ kind, id, due_at }) => ({ subject: { kind, id }, dueAt: due_at }))
}

const claimText = `
  with due as (
    select id from message where status = 'queued' and next_at <= $1 and channel <> all($4) and channel || ' ' || target <> all($4) order by next_at limit $2 for update skip locked
  ), orphan as (
    select id from message where status in ('claimed', 'sending') and channel <> all($4) and channel || ' ' || target <> all($4)
      and case when owner = $3 then next_at <= $6 and id <> all($5)
        else not exists (select 1 from worker w where w.id = message.owner and w.alive_until > $1) end limit $2 for update skip locked
  )
  update message m set status = case when m.until_at <= $1 then 'withdrawn' else 'claimed' end, owner = $3, possible_repeat = m.possible_repeat or m.status <> 'queued'
  from (select id from orphan union all select id from due limit $2) c where m.id = c.id
  returning ${returned}`

export async function claimMessages(pool: Pool, { now, limit, owner, exceptLanes, inHand }: MessageClaim): Promise<QueuedMessage[]> {
  const forgotten = momentOf(instantOf(now).subtract({ milliseconds: forgottenMs }))
  return await onOneConnection(pool, beginLightly, async (client) => {
    const { rows } = await client.query<MessageRow>(prepared(claimText, [now, limit, owner, exceptLanes, inHand, forgotten]))
    await client.query('commit')
    // What is no longer worth sending was taken back on the way.
    return rows.map(messageFrom).filter((message) => message.status === 'claimed')
  })
}

/** Rows are locked in the order of their ids, as every write locks them. */
const beginText = `
  with ours as (select id from message where id = any($1) and status = 'claimed' and owner = $2 order by id for update)
  update message m set status = 'sending', attempt = m.attempt + 1 from ours where m.id = ours.id returning ${returned}`

export async function beginMessages(
  pool: Pool,
  { ids, owner }: { ids: string[]; owner: string },
  begin: (messages: QueuedMessage[]) => void,
): Promise<void> {
  let begun = false
  for (let attempt = 1; ; attempt += 1) {
    try {
      await onOneConnection(pool, beginLightly, async (client) => {
        const { rows } = await client.query<MessageRow>(prepared(beginText, [ids, owner]))
        begun = true
        begin(rows.map(messageFrom))
        await client.query('commit')
      })
      return
    } catch (error) {
      if (begun || attempt === maxTries || !(error instanceof Conflict)) throw error
    }
  }
}
