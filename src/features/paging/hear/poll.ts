import { randomUUID } from 'node:crypto'
import { momentOf } from '../../../core/time/moment.ts'
import { repeat } from '../../../engine/repeat.ts'
import type { App } from '../../feature.ts'
import { ioOf } from '../send-io.ts'
import { carryOutAsked } from './asked-replies.ts'
import { openMessages, sweepHeard } from './handed-over.ts'
import { keepTold } from './told.ts'
import type { Connected } from './who.ts'

/** A person who pressed a key waits for no longer than this to be believed. */
const POLL_SECONDS = 10
/** Another process takes over after this. Longer than a slow provider takes to answer. */
const HELD_SECONDS = 60
const SWEEP_HOURS = 6

const me = randomUUID()

/** Asks providers that cannot post to us, in one process at a time; returns how to stop. */
export function startPolling(app: App): () => Promise<void> {
  let sweptAt: Temporal.Instant | null = null
  const round = async (): Promise<void> => {
    const now = app.clock.now()
    try {
      await pollAll(app)
      if (sweptAt && Temporal.Instant.compare(sweptAt.add({ hours: SWEEP_HOURS }), now) > 0) return
      sweptAt = now
      await sweepHeard(app)
    } catch (err) {
      app.log.warn({ err }, 'could not ask providers what became of messages; it is tried again')
    }
  }
  return repeat(app.clock, { seconds: POLL_SECONDS }, round)
}

/** One round over everything that is connected and can be asked. One that fails does not keep the others waiting. */
export async function pollAll(app: App): Promise<void> {
  const instances = app.policies.live().bundle.integrations ?? []
  const connected = instances.flatMap((instance): Connected[] => {
    const declaration = app.integrations.get(instance.type)
    return declaration?.poll ? [{ instance, declaration }] : []
  })
  await Promise.all(
    connected.map((each) =>
      pollOne(app, each).catch((err) =>
        app.log.warn({ err, connection: each.instance.id }, 'a provider could not be asked; it is tried again'),
      ),
    ),
  )
}

async function pollOne(app: App, connected: Connected): Promise<void> {
  const { declaration, instance } = connected
  const hold = await take(app, instance.id)
  if (!hold) return
  let { cursor } = hold
  try {
    const io = await ioOf(app, connected)
    const polled = await declaration.poll?.({ ...(await openMessages(app, instance.id)), cursor }, io)
    if (!polled) return
    await keepTold(app, connected, polled)
    const results = await carryOutAsked(app, connected, polled.replies ?? [])
    if (!results) return
    cursor = polled.cursor
    await polled.answer?.(results)
  } finally {
    await app.pools.side.query('update hear_poll set cursor = $2, held_until = null where connection = $1 and held_by = $3', [
      instance.id,
      cursor,
      me,
    ])
  }
}

/** Null while another process asks this provider. */
async function take({ pools, clock }: App, connection: string): Promise<{ cursor: string | null } | null> {
  const now = clock.now()
  const { rows } = await pools.side.query<{ cursor: string | null }>(
    `insert into hear_poll as old (connection, held_by, held_until) values ($1, $2, $3)
     on conflict (connection) do update set held_by = $2, held_until = $3
     where old.held_until is null or old.held_until < $4 returning cursor`,
    [connection, me, momentOf(now.add({ seconds: HELD_SECONDS })), momentOf(now)],
  )
  return rows[0] ?? null
}
