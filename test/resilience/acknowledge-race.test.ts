import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createReceiver, type Receiver } from '../fakes/receiver.ts'
import { alertOf, type House, KEY, openHouse, toldBy, until } from './house.ts'

/** Enough to meet every millisecond around the send several times. */
const TRIALS = 200
/** Acknowledgements come this long before and after the moment of the send. */
const AROUND_MS = 50
const AT_ONCE = 40
const PEOPLE = 100
/** How long a receiver takes to answer. What was handed over before the commit has arrived before a request that begins after the answer is over. */
const DELAY_MS = 20

let house: House
let first: Receiver
let second: Receiver
let wire: Receiver

/** The second step comes so soon after the first that an acknowledgement of the first meets it in its making. */
const policy = () => `
version: 1
organization: { name: Race Ltd }
severities: [ { id: SEV-1 } ]
users:
  - { id: ana, name: Ana, contacts: { webhook: "${first.url}/ana" } }
  - { id: ben, name: Ben, contacts: { webhook: "${second.url}/ben" } }
${Array.from({ length: PEOPLE }, (_, i) => `  - { id: p${i}, name: Person ${i}, contacts: { webhook: "${second.url}/p${i}" } }`).join('\n')}
escalation_policies:
  - { id: two, steps: [ { page: [user:ana], wait: 1s }, { page: [user:ben], wait: 15m } ] }
  - { id: all, steps: [ { page: [${Array.from({ length: PEOPLE }, (_, i) => `user:p${i}`).join(', ')}], wait: 15m } ] }
services: [ { id: race, escalation: [two] }, { id: crowd, escalation: [all] } ]
grouping: { by: [title], window: 1m }
integrations: [ { id: any, type: generic, key: ${KEY} } ]
`

before(async () => {
  // A provider that takes its time, so that sends are in the air while people acknowledge.
  ;[first, second, wire] = await Promise.all([
    createReceiver(),
    createReceiver({ delayMs: DELAY_MS }),
    createReceiver({ delayMs: DELAY_MS }),
  ])
  house = await openHouse({ policy: policy() })
})
after(async () => {
  await house?.close()
  await Promise.all([first?.close(), second?.close(), wire?.close()])
})

const later = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(1, ms)))
const pathOf = (ackUrl: string | undefined): string => new URL(ackUrl ?? '').pathname

test(`I-5 after the answer to an acknowledgement no send begins: ${TRIALS} trials around the send`, { timeout: 280_000 }, async () => {
  const begun = new Map<string, number[]>()
  const dueAt = new Map<string, number>()
  second.answer(({ json }) => {
    const { title } = toldBy(json)
    begun.set(title, [...(begun.get(title) ?? []), performance.now()])
    return { delayMs: DELAY_MS }
  })
  const trial = async (i: number): Promise<string | null> => {
    const key = `t${i}`
    assert.equal((await house.ask('POST', `/in/generic/${KEY}`, alertOf(key, { labels: { service: 'race' } }))).status, 202)
    const title = `alert ${key}`
    const page = await until(`the first page of ${title}`, () => first.heard.find(({ json }) => toldBy(json).title === title))
    const [{ step_at: due } = { step_at: '' }] = await house.sql<{ step_at: string }>(
      `select state ->> 'stepAt' as step_at from escalation where state ->> 'title' = $1`,
      [title],
    )
    const offset = (i % (2 * AROUND_MS + 1)) - AROUND_MS
    await later(Date.parse(due) - Date.now() + offset)
    dueAt.set(title, Date.parse(due))
    const answer = await house.ask('POST', pathOf(toldBy(page.json).ackUrl))
    const answeredAt = performance.now()
    assert.equal(answer.status, 200, answer.text)
    await fetch(wire.url, { method: 'POST', body: '{}' })
    const arrivedAt = performance.now()
    await later(100)
    const late = (begun.get(title) ?? []).filter((at) => at > arrivedAt)
    return late.length > 0
      ? `${title}, acknowledged ${offset} ms from the send: begun ${late.map((at) => Math.round(at - answeredAt))} ms after the answer`
      : null
  }
  const broken: (string | null)[] = []
  for (let i = 0; i < TRIALS; i += AT_ONCE)
    broken.push(...(await Promise.all(Array.from({ length: Math.min(AT_ONCE, TRIALS - i) }, (_, j) => trial(i + j)))))
  assert.deepEqual(broken.filter(Boolean), [])
  const paged = begun.size
  assert.ok(paged > 0 && paged < TRIALS, `some were acknowledged before the send and some after: ${paged} of ${TRIALS} were sent`)
  const toBen = await house.sql(`select id from message where target = 'user:ben' and status in ('queued', 'claimed', 'sending')`)
  assert.deepEqual(toBen, [], 'nothing is left to be sent')
})

test('15.4.2 of 100 who acknowledge at once one has it, and the others are told who', { timeout: 60_000 }, async () => {
  await house.ask('POST', `/in/generic/${KEY}`, alertOf('crowd', { labels: { service: 'crowd' } }))
  const pages = await until('everybody is paged', () => {
    const all = second.heard.map(({ json }) => toldBy(json)).filter(({ title, kind }) => title === 'alert crowd' && kind === 'page')
    return all.length === PEOPLE ? all : null
  })
  const answers = await Promise.all(pages.map(({ ackUrl }) => house.ask('POST', pathOf(ackUrl))))
  const winners = answers.filter(({ status }) => status === 200)
  assert.equal(winners.length, 1)
  const [{ by } = { by: '' }] = await house.sql<{ by: string }>(
    `select state -> 'acknowledged' ->> 'by' as by from alert where state ->> 'title' = 'alert crowd'`,
  )
  for (const { status, json } of answers.filter((each) => !winners.includes(each))) {
    assert.equal(status, 409)
    assert.ok(String(json.detail).includes(by), `${json.detail} names ${by}`)
  }
  const acknowledged = await house.sql(`select 1 from fact where name = 'alert.acknowledged' and by = $1 and stream like 'alert:%'`, [by])
  assert.equal(acknowledged.length, 1)
})
