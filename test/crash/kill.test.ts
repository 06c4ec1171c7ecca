import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import pg from 'pg'
import { startEmbeddedDatabase } from '../../src/platform/db/embedded.ts'
import { createReceiver } from '../fakes/receiver.ts'
import { until } from '../resilience/house.ts'
import { Random } from '../sim/random.ts'
import { Load } from './load.ts'
import { freePort, Product, tocsin } from './product.ts'

/** Every kill comes at a drawn moment under load; 200 by hand: `KILLS=200 npm test -- crash`. */
const KILLS = Number(process.env.KILLS ?? 20)
const KEY = 'killkillkillkillkillkillkillkill'

const UNPAGED = `select a.id from alert a left join escalation e on e.id = a.escalation where a.status = 'triggered' and (e.id is null
  or not exists (select 1 from message m where m.from_id = e.id and m.status = 'delivered'))`

const bundle = (hook: string): string => `
version: 1
organization: { name: Crash Ltd }
severities: [ { id: SEV-1, respond_within: 15m } ]
users: [ { id: ana, name: Ana, role: admin, contacts: { webhook: "${hook}/ana" } } ]
schedules: [ { id: primary, timezone: UTC, layers: [ { id: weekly, rotation: weekly, starts: "2026-01-05T00:00", members: [ana] } ] } ]
escalation_policies: [ { id: technical, steps: [ { page: [schedule:primary], wait: 15m } ] } ]
services: [ { id: checkout, escalation: [technical] } ]
integrations: [ { id: am, type: alertmanager, service: checkout, key: ${KEY} } ]
`

test(`I-1 no accepted alert is lost in ${KILLS} kills of the app, every third with its database`, { timeout: 280_000 }, async () => {
  const data = await mkdtemp(join(tmpdir(), 'tocsin-kill-'))
  const receiver = await createReceiver()
  const random = new Random(20_261_120)
  const product = new Product({ data, port: await freePort() })
  await writeFile(join(data, 'tocsin.yaml'), bundle(receiver.url))
  await product.start()
  await tocsin(data, ['apply', join(data, 'tocsin.yaml')])
  const load = new Load(`${product.url}/in/alertmanager/${KEY}`, 4)
  load.start()
  for (let kill = 0; kill < KILLS; kill += 1) {
    await load.more(1 + random.below(120))
    await product.kill({ database: kill % 3 === 2 })
    await product.start()
  }
  await load.more(50)
  await load.stop()

  // The product goes on while its database is looked at: what was interrupted is taken up within seconds.
  const database = await startEmbeddedDatabase({ folder: data, note: () => {} })
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  try {
    const { rows } = await client.query<{ dedup: string; copies: string }>(
      `select state ->> 'dedup' as dedup, count(*) as copies from alert group by 1`,
    )
    const kept = new Map(rows.map((row) => [row.dedup, Number(row.copies)]))
    assert.deepEqual(
      [...load.accepted].filter((key) => !kept.has(key)),
      [],
      'accepted and not in the database',
    )
    assert.deepEqual(
      [...kept].filter(([, copies]) => copies > 1),
      [],
      'opened twice',
    )
    await until('every ladder has paged somebody', async () => (await client.query(UNPAGED)).rowCount === 0)
  } finally {
    await client.end()
    assert.equal(await product.stop(), 0, 'asked to end, it ends cleanly')
    await database.stop()
    await receiver.close()
    await rm(data, { recursive: true, force: true })
  }
})
