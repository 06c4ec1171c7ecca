import type { JsonObject } from '../../core/command/command.ts'
import { heldMs, isBundleable, isHoldable, throttleWindowMs } from '../../core/paging/throttle.ts'
import { instantOf, momentOf } from '../../core/time/moment.ts'
import type { Receipt } from '../../engine/outbox.ts'
import type { QueuedMessage } from '../../engine/store.ts'
import { inTransaction, type PoolClient } from '../../platform/db/pool.ts'
import type { App } from '../feature.ts'

/** What one message tells of others at most; the rest goes in the next. */
const TOLD_TOGETHER = 50
/** How soon one that is told in another asks again whether that one has gone out. */
const ASK_AGAIN_MS = 5_000
/** Rows of messages that are long settled. */
const FORGOTTEN_AFTER = { hours: 24 }

/** Whether a message goes out, by itself or telling of others, waits, or is told in another. */
export type Turn = { kind: 'goes'; others: Told[] } | { kind: 'held'; ms: number; said: string } | Bundled

type Bundled = { kind: 'bundled'; leader: string; title: string }
/** `alerts`: what it would have named itself. */
type Told = { id: string; from: string; title: string; alerts: JsonObject[] | null }
type Door = Pick<App, 'clock' | 'pools'>

const GOES: Turn = { kind: 'goes', others: [] }

/** Decides under a lock for the person and the channel, so that of two that come together one tells of the other. */
export async function turnOf({ clock, pools }: Door, message: QueuedMessage): Promise<Turn> {
  const now = clock.now()
  if (!isBundleable(message, now)) return GOES
  return inTransaction(pools.page, async (client) => {
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`${message.channel} ${message.target}`])
    const known = await client.query<{ leader: string; title: string }>('select leader, title from bundled where message = $1', [
      message.id,
    ])
    const [told] = known.rows
    if (told) return { kind: 'bundled', ...told }
    const ms = isHoldable(message) ? heldMs(await sentLately(client, message, now), { road: message.road, now }) : 0
    if (ms > 0) return { kind: 'held', ms, said: heldBecause(message, ms) }
    const others = await othersOf(client, message, now)
    await keep(client, { leader: message, others, now })
    return { kind: 'goes', others }
  })
}

const heldBecause = ({ target, road }: QueuedMessage, ms: number): string =>
  `held back for ${Math.ceil(ms / 1_000)} s and told together with others then: ${target.replace('user:', '')} has had as many by ${road} as one can take in ${throttleWindowMs / 60_000} minutes`

async function sentLately(client: PoolClient, { channel, target }: QueuedMessage, now: Temporal.Instant): Promise<Temporal.Instant[]> {
  const since = momentOf(now.subtract({ milliseconds: throttleWindowMs }))
  // What is written over a post in a chat disturbs nobody.
  const text = `select next_at as at from message where status = 'delivered' and channel = $1 and target = $2 and next_at > $3 and from_kind <> 'chat_post'
    and not exists (select 1 from bundled b where b.message = message.id)`
  const { rows } = await client.query<{ at: string }>(text, [channel, target, since])
  return rows.map(({ at }) => instantOf(at))
}

/** What waits for the same person and channel and may be told together; nothing that itself tells of others. */
async function othersOf(client: PoolClient, message: QueuedMessage, now: Temporal.Instant): Promise<Told[]> {
  const text = `select id, from_id as from, coalesce(content->>'title', '') as title, content->'alerts' as alerts from message m
    where status in ('queued', 'claimed') and channel = $1 and target = $2 and id <> $3 and from_kind = 'escalation'
      and (content->>'kind' = 'update' or content ? 'again' or content ? 'late' or queued_at < $4)
      and not exists (select 1 from bundled b where b.message = m.id or b.leader = m.id)
    order by queued_at limit ${TOLD_TOGETHER}`
  const old = momentOf(now.subtract({ minutes: 1 }))
  return (await client.query<Told>(text, [message.channel, message.target, message.id, old])).rows
}

async function keep(
  client: PoolClient,
  { leader, others, now }: { leader: QueuedMessage; others: Told[]; now: Temporal.Instant },
): Promise<void> {
  if (others.length === 0) return
  const title = String(leader.content.title ?? leader.id)
  await client.query(
    'insert into bundled (message, leader, title, at) select id, $2, $3, $4 from unnest($1::text[]) as id on conflict do nothing',
    [others.map(({ id }) => id), leader.id, title, momentOf(now)],
  )
  await client.query('delete from bundled where at < $1', [momentOf(now.subtract(FORGOTTEN_AFTER))])
}

/** What becomes of a message that is told in another: the same as of that one. When that one never goes out, it goes by itself. */
export async function asItsLeader({ pools }: Door, message: QueuedMessage, { leader, title }: Bundled): Promise<Receipt> {
  const { rows } = await pools.page.query<{ status: string }>('select status from message where id = $1', [leader])
  const status = rows[0]?.status
  if (status === 'delivered') return { ok: true, said: `told together with “${title}”`, proof: 'accepted' }
  const isOver = status === undefined || status === 'failed' || status === 'withdrawn'
  if (isOver) await pools.page.query('delete from bundled where message = $1', [message.id])
  const said = isOver ? `“${title}”, which was to tell of it, did not go out` : `is told together with “${title}”, which is on its way`
  return { ok: false, retry: true, isHeld: true, retryAfterMs: isOver ? 0 : ASK_AGAIN_MS, said }
}

/** The content of a message that tells of others beside its own; who is paged twice for one thing reads of it once. */
export function withOthers({ content, from }: Pick<QueuedMessage, 'content' | 'from'>, others: Told[]): JsonObject {
  const waiting = new Map(others.filter((each) => each.from !== from.id).map((each) => [each.from, each]))
  if (waiting.size === 0) return content
  const own = Array.isArray(content.alerts) ? content.alerts : []
  const text = `${waiting.size} more ${waiting.size === 1 ? 'page waits for you and is' : 'pages wait for you and are'} named here; each is acknowledged by itself.`
  const named = [...waiting.values()].flatMap(({ id, title, alerts }) => (alerts?.length ? alerts : [{ title, key: id }]))
  return { ...content, alerts: [...own, ...named], text }
}
