import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, changes, messageOf } from '../../test/world/stores.ts'
import { openPools } from '../platform/db/pool.ts'
import { startTestDatabase } from '../platform/db/test-database.ts'
import { openPgStore } from './pg-store.ts'
import { removeFinished } from './retention.ts'

const DAY_MS = 86_400_000

test('what has long come to an end goes, what may still be sent or is held stays', async (t) => {
  const database = await (await startTestDatabase()).createDatabase()
  const { page, side, close } = openPools(database.url)
  t.after(() => close().then(database.drop))
  const store = await openPgStore({ pool: page })
  for (const worker of ['dead', 'holding']) await store.beat(worker, at(0))
  await store.beat('alive', at(20 * DAY_MS))
  const over = ['delivered', 'failed', 'withdrawn'] as const
  await store.write(
    changes({
      messages: [
        ...over.map((status) => messageOf(`old-${status}`, { status, owner: 'dead' })),
        ...over.map((status) => messageOf(`new-${status}`, { status, owner: 'dead', queuedAt: at(2 * DAY_MS) })),
        messageOf('old-queued'),
        messageOf('old-sending', { status: 'sending', owner: 'holding' }),
      ],
    }),
  )
  const now = Temporal.Instant.from(at(15 * DAY_MS))
  assert.deepEqual(await removeFinished(side, now), { messages: 3, workers: 1 })
  const { rows } = await side.query<{ id: string }>('select id from message union all select id from worker order by id')
  const left = ['alive', 'holding', 'new-delivered', 'new-failed', 'new-withdrawn', 'old-queued', 'old-sending']
  assert.deepEqual(
    rows.map(({ id }) => id),
    left,
  )
  assert.deepEqual(await removeFinished(side, now), { messages: 0, workers: 0 })
})
