import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { features } from '../../src/features/index.ts'
import { firing } from '../resilience/house.ts'
import { type Organisation, openOrganisation } from '../world/organisation.ts'

const START = '2026-11-12T14:00:00.000Z'
/** What `readPolicy` gives for `${EXAMPLE_PROMETHEUS_KEY}`. */
const KEY = 'test-example_prometheus_key'

type Clock = { title: string; dueAt: string; status: string }

/** Everything the issue calls the way of one alert, over HTTP, on a real database; only the clock is stepped and the roads are fake. */
describe('the whole way of one alert', () => {
  let organisation: Organisation
  let reference: string
  before(async () => {
    organisation = await openOrganisation({ policy: 'example', start: START, features })
  })
  after(() => organisation?.close())

  const get = async <T>(url: string): Promise<T> => {
    const answer = await organisation.ask('ana', 'GET', url)
    assert.equal(answer.statusCode, 200, answer.body)
    return answer.json() as T
  }
  const post = async <T>(url: string, body: object): Promise<T> => {
    const answer = await organisation.ask('ana', 'POST', url, body)
    assert.ok(answer.statusCode < 300, `${url}: ${answer.statusCode} ${answer.body}`)
    return answer.json() as T
  }
  const sentTo = (user: string): string[] =>
    organisation.sent.filter((each) => each.user === user).map((each) => `${each.kind} ${each.road}`)

  test('1 in: an alert is answered when it is on disk, and found by its receipt', async () => {
    const body = firing('checkout-errors', { service: 'payments-api', team: 'payments-core', severity: 'critical' })
    const answer = await organisation.server.inject({ method: 'POST', url: `/in/alertmanager/${KEY}`, payload: body })
    assert.equal(answer.statusCode, 200, answer.body)
    const { rows } = await organisation.app.pools.side.query(`select id, status from alert`)
    assert.deepEqual(
      rows.map((row) => row.id),
      String(answer.headers['tocsin-receipt']).split(' '),
    )
    await organisation.pass('PT0S')
  })

  test('2 and 3 who and page: the holder of the schedule by their own rules, the next person exactly after the wait', async () => {
    const { items } = await get<{ items: { reference: string; severity: { id: string } }[] }>('/api/v1/alerts?status=open')
    assert.equal(items[0]?.severity.id, 'SEV-1')
    const first = [...new Set(organisation.sent.filter((each) => each.kind === 'page').map((each) => each.user))]
    assert.equal(first.length, 1, 'one person is paged')
    await organisation.pass('PT9M59S')
    assert.deepEqual([...new Set(organisation.sent.filter((each) => each.kind === 'page').map((each) => each.user))], first)
    await organisation.pass('PT1S')
    assert.equal(
      new Set(organisation.sent.filter((each) => each.kind === 'page').map((each) => each.user)).size,
      2,
      'at ten minutes the second',
    )
  })

  test('4 acknowledge: looking at the link does nothing, its button ends the paging', async () => {
    const page = organisation.sent.findLast((each) => each.kind === 'page')
    assert.ok(page?.escalation)
    const link = organisation.ackLink(page.escalation, page.user)
    assert.equal((await organisation.ask(null, 'GET', link)).statusCode, 200)
    assert.equal((await get<{ items: { status: string }[] }>('/api/v1/alerts?status=triggered')).items.length, 1)
    assert.ok((await organisation.ask(null, 'POST', link)).statusCode < 400)
    const count = organisation.sent.length
    await organisation.pass('PT1H')
    assert.equal(
      organisation.sent.filter((each) => each.kind === 'page').length,
      organisation.sent.slice(0, count).filter((each) => each.kind === 'page').length,
    )
  })

  test('5 and 6 declare: reference and room come from the policy, and what is owed ticks from now', async () => {
    const declared = await post<{ reference: string; room: string; clocks: Clock[] }>('/api/v1/incidents', {
      title: 'Card payments failing',
      severity: 'SEV-1',
      service: 'payments-api',
      page: false,
    })
    reference = declared.reference
    assert.equal(reference, 'INC-2026-11-12-001')
    const { clocks } = await get<{ clocks: Clock[] }>(`/api/v1/incidents/${reference}`)
    assert.ok(clocks.some((clock) => clock.status === 'pending'))
    await post(`/api/v1/incidents/${reference}/role`, { role: 'commander', user: 'ana' })
    await post(`/api/v1/incidents/${reference}/update`, { text: 'Rolling back the last deploy' })
    await organisation.pass('PT2H')
    const later = await get<{ clocks: Clock[] }>(`/api/v1/incidents/${reference}`)
    assert.ok(
      later.clocks.some((clock) => clock.status === 'missed'),
      'two hours of silence are not kept',
    )
    assert.ok(sentTo('ana').includes('nag email') || organisation.sent.some((each) => each.kind === 'nag'), 'whoever owes it is reminded')
  })

  test('7 tell customers: what is published stands on the page, needing no script and no sign-in', async () => {
    await post(`/api/v1/incidents/${reference}/publish`, {
      title: 'Card payments fail',
      text: 'Some card payments fail. We are undoing a change.',
      components: [{ id: 'payments-api', status: 'partial_outage' }],
    })
    const page = await organisation.ask(null, 'GET', '/status')
    assert.equal(page.statusCode, 200)
    assert.match(page.body, /Some card payments fail/)
    assert.doesNotMatch(page.body, /<script(?! src="\/status\/times-)/, 'all of it is said before the script that words its times')
    assert.doesNotMatch(page.body, /Card payments failing/, 'the internal title stays inside')
    const summary = (await organisation.ask(null, 'GET', '/api/v2/summary.json')).json() as { incidents: { name: string }[] }
    assert.deepEqual(
      summary.incidents.map((each) => each.name),
      ['Card payments fail'],
    )
  })

  test('8 resolve: a review is drafted from the facts, and its steps are owed', async () => {
    for (const task of ['verified/1', 'verified/2']) await post(`/api/v1/incidents/${reference}/done`, { task })
    await post(`/api/v1/incidents/${reference}/resolve`, { resolution: 'Rolled back to the version before' })
    const review = await get<{ markdown: string }>(`/api/v1/reviews/${reference}`)
    assert.match(review.markdown, /Rolled back to the version before/)
    assert.match(review.markdown, /Rolling back the last deploy/)
    assert.match(review.markdown, /2 h/, 'measured, not asked')
    const { clocks } = await get<{ clocks: Clock[] }>(`/api/v1/incidents/${reference}`)
    assert.ok(clocks.some((clock) => clock.title === 'Timeline complete' && clock.status === 'pending'))
  })

  test('9 metrics: the figures are those of the facts', async () => {
    const { rows } = await organisation.app.pools.side.query<{ seconds: number }>(
      `select extract(epoch from max(at) filter (where name = 'incident.resolved') - min(at) filter (where name = 'incident.declared'))::int as seconds from fact where stream like 'incident:%'`,
    )
    const metrics = await organisation.ask('ana', 'GET', '/api/v1/metrics?from=2026-11-01T00:00:00Z&to=2026-12-01T00:00:00Z')
    assert.equal(metrics.statusCode, 200, metrics.body)
    assert.equal(rows[0]?.seconds, 7_200)
    assert.match(metrics.body, /7200/)
  })
})
