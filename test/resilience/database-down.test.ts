import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { Load } from '../crash/load.ts'
import { createReceiver, type Receiver } from '../fakes/receiver.ts'
import { alertOf, firing, type House, KEY, openHouse, toldBy, until } from './house.ts'

let house: House
let pager: Receiver

const policy = (hook: string): string => `
version: 1
organization: { name: Outage Ltd }
severities: [ { id: SEV-1 } ]
users: [ { id: ana, name: Ana, contacts: { webhook: "${hook}/ana" } }, { id: ben, name: Ben, contacts: { webhook: "${hook}/ben" } } ]
escalation_policies:
  - { id: only, steps: [ { page: [user:ana], wait: 15m } ] }
  - { id: soon, steps: [ { page: [user:ana], wait: 2s }, { page: [user:ben], wait: 15m } ] }
services: [ { id: shop, name: Shop, escalation: [only] }, { id: two, escalation: [soon] } ]
status_pages: [ { id: public, title: Outage Ltd status, components: [shop] } ]
grouping: { by: [title], window: 1m }
integrations:
  - { id: am, type: alertmanager, service: shop, key: ${KEY} }
  - { id: pd, type: pagerduty, service: shop, key: ${KEY} }
  - { id: any, type: generic, service: shop, key: ${KEY} }
`

describe('a database that is stopped', { timeout: 120_000 }, () => {
  let ackPath = ''

  before(async () => {
    pager = await createReceiver()
    house = await openHouse({ policy: policy(pager.url), database: 'own' })
    assert.equal((await house.ask('POST', `/in/generic/${KEY}`, alertOf('before'))).status, 202)
    const [page] = await pager.expect(1)
    ackPath = new URL(toldBy(page?.json).ackUrl ?? '').pathname
    assert.equal((await house.ask('GET', '/status')).status, 200)
    assert.equal((await house.ask('POST', `/in/generic/${KEY}`, alertOf('climbs', { labels: { service: 'two' } }))).status, 202)
    await pager.expect(2)
    await house.databaseDown()
  })
  after(async () => {
    await house?.close()
    await pager?.close()
  })

  test('I-18 every way in answers 503 with Retry-After at once, and says that nothing was kept', async () => {
    const event = { routing_key: KEY, event_action: 'trigger', payload: { summary: 's', source: 'x', severity: 'error' } }
    for (const [path, body] of [
      [`/in/alertmanager/${KEY}`, firing('down')],
      [`/in/generic/${KEY}`, alertOf('down')],
      ['/v2/enqueue', event],
      ['/v2/change/enqueue', event],
    ] as const) {
      const answer = await house.ask('POST', path, body)
      assert.equal(answer.status, 503, `${path}: ${answer.text}`)
      assert.ok(Number(answer.headers.get('retry-after')) > 0, path)
      assert.match(answer.headers.get('content-type') ?? '', /problem\+json/)
      assert.match(String(answer.json.detail), /Nothing was kept; send it again/)
    }
  })

  test('/healthz and /readyz answer 503 and say why', async () => {
    for (const path of ['/healthz', '/readyz']) {
      const answer = await house.ask('GET', path)
      assert.equal(answer.status, 503)
      assert.equal(answer.json.code, 'database-down')
    }
  })

  test('the public status page is still served and says that it may be out of date', async () => {
    const page = await until('it notices', async () => {
      const { status, text } = await house.ask('GET', '/status')
      assert.equal(status, 200)
      return /Outage Ltd status/.test(text) && /class="stale"|could not be|not be checked|last known|out of date/i.test(text) ? text : null
    })
    assert.match(page, /Shop/)
  })

  test('an acknowledge link says clearly that it is not acknowledged', async () => {
    const posted = await house.ask('POST', ackPath)
    assert.equal(posted.status, 503)
    assert.match(posted.text, /not acknowledged/i)
    assert.ok(Number(posted.headers.get('retry-after')) > 0)
    const opened = await fetch(house.product.url + ackPath, { headers: { accept: 'text/html' } })
    const text = await opened.text()
    assert.equal(opened.status, 503)
    assert.match(opened.headers.get('content-type') ?? '', /text\/html/, 'somebody looks at it on a phone')
    assert.match(text, /not acknowledged/i)
    const tapped = await fetch(house.product.url + ackPath, { method: 'POST', headers: { accept: 'text/html' }, redirect: 'manual' })
    assert.equal(tapped.status, 503)
    assert.match(await tapped.text(), /not acknowledged/i)
  })

  test('the API answers 503 as a problem, sign-in included', async () => {
    const answer = await house.api('GET', '/api/v1/alerts')
    assert.equal(answer.status, 503, answer.text)
    assert.equal(answer.json.code, 'database-down')
    const signIn = await house.ask('POST', '/api/auth/sign-in/email', { email: 'ana@example.com', password: 'correct horse battery' })
    assert.equal(signIn.status, 503, signIn.text)
  })

  test('I-2 once it is back everything works again without a restart, nothing refused was kept, and what was due meanwhile is done once', async () => {
    await house.databaseUp()
    await until('healthy', async () => (await house.ask('GET', '/healthz')).status === 200)
    const keys = await house.sql<{ key: string }>(`select state ->> 'dedup' as key from alert order by 1`)
    assert.deepEqual(
      keys.map(({ key }) => key),
      ['before', 'climbs'],
      'nothing refused was kept',
    )
    assert.equal((await house.ask('POST', `/in/generic/${KEY}`, alertOf('after'))).status, 202)
    await until('it pages', () => pager.heard.some(({ json }) => toldBy(json).title === 'alert after'))
    await until('the step that was due', () => pager.heard.some(({ path }) => path === '/ben'))
    assert.equal((await house.ask('POST', ackPath)).status, 200)
    assert.equal(pager.heard.filter(({ path }) => path === '/ben').length, 1)
    const { text } = await until('a fresh status page', async () => {
      const page = await house.ask('GET', '/status')
      return /class="stale"/.test(page.text) ? null : page
    })
    assert.match(text, /Shop/)
  })

  test('I-1 under load through a stop and a start nothing that was accepted is lost', async () => {
    const load = new Load(`${house.product.url}/in/alertmanager/${KEY}`, 4)
    load.start()
    for (let round = 0; round < 2; round += 1) {
      await load.more(40)
      await house.databaseDown()
      const refused = load.refused
      await until('it is refused', () => load.refused > refused)
      await house.databaseUp()
    }
    await load.more(40)
    await load.stop()
    const kept = new Set(
      (await house.sql<{ key: string }>(`select state ->> 'dedup' as key from alert where integration = 'am'`)).map(({ key }) => key),
    )
    assert.deepEqual(
      [...load.accepted].filter((key) => !kept.has(key)),
      [],
    )
  })
})
