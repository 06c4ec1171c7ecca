import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Organisation, openOrganisation } from '../../../test/world/organisation.ts'
import escalations from '../escalations/feature.ts'
import incidents from '../incidents/feature.ts'
import alerts from './feature.ts'
import { conditionsOf } from './reads/alerts.ts'

const MANY = 100_000

describe('/api/v1/alerts', () => {
  let organisation: Organisation
  before(async () => {
    organisation = await openOrganisation({
      policy: 'example',
      start: '2026-11-12T14:00:00.000Z',
      features: [alerts, escalations, incidents],
    })
  })
  after(() => organisation?.close())
  const open = async (title: string, more: object = {}) =>
    (await organisation.ask('ana', 'POST', '/api/v1/alerts', { title, ...more })).json()
  const list = async (query: string) => (await organisation.ask('ana', 'GET', `/api/v1/alerts?${query}`)).json()

  test('a list goes on where it ended, without a row twice or left out', async () => {
    for (let i = 0; i < 53; i += 1) await open(`Alert ${i}`, { service: 'reporting', severity: 'SEV-4' })
    const first = await list('service=reporting')
    assert.equal(first.items.length, 50)
    await organisation.pass('PT1S')
    await open('Opened meanwhile', { service: 'reporting', severity: 'SEV-4' })
    const second = await list(`service=reporting&cursor=${first.next}`)
    assert.equal(second.next, null)
    const titles = new Set([...first.items, ...second.items].map((each: { title: string }) => each.title))
    assert.equal(titles.size, 53)
  })

  test('a cursor that is none is refused with the remedy', async () => {
    const answer = await organisation.ask('ana', 'GET', '/api/v1/alerts?cursor=abc')
    assert.equal(answer.statusCode, 400)
    assert.equal(answer.json().code, 'bad-cursor')
  })

  test('filters by severity, words and reference', async () => {
    const { reference } = await open('Needle 100% full', { service: 'payments-api', severity: 'SEV-3' })
    assert.deepEqual(
      (await list('severity=SEV-3&q=needle%20100%25')).items.map((each: { reference: string }) => each.reference),
      [reference],
    )
    assert.equal((await list(`q=${reference}&status=all`)).items[0].title, 'Needle 100% full')
    assert.deepEqual((await list('q=needle%20_')).items, [])
    await organisation.ask('ana', 'POST', `/api/v1/alerts/${reference}/resolve`)
  })

  test('acknowledging twice is refused with who has it, and a viewer may not at all', async () => {
    const { reference } = await open('Search is old', { service: 'search-index', severity: 'SEV-3' })
    const done = await organisation.ask('mara', 'POST', `/api/v1/alerts/${reference}/acknowledge`)
    assert.equal(done.json().acknowledged.by.name, 'Mara')
    assert.equal(done.json().acknowledged.via, 'console')
    assert.equal(done.json().can.acknowledge, false)
    const again = await organisation.ask('ana', 'POST', `/api/v1/alerts/${reference}/acknowledge`)
    assert.deepEqual([again.statusCode, again.json().code], [409, 'already-acknowledged'])
    assert.equal((await organisation.ask(null, 'POST', `/api/v1/alerts/${reference}/acknowledge`)).statusCode, 401)
  })

  test('a snooze needs one end in the future, and its end pages again with the reason', async () => {
    const { reference } = await open('Uploads fail', { service: 'publishing-upload', severity: 'SEV-2' })
    const path = `/api/v1/alerts/${reference}/snooze`
    assert.equal((await organisation.ask('ana', 'POST', path, {})).statusCode, 400)
    assert.equal((await organisation.ask('ana', 'POST', path, { until: '2026-11-12T13:00:00.000Z' })).json().code, 'snooze-in-the-past')
    assert.equal((await organisation.ask('ana', 'POST', path, { for: '2h' })).json().status, 'snoozed')
    const before = organisation.sent.length
    await organisation.pass('PT1H59M')
    assert.equal(organisation.sent.slice(before).filter((each) => each.title === 'Uploads fail').length, 0)
    await organisation.pass('PT1M')
    const after = (await organisation.ask('ana', 'GET', `/api/v1/alerts/${reference}`)).json()
    assert.equal(after.status, 'triggered')
    assert.ok(organisation.sent.slice(before).some((each) => each.title === 'Uploads fail'))
    assert.match(after.why.chain.find((each: { kind: string }) => each.kind === 'ladder').evidence, /its snooze ended/)
    await organisation.ask('ana', 'POST', `/api/v1/alerts/${reference}/resolve`)
  })

  test('escalating pages the next step at once, with the reason', async () => {
    const { reference } = await open('Settlement is stuck', { labels: { team: 'payments', queue: 'out' } })
    const before = organisation.sent.length
    const answer = await organisation.ask('ana', 'POST', `/api/v1/alerts/${reference}/escalate`, { reason: 'I am on a train' })
    assert.equal(answer.statusCode, 200, answer.body)
    assert.ok(organisation.sent.slice(before).some((each) => each.user === 'ben'))
    assert.equal((await organisation.ask('ana', 'POST', `/api/v1/alerts/${reference}/escalate`, { reason: '' })).statusCode, 400)
    await organisation.ask('ana', 'POST', `/api/v1/alerts/${reference}/resolve`)
  })

  test('S1.13 S2.3 an alert becomes an incident once, another belongs to it, a third is none, with the reason', async () => {
    const post = async (path: string, body: object, as = 'ana') => (await organisation.ask(as, 'POST', `/api/v1${path}`, body)).json()
    const [first, second, third] = [
      await open('Transfers fail', { service: 'wallet' }),
      await open('Cards fail', { service: 'wallet' }),
      await open('A rehearsal', { service: 'wallet' }),
    ]
    assert.equal((await post(`/alerts/${first.reference}/declare`, { severity: 'SEV-77' })).code, 'severity-unknown')
    const { incident } = await post(`/alerts/${first.reference}/declare`, { severity: 'SEV-2', title: 'No money moves' })
    const shown = async () => (await organisation.ask('ana', 'GET', `/api/v1/incidents/${incident}`)).json()
    const { title, severity, alerts: own, source, at } = await shown()
    assert.deepEqual([title, severity.id, own.length], ['No money moves', 'SEV-2', 1])
    // Ana opened it by hand: no monitor noticed it.
    assert.equal(source, 'manual')
    assert.equal(at.detected, first.openedAt)
    assert.equal((await post(`/alerts/${first.reference}/declare`, {})).code, 'already-linked')
    await post(`/incidents/${incident}/link`, { alert: second.reference })
    assert.deepEqual(
      (await shown()).alerts.map((each: { reference: string }) => each.reference),
      [first.reference, second.reference],
    )
    assert.equal((await organisation.ask('ana', 'GET', `/api/v1/alerts/${second.reference}`)).json().incident, incident)
    const none = await post(`/alerts/${third.reference}/resolve`, { reason: 'Not an incident: a rehearsal' })
    assert.deepEqual([none.status, none.incident], ['resolved', null])
    assert.ok(JSON.stringify(none).includes('Not an incident: a rehearsal'))
  })

  test('many at once: what was refused is told beside what was done', async () => {
    const [one, two] = [await open('First of two', { service: 'wallet' }), await open('Second of two', { service: 'public-api' })]
    await organisation.ask('ana', 'POST', `/api/v1/alerts/${one.reference}/resolve`)
    const answer = await organisation.ask('ana', 'POST', '/api/v1/alerts/bulk', { action: 'resolve', ids: [one.reference, two.id, 'none'] })
    const { done, refused } = answer.json()
    assert.deepEqual(done, [two.id])
    assert.deepEqual(
      refused.map((each: { code: string }) => each.code),
      ['already-resolved', 'not-found'],
    )
  })

  test('a page by hand reaches the person, climbs without an answer, and is acknowledged', async () => {
    const before = organisation.sent.length
    const paged = await organisation.ask('ana', 'POST', '/api/v1/pages', { target: 'leila', title: 'Please join', reason: 'customers ask' })
    assert.equal(paged.statusCode, 201, paged.body)
    const page = paged.json()
    assert.deepEqual([...new Set(organisation.sent.slice(before).map((each) => each.user))], ['leila'])
    const done = await organisation.ask(null, 'POST', organisation.ackLink(page.id, 'leila'))
    assert.equal(done.statusCode, 200, done.body)
    const state = (await organisation.ask('ana', 'GET', `/api/v1/pages/${page.id}`)).json()
    assert.equal(state.acknowledged.by.name, 'Leila')
    const nobody = await organisation.ask('ana', 'POST', '/api/v1/pages', { target: 'user:none', title: 'Hello' })
    assert.deepEqual([nobody.statusCode, nobody.json().code], [422, 'reaches-nobody'])
  })

  test('a page of the list reads as many rows with 100,000 open alerts as with few', async () => {
    const { side } = organisation.app.pools
    await side.query(
      `insert into alert (id, state, seq, hash, key, status, service, severity, rank, integration, opened_at)
       select 'many-' || n, (select state from alert limit 1), 1, 'h', 'many/' || n, 'triggered', 'reporting', 'SEV-4', 3, 'many', '2026-01-01'::timestamptz + n * interval '1 second'
       from generate_series(1, $1) n`,
      [MANY],
    )
    await side.query('analyze alert')
    for (const filter of [
      { status: 'open' },
      { status: 'triggered', service: 'reporting' },
      { status: 'open', severity: 'SEV-4' },
    ] as const) {
      const { where, values } = conditionsOf({ ...filter, after: { openedAt: '2026-01-01T12:00:00.000Z', id: 'many-43200' } })
      const { rows } = await side.query(
        `explain (analyze, format json) select id from alert where ${where.join(' and ')} order by opened_at desc, id limit 51`,
        values,
      )
      const plan = JSON.stringify(rows[0])
      assert.doesNotMatch(plan, /Seq Scan/)
      const read = [...plan.matchAll(/"Actual Rows":(\d+)/g)].map((match) => Number(match[1]))
      assert.ok(Math.max(...read) <= 60, plan)
    }
  })
})
