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
 * and a timer for each. Run: node bench/store.ts [seconds [clients,…]]. A folder of its own, fsync on.
 */
const seconds = Number(process.argv[2] ?? 2)

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
): Promise<{ perSecond: number; p50: number; p99: number; nodeUs: number }> {
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
  const cpu = process.cpuUsage()
  await Promise.all(Array.from({ length: clients }, client))
  const elapsed = (performance.now() - start) / 1000
  const { user, system } = process.cpuUsage(cpu)
  took.sort((a, b) => a - b)
  const at = (share: number): number => took[Math.floor(took.length * share)] ?? 0
  return { perSecond: took.length / elapsed, p50: at(0.5), p99: at(0.99), nodeUs: (user + system) / took.length }
}

const rounds = 3
const allLanes = [1, 2, 3]
const middle = (numbers: number[]): number => numbers.sort((a, b) => a - b)[numbers.length >> 1] ?? 0

await measure(8, {})
console.log('clients lanes      per s   p50 ms   p99 ms   node µs each   (medians of rounds taken in turns)')
for (const clients of process.argv[3]?.split(',').map(Number) ?? [1, 8, 32, 128]) {
  const found = new Map(allLanes.map((lanes) => [lanes, [] as Awaited<ReturnType<typeof measure>>[]]))
  for (let round = 0; round < rounds; round += 1) for (const lanes of allLanes) found.get(lanes)?.push(await measure(clients, { lanes }))
  for (const [lanes, each] of found) {
    const column = (name: 'perSecond' | 'p50' | 'p99' | 'nodeUs', digits: number): string =>
      middle(each.map((one) => one[name])).toFixed(digits)
    console.log(
      `${clients}`.padStart(7),
      `${lanes}`.padStart(5),
      column('perSecond', 0).padStart(10),
      column('p50', 2).padStart(8),
      column('p99', 2).padStart(8),
      column('nodeUs', 0).padStart(8),
    )
  }
}
await pools.close()
await database.stop()
