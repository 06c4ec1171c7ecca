import { randomUUID } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Machine } from '../src/core/command/command.ts'
import { createPolicy } from '../src/core/policy/policy.ts'
import type { Bundle } from '../src/core/policy/schema/bundle.ts'
import { createClock } from '../src/engine/clock.ts'
import { createExecutor, type ExecutorParts } from '../src/engine/execute.ts'
import { openPgStore } from '../src/engine/pg-store.ts'
import { startEmbeddedDatabase } from '../src/platform/db/embedded.ts'
import { migrate } from '../src/platform/db/migrate.ts'
import { openPools } from '../src/platform/db/pool.ts'

/**
 * Single commands per second through execute and the store, each on disk before it is answered: a new alert, a fact
 * and a timer for each. Run: node bench/store.ts [seconds]. A folder of its own, fsync on.
 */
const seconds = Number(process.argv[2] ?? 4)

type Opened = { title: string; details: Record<string, string> }

const trivial: Machine<Opened> = {
  kind: 'alert',
  decide(state, command, { now }) {
    const data = command.data as Opened
    return {
      state: state ?? data,
      facts: [{ name: 'alert.opened', of: command.to, by: command.by, data: { title: data.title } }],
      next: now.add({ hours: 1 }),
    }
  },
  columns: (state) => ({ key: state.title, status: 'triggered', service: 'checkout', severity: 'sev1', rank: 0, opened_at: null }),
}

const policy = createPolicy({ organization: { timezone: 'UTC' } } as unknown as Bundle, 1)
const folder = mkdtempSync(join(tmpdir(), 'tocsin-bench-'))
const database = await startEmbeddedDatabase({ folder })
const pools = openPools(database.url)
await migrate(pools.side)
const store = await openPgStore({ pool: pools.page })
const details = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`label_${i}`, `value ${i} of an alert of usual size`]))

async function measure(
  clients: number,
  tuning: Pick<ExecutorParts, 'lanes' | 'maxBatch'>,
): Promise<{ perSecond: number; p50: number; p99: number }> {
  const executor = createExecutor({
    store,
    core: {
      machines: new Map([['alert', trivial as Machine]]),
      reactions: new Map(),
      policies: { live: () => policy, at: () => policy, ensure: async () => {} },
      canSend: () => true,
    },
    clock: createClock(),
    owner: () => null,
    onCommit: () => {},
    ...tuning,
  })
  const took: number[] = []
  const end = performance.now() + seconds * 1000
  const client = async (): Promise<void> => {
    while (performance.now() < end) {
      const title = randomUUID()
      const start = performance.now()
      await executor.execute({
        name: 'open',
        to: { kind: 'alert', key: title, orNew: randomUUID() },
        by: 'bench',
        data: { title, details },
      })
      took.push(performance.now() - start)
      // Requests come through a socket, never from the same turn of the loop.
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  const start = performance.now()
  await Promise.all(Array.from({ length: clients }, client))
  const elapsed = (performance.now() - start) / 1000
  took.sort((a, b) => a - b)
  const at = (share: number): number => took[Math.floor(took.length * share)] ?? 0
  return { perSecond: took.length / elapsed, p50: at(0.5), p99: at(0.99) }
}

await measure(8, {})
console.log('clients lanes      per s   p50 ms   p99 ms')
for (const clients of [1, 8, 32, 128]) {
  for (const lanes of [1, 2, 3, 4]) {
    const { perSecond, p50, p99 } = await measure(clients, { lanes })
    console.log(
      `${clients}`.padStart(7),
      `${lanes}`.padStart(5),
      perSecond.toFixed(0).padStart(10),
      p50.toFixed(2).padStart(8),
      p99.toFixed(2).padStart(8),
    )
  }
}
await pools.close()
await database.stop()
