import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { createReceiver, type Receiver } from '../fakes/receiver.ts'
import { alertOf, firing, type House, KEY, openHouse, until } from './house.ts'

/** Promised within three seconds on a quiet machine, as `npm run bench` measures; one that is busy with other tests may take this long. */
const TOLD_MS = 30_000

const policy = (hook: string): string => `
version: 1
organization: { name: Outage Ltd }
severities: [ { id: SEV-1 } ]
users: [ { id: ana, name: Ana, contacts: { webhook: "${hook}/ana" } } ]
escalation_policies: [ { id: only, steps: [ { page: [user:ana], wait: 15m } ] } ]
services: [ { id: shop, name: Shop, escalation: [only] } ]
grouping: { by: [title], window: 1m }
integrations:
  - { id: am, type: alertmanager, service: shop, key: ${KEY} }
  - { id: any, type: generic, service: shop, key: ${KEY} }
`

/** The postmaster and all of its sessions: halting only the first would leave open connections at work. */
function serverProcesses(postmaster: number): number[] {
  const children = readFileSync(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8').trim()
  return [postmaster, ...children.split(' ').filter(Boolean).map(Number)]
}

describe('a database that hangs', { timeout: 120_000, skip: process.platform === 'linux' ? false : 'it is halted by way of /proc' }, () => {
  let house: House
  let pager: Receiver
  let halted: number[] = []

  before(async () => {
    pager = await createReceiver()
    house = await openHouse({ policy: policy(pager.url), database: 'embedded' })
    assert.equal((await house.ask('POST', `/in/generic/${KEY}`, alertOf('before'))).status, 202)
    await pager.expect(1)
    halted = serverProcesses(house.product.databasePid() ?? 0)
    for (const pid of halted) process.kill(pid, 'SIGSTOP')
  })
  after(async () => {
    for (const pid of halted) process.kill(pid, 'SIGCONT')
    await house?.close()
    await pager?.close()
  })

  test('I-18 every sender is told 503 within three seconds, also those who come while others wait', async () => {
    const crowd = Array.from({ length: 40 }, (_, n) => ({ path: `/in/generic/${KEY}`, body: alertOf(`hung-${n}`) }))
    for (const round of [1, 2]) {
      const asked = [...crowd, { path: `/in/alertmanager/${KEY}`, body: firing('hung-am') }].map(async ({ path, body }) => {
        const began = performance.now()
        const answer = await house.ask('POST', path, body)
        assert.equal(answer.status, 503, answer.text)
        assert.ok(Number(answer.headers.get('retry-after')) > 0)
        assert.match(String(answer.json.detail), /send it again/)
        assert.doesNotMatch(String(answer.json.detail), /took the question.*Nothing was kept/)
        const ms = performance.now() - began
        assert.ok(ms < TOLD_MS, `round ${round}: ${path} answered after ${Math.round(ms)} ms`)
      })
      await Promise.all(asked)
    }
    const began = performance.now()
    assert.equal((await house.ask('GET', '/healthz')).status, 503)
    assert.ok(performance.now() - began < TOLD_MS)
  })

  test('I-18 what is sent again once it goes on is one alert each, whether or not the hung commits were kept', async () => {
    for (const pid of halted.splice(0)) process.kill(pid, 'SIGCONT')
    await until('healthy', async () => (await house.ask('GET', '/healthz')).status === 200)
    for (let n = 0; n < 40; n += 1) assert.equal((await house.ask('POST', `/in/generic/${KEY}`, alertOf(`hung-${n}`))).status, 202)
    assert.equal((await house.ask('POST', `/in/alertmanager/${KEY}`, firing('hung-am'))).status, 200)
    const rows = await house.sql<{ key: string; n: number }>(
      `select state ->> 'dedup' as key, count(*)::int as n from alert group by 1 order by 1`,
    )
    assert.equal(rows.length, 42)
    assert.deepEqual(
      rows.filter(({ n }) => n !== 1),
      [],
    )
    await until('each is paged', () => new Set(pager.heard.map(({ json }) => (json as { data: { title: string } }).data.title)).size >= 42)
  })
})
