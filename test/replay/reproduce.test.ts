import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createPolicy, type Policy } from '../../src/core/policy/policy.ts'
import type { Bundle } from '../../src/core/policy/schema/bundle.ts'
import type { LoggedFact } from '../../src/engine/cause.ts'
import { factsIn, readLog } from '../../src/engine/replay/read-log.ts'
import { reproduce } from '../../src/engine/replay/reproduce.ts'
import { createReceiver, type Receiver } from '../fakes/receiver.ts'
import { alertOf, type House, KEY, openHouse, toldBy, until } from '../resilience/house.ts'

let house: House
let phones: Receiver

/** Short ladders, so that steps fall into the seconds in which the process is dead. */
const policy = (wait: string) => `
version: 1
organization: { name: Record Ltd }
severities: [ { id: SEV-1, respond_within: 1m }, { id: SEV-2 } ]
users:
  - { id: ana, name: Ana, contacts: { webhook: "${phones.url}/ana" } }
  - { id: ben, name: Ben, contacts: { webhook: "${phones.url}/ben" } }
schedules: [ { id: primary, timezone: UTC, layers: [ { id: weekly, rotation: weekly, starts: "2026-01-05T00:00", members: [ana, ben] } ] } ]
escalation_policies: [ { id: technical, steps: [ { page: [schedule:primary], wait: ${wait} }, { page: [user:ana, user:ben], wait: 15m } ] } ]
services: [ { id: checkout, escalation: [technical] } ]
grouping: { by: [title], window: 1m }
obligations: [ { id: internal, when: { severity: [SEV-1] }, must: update, every: 1m, from: declared, until: resolved } ]
routes: [ { when: { label: { big: "yes" } }, severity: SEV-1, declare: true } ]
integrations: [ { id: any, type: generic, key: ${KEY}, service: checkout } ]
`

before(async () => {
  phones = await createReceiver()
  house = await openHouse({ policy: policy('1s') })
})
after(async () => {
  await house?.close()
  await phones?.close()
})

const raise = async (key: string, labels: Record<string, string> = {}): Promise<void> => {
  const { status, text } = await house.ask('POST', `/in/generic/${KEY}`, alertOf(key, { labels }))
  assert.equal(status, 202, text)
}
const did = async (path: string, body: object): Promise<Record<string, never>> => {
  const { status, text, json } = await house.api('POST', path, body)
  assert.ok(status < 300, `${path}: ${status} ${text}`)
  return json
}
const pageOf = (key: string) =>
  until(`a page of ${key}`, () => phones.heard.map(({ json }) => toldBy(json)).find(({ title }) => title === `alert ${key}`))

/** Everybody who has the link and the alert itself at once: one is first. */
async function race(key: string): Promise<void> {
  const link = new URL((await pageOf(key)).ackUrl ?? '').pathname
  const { items } = (await house.api('GET', `/api/v1/alerts?q=${key}`)).json as unknown as { items: { id: string }[] }
  const body = { action: 'acknowledge', ids: items.map(({ id }) => id) }
  await Promise.all([house.ask('POST', link), house.api('POST', '/api/v1/alerts/act', body), house.ask('POST', link)])
}

async function tellTheStory(): Promise<void> {
  await raise('one')
  await race('one')
  await Promise.all(Array.from({ length: 30 }, (_, i) => raise(`many-${i % 7}`)))
  const inHours = (hours: number): string => Temporal.Now.instant().add({ hours }).toString()
  await did('/api/v1/schedules/primary/overrides', { user: 'ben', from: inHours(-1), to: inHours(24) })
  await raise('under-an-override')
  await pageOf('under-an-override')
  await raise('big', { big: 'yes' })
  const incident = await until('the incident', async () => {
    const { items } = (await house.api('GET', '/api/v1/incidents')).json as unknown as { items: { reference: string }[] }
    return items[0]?.reference
  })
  await did(`/api/v1/incidents/${incident}/update`, { text: 'We are looking' })
  await raise('before-the-crash')
  await house.product.kill({ database: false })
  await house.product.start()
  await pageOf('before-the-crash')
  await house.apply(policy('2s'))
  await raise('under-the-second')
  await race('under-the-second')
  await did(`/api/v1/incidents/${incident}/severity`, { severity: 'SEV-2', reason: 'it is only slow' })
  await did(`/api/v1/incidents/${incident}/resolve`, { resolution: 'It is over' })
  await until('nothing on its way', async () => {
    const rows = await house.sql(`select 1 from message where status in ('queued', 'claimed', 'sending')`)
    return rows.length === 0
  })
}

async function recorded(): Promise<{ facts: LoggedFact[]; versions: Map<number, Policy> }> {
  const pool = { query: async (text: string, values: unknown[]) => ({ rows: await house.sql(text, values) }) }
  const all = { from: '2026-01-01T00:00:00.000Z', to: '2999-01-01T00:00:00.000Z' }
  const facts = factsIn((await readLog(pool as never, all)).pages)
  const applied = facts.filter(({ name }) => name === 'policy.applied')
  const versions = applied.map(
    ({ data }) => [Number(data.version), createPolicy(data.bundle as unknown as Bundle, Number(data.version))] as const,
  )
  return { facts, versions: new Map([[0, createPolicy({ version: 1, organization: { name: 'Unnamed' } } as Bundle, 0)], ...versions]) }
}

test('a record with a crash, an override, two policies and races of acknowledgements is reproduced fact by fact', {
  timeout: 120_000,
}, async () => {
  await tellTheStory()
  const { facts, versions } = await recorded()
  const { compared, differences, unreadable } = await reproduce(facts, { versions })
  assert.deepEqual(
    differences.slice(0, 3).map(({ expected, got }) => ({ expected, got })),
    [],
  )
  assert.deepEqual({ compared, unreadable }, { compared: facts.length, unreadable: 0 })
  const names = new Set(facts.map(({ name }) => name))
  for (const name of [
    'policy.applied',
    'alert.acknowledged',
    'escalation.acknowledged',
    'incident.resolved',
    'page.delivered',
    'obligation.opened',
  ])
    assert.ok(names.has(name), `the story has no ${name}`)
  assert.ok(versions.size >= 4, 'two policies and an override')
})

test('one changed word in the record is found where it stands', async () => {
  const { facts, versions } = await recorded()
  const at = facts.findIndex(({ name }) => name === 'alert.acknowledged')
  const fact = facts[at] as LoggedFact
  const { differences } = await reproduce(facts.with(at, { ...fact, hash: 'x', data: { ...fact.data, by: 'user:eve' } }), { versions })
  assert.deepEqual(
    differences.map(({ expected }) => expected.hash),
    ['x'],
  )
})
