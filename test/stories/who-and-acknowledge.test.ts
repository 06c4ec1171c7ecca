import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import alerts from '../../src/features/alerts/feature.ts'
import escalations from '../../src/features/escalations/feature.ts'
import onCall from '../../src/features/oncall/feature.ts'
import { type Organisation, openOrganisation } from '../world/organisation.ts'

const START = '2026-11-12T14:39:51.000Z'
const SETTLEMENT = { title: 'Settlement queue above 5,000 messages', labels: { team: 'payments-core', queue: 'settle-out' } }

describe('who is paged, and what a link does', () => {
  let organisation: Organisation
  let escalation: string
  let link: string
  before(async () => {
    organisation = await openOrganisation({ policy: 'example', start: START, features: [alerts, onCall, escalations] })
  })
  after(() => organisation?.close())

  const acks = async (): Promise<number> => {
    const { rows } = await organisation.app.pools.side.query(`select count(*)::int as n from fact where name = 'escalation.acknowledged'`)
    return rows[0].n
  }

  test('an alert pages whoever holds the schedule, by their own rules, and says why', async () => {
    const opened = await organisation.ask('ben', 'POST', '/api/v1/alerts', SETTLEMENT)
    assert.equal(opened.statusCode, 201, opened.body)
    const alert = opened.json()
    assert.match(alert.reference, /^ALR-\d+$/)
    assert.deepEqual(
      organisation.sent.map(({ user, road }) => `${user} ${road}`),
      ['ana push', 'ana chat'],
    )
    const mine = (await organisation.ask('ana', 'GET', `/api/v1/alerts/${alert.reference}`)).json()
    assert.equal(mine.why.person.isYou, true)
    assert.equal(mine.why.target, 'payments-primary')
    assert.equal(mine.why.until, '2026-11-14T00:00:00.000Z')
    assert.deepEqual(
      mine.why.chain.map((each: { kind: string }) => each.kind),
      ['accepted', 'rule', 'ladder', 'schedule', 'person', 'reached'],
    )
    assert.deepEqual(
      mine.next.people.map((each: { name: string }) => each.name),
      ['Ben'],
    )
    assert.equal(mine.next.at, '2026-11-12T14:44:51.000Z')
    const ledger = mine.ledger.map(
      (line: { person: { name: string }; road: string; result: string }) => `${line.person.name} ${line.road} ${line.result}`,
    )
    assert.deepEqual(ledger, [
      'Ana push delivered',
      'Ana chat delivered',
      'Ana sms planned',
      'Ana phone planned',
      'Ben phone if-unacknowledged',
      'Ben push if-unacknowledged',
    ])
    escalation = mine.escalation
    link = organisation.ackLink(escalation, 'ana')
  })

  test('a scanner that follows the link acknowledges nothing', async () => {
    await organisation.pass('PT1M20S')
    for (const method of ['GET', 'HEAD', 'GET'] as const) {
      const looked = await organisation.ask(null, method, link)
      assert.equal(looked.statusCode, 200)
    }
    assert.equal(await acks(), 0)
    const page = (await organisation.ask(null, 'GET', link)).body
    assert.match(page, /Paged you 1 m 20 s ago/)
    assert.match(page, /Ben is paged in/)
    assert.match(page, />03:40</)
    assert.ok(Buffer.byteLength(page) < 50 * 1024, `${Buffer.byteLength(page)} bytes`)
    assert.doesNotMatch(page, /style="|onclick|<script(?! nonce)/)
  })

  test('the text of an alert is never markup', async () => {
    const opened = await organisation.ask('ben', 'POST', '/api/v1/alerts', { title: '<img src=x onerror=alert(1)>', service: 'publishing' })
    const { escalation: other } = opened.json()
    const page = (await organisation.ask(null, 'GET', organisation.ackLink(other, 'mara'))).body
    assert.doesNotMatch(page, /<img/)
    assert.match(page, /&lt;img src=x/)
    await organisation.ask('ben', 'POST', `/api/v1/alerts/${opened.json().reference}/resolve`)
  })

  test('a POST without a body acts, and afterwards there is silence', async () => {
    const before = organisation.sent.length
    const acted = await organisation.ask(null, 'POST', link)
    assert.equal(acted.statusCode, 200)
    assert.equal(await acks(), 1)
    const page = (await organisation.ask(null, 'GET', link)).body
    assert.match(page, /You have it, Ana/)
    await organisation.pass('PT1H')
    assert.deepEqual(organisation.sent.slice(before), [])
  })

  test('a second tap is the same acknowledgement, and a browser is led back to look', async () => {
    assert.equal((await organisation.ask(null, 'POST', link.replace('/a/', '/a/'))).statusCode, 410)
    const again = organisation.ackLink(escalation, 'ana')
    const acted = await organisation.server.inject({
      method: 'POST',
      url: again,
      headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'act=acknowledge',
    })
    assert.equal(acted.statusCode, 303)
    assert.equal(await acks(), 1)
  })

  test('a colleague sees who has it and may take over', async () => {
    const his = organisation.ackLink(escalation, 'ben')
    assert.match((await organisation.ask(null, 'GET', his)).body, /Ana has it since 14:41 UTC.*Take over/s)
    const acted = await organisation.server.inject({
      method: 'POST',
      url: his,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'act=take-over',
    })
    assert.equal(acted.statusCode, 200, acted.body)
    assert.match((await organisation.ask(null, 'GET', his)).body, /You have it, Ben/)
    const { items } = (await organisation.ask('ana', 'GET', '/api/v1/alerts')).json()
    assert.equal(items[0].acknowledged.by.name, 'Ben')
  })

  test('a link that was altered or is over says so and how to get another', async () => {
    const altered = await organisation.ask(null, 'GET', `${link}x`)
    assert.equal(altered.statusCode, 410)
    assert.match(altered.body, /no longer valid.*Open the console/s)
  })

  test('once resolved the link says that it is over', async () => {
    const { items } = (await organisation.ask('ana', 'GET', '/api/v1/alerts')).json()
    await organisation.ask('ana', 'POST', `/api/v1/alerts/${items[0].reference}/resolve`)
    assert.match((await organisation.ask(null, 'GET', organisation.ackLink(escalation, 'ana'))).body, /It is over/)
  })
})
