import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createReceiver, type Receiver } from '../fakes/receiver.ts'
import { alertOf, type House, KEY, openHouse, toldBy, until } from '../resilience/house.ts'

/** The product promises these on a quiet machine, where `npm run bench` measures them; one busy with other tests is given this much more. */
const PATIENCE = 10
const END_MS = 5_000
const START_MS = 3_000
const CRASH_START_MS = 10_000
/** Timers that were due while everything was down fire within this time of the restart. */
const OVERDUE_MS = 1_000
const LADDERS = 20

let house: House
let pager: Receiver

const policy = (hook: string): string => `
version: 1
organization: { name: Phoenix Ltd }
severities: [ { id: SEV-1 } ]
users:
  - { id: ana, name: Ana, contacts: { webhook: "${hook}/ana" } }
  - { id: ben, name: Ben, contacts: { webhook: "${hook}/ben" } }
  - { id: cem, name: Cem, contacts: { webhook: "${hook}/cem" } }
escalation_policies:
  - { id: only, steps: [ { page: [user:ana], wait: 15m } ] }
  - { id: soon, steps: [ { page: [user:ana], wait: 1s }, { page: [user:ben], wait: 2s }, { page: [user:cem], wait: 15m } ] }
services: [ { id: one, escalation: [only] }, { id: three, escalation: [soon] } ]
grouping: { by: [title], window: 1m }
integrations: [ { id: any, type: generic, key: ${KEY} } ]
`

before(async () => {
  pager = await createReceiver()
  house = await openHouse({ policy: policy(pager.url), database: 'embedded' })
})
after(async () => {
  await house?.close()
  await pager?.close()
})

const post = async (key: string, service: string): Promise<boolean> =>
  house.ask('POST', `/in/generic/${KEY}`, alertOf(key, { labels: { service } })).then(
    ({ status }) => status === 202,
    () => false,
  )

/** Milliseconds from the start of the process to its first accepted alert, as a sender that knocks all the time sees it. */
async function startMs(key: string): Promise<number> {
  const began = performance.now()
  const started = house.product.start()
  await until('the first accepted alert', () => post(key, 'one'), 60_000)
  const took = performance.now() - began
  await started
  return took
}

const pagesTo = (path: string) => pager.heard.filter((each) => each.path === path).map(({ json }) => toldBy(json))

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`${signal} ends it cleanly within 5 s, the database too, and the next start finds its data`, { timeout: 60_000 }, async () => {
    assert.ok(await post(`before ${signal}`, 'one'))
    const began = performance.now()
    assert.equal(await house.product.stop(signal), 0)
    const took = performance.now() - began
    console.log(`${signal}: ended in ${Math.round(took)} ms`)
    assert.ok(took <= END_MS * PATIENCE, `it took ${Math.round(took)} ms`)
    assert.equal(house.product.databasePid(), null, 'the database has ended')
    const ms = await startMs(`after ${signal}`)
    console.log(`start with existing data to the first accepted alert: ${Math.round(ms)} ms`)
    assert.ok(ms <= START_MS * PATIENCE, `it took ${Math.round(ms)} ms`)
    const alerts = await house.sql(`select 1 from alert where state ->> 'dedup' like '% ${signal}'`)
    assert.equal(alerts.length, 2)
  })
}

test('I-15 W1 W8 after kill -9 of app and database timers that were due meanwhile fire once, soon, and in no burst', {
  timeout: 120_000,
}, async () => {
  const keys = Array.from({ length: LADDERS }, (_, i) => `ladder${i}`)
  for (const key of keys) assert.ok(await post(key, 'three'))
  await until('the first step of each', () => pagesTo('/ana').filter(({ title }) => title.startsWith('alert ladder')).length === LADDERS)
  const toldBefore = pagesTo('/ben').length
  await house.product.kill({ database: true })
  const down = performance.now()
  // Long enough for the first wait and the second to lie in the past, were they counted on without us.
  await until('both waits have passed', () => performance.now() - down > 3_500)
  const ms = await startMs('after the crash')
  console.log(`start after kill -9 of app and database to the first accepted alert: ${Math.round(ms)} ms`)
  assert.ok(ms <= CRASH_START_MS * PATIENCE, `it took ${Math.round(ms)} ms`)
  const up = performance.now()
  await until('the second step of each', () => pagesTo('/ben').length >= LADDERS)
  const late = performance.now() - up
  console.log(`${LADDERS - toldBefore} overdue steps fired ${Math.round(late)} ms after the first accepted alert`)
  assert.ok(late <= OVERDUE_MS * PATIENCE, `it took ${Math.round(late)} ms`)
  assert.equal(pagesTo('/cem').length, 0, 'the third step keeps its whole wait')
  await until('the third step of each', () => pagesTo('/cem').length >= LADDERS)
  const fired = await house.sql<{ n: number }>(
    `select count(*)::int as n from fact f join escalation e on f.stream = 'escalation:' || e.id where f.name = 'escalation.step_fired' and e.state ->> 'title' like 'alert ladder%' group by e.id`,
  )
  assert.deepEqual(
    fired.map(({ n }) => n),
    keys.map(() => 3),
  )
  for (const path of ['/ben', '/cem']) assert.equal(pagesTo(path).length, LADDERS, `each step pages ${path} once`)
})
