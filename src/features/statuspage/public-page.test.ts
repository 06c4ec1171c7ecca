import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { createFixedClock } from '../../../test/world/fixed-clock.ts'
import { as, type Installation, startInstallation } from '../../../test/world/installation.ts'
import { openPool } from '../../platform/db/pool.ts'
import { seedDemo } from '../demo/seed.ts'
import policies from '../policies/feature.ts'
import statuspage from './feature.ts'
import { timeSaid } from './times.ts'

const clock = createFixedClock(Temporal.Instant.from('2026-11-12T14:41:12Z'))
const folder = mkdtempSync(join(tmpdir(), 'tocsin-status-'))
let home: Installation
before(async () => {
  home = await startInstallation({ features: [policies, statuspage], clock, isTroubled: true })
  Object.assign(home.app.settings, { dataFolder: folder })
  await seedDemo(home.app)
})
after(async () => {
  await home.close()
  rmSync(folder, { recursive: true })
})

const get = (url: string, headers: Record<string, string> = {}) => home.server.inject({ url, headers })

test('the page needs no sign-in and nothing of scripts, is small, and says the worst first', async () => {
  const { statusCode, body, headers } = await get('/status')
  assert.equal(statusCode, 200, body)
  assert.ok(body.length < 100_000, `${body.length} bytes`)
  assert.equal(body.match(/<script/g)?.length, 1)
  assert.match(body, /<script src="\/status\/times-[0-9a-f]{10}\.js" defer><\/script>/)
  assert.ok(body.indexOf('Some systems are disrupted') < body.indexOf('Card payments failing at checkout'))
  assert.match(body, /Next update by <time datetime="2026-11-12T15:00:00.000Z">15:00/)
  assert.match(String(headers['cache-control']), /stale-if-error/)
  const again = await get('/status', { 'if-none-match': String(headers.etag) })
  assert.equal(again.statusCode, 304)
})

const wordsOf = (body: string): string => body.replace(/<(?:style|script|svg)[\s\S]*?<\/(?:style|script|svg)>/g, '').replace(/<[^>]+>/g, '')

test('S11.5 S11.6 S11.13 an open incident says what is affected, when it began and was updated; the page says whom to write to', async () => {
  const { body } = await get('/status/incidents/INC-2026-11-12-002')
  assert.match(wordsOf(body), /Affects Card payments, Payouts\. Began 14:02 UTC\. Updated 14:30 UTC\./)
  assert.match(body, /Questions\? Write to <a href="mailto:support@example\.com">support@example\.com<\/a>\./)
  const feed = (await get('/status/history.atom')).body
  assert.match(feed, /Affected: Card payments, Payouts\. Began 2026-11-12T14:02:12\.000Z\. Questions\? Write to support@example\.com\./)
})

test('S11.6 S11.9 a resolved incident says since when it is over and how long it lasted', async () => {
  const { body } = await get('/status/incidents/INC-2026-11-06-001')
  assert.match(wordsOf(body), /Began 6 Nov, \d\d:\d\d UTC\. Over since 6 Nov, \d\d:\d\d UTC: it lasted (?:\d+ h )?\d+ m\./)
  assert.match((await get('/status/history.rss')).body, /Over since 2026-11-06T[\d:.]+Z, after (?:\d+ h )?\d+ m\./)
})

test('S11.6 where the page has another zone than UTC, both are said', () => {
  const view = { zone: 'Europe/Berlin', at: '2026-11-12T14:41:12.000Z' }
  assert.equal(timeSaid('2026-11-12T14:30:00.000Z', view), '15:30 Europe/Berlin (14:30 UTC)')
  assert.equal(timeSaid('2026-11-11T23:30:00.000Z', view), '00:30 Europe/Berlin (23:30 UTC)')
  assert.equal(timeSaid('2026-11-10T14:30:00.000Z', { ...view, zone: 'UTC' }), '10 Nov, 14:30 UTC')
})

test('readers of Statuspage find what they know', async () => {
  const { body, headers } = await get('/api/v2/summary.json')
  const summary = JSON.parse(body)
  assert.equal(headers['access-control-allow-origin'], '*')
  assert.deepEqual(Object.keys(summary), ['page', 'components', 'incidents', 'scheduled_maintenances', 'status'])
  assert.equal(summary.status.indicator, 'major')
  assert.equal(summary.components[0].status, 'partial_outage')
  assert.match(summary.page.id, /^[a-z0-9]{12}$/)
  assert.equal(
    summary.incidents.find((each: { name: string }) => each.name === 'Card payments failing at checkout').incident_updates.length,
    3,
  )
  for (const path of ['status', 'components', 'incidents']) assert.equal((await get(`/api/v2/${path}.json`)).statusCode, 200)
})

test('the feed has one entry for each incident, updated with its posts', async () => {
  const { body, headers } = await get('/status/history.atom')
  assert.match(String(headers['content-type']), /atom\+xml/)
  assert.equal(body.match(/incidents\/INC-2026-11-12-002<\/id>/g)?.length, 1)
  assert.match(body, /<updated>2026-11-12T14:30:00\.000Z<\/updated>/)
})

test('what people write is text, never markup, and a private incident is nowhere', async () => {
  const incident = (name: string, data: object, id = 'demo-x') =>
    home.app.engine.execute({ name, to: { kind: 'incident', id }, by: 'user:ana', data })
  await incident('declare', { title: 'Open', severity: 'SEV-2', service: 'wallet', page: false })
  await incident('publish', { text: '<img src=x onerror=alert(1)>', title: '"><script>' })
  await incident('declare', { title: 'Breach of secrets', severity: 'SEV-1', type: 'security', page: false }, 'demo-y')
  const refused = await incident('publish', { text: 'told' }, 'demo-y')
  assert.equal(refused.refusal?.code, 'private-incident')
  for (const path of ['/status', '/api/v2/incidents.json', '/status/history.atom', '/status/history.rss']) {
    const { body } = await get(path)
    assert.doesNotMatch(body, /Breach of secrets/)
    if (!path.endsWith('json')) assert.doesNotMatch(body, /<img|<script(?! src="\/status\/times-)/)
  }
  const { rows } = await home.database.pool.query(`select reference from incident where id = 'demo-y'`)
  assert.equal((await get(`/status/incidents/${rows[0].reference}`)).statusCode, 404)
})

test('the console is told what to publish and by whom', async () => {
  const { body } = await get('/api/v1/status-pages/incidents/INC-2026-11-12-003', as('viewer'))
  const answer = JSON.parse(body)
  assert.deepEqual([answer.can.publish, answer.draft.status, answer.draft.nextIn], [false, 'identified', '30m'])
  assert.equal(answer.components.find((each: { id: string }) => each.id === 'publishing-upload').status, 'degraded')
})

test('when the database is gone the last good page is shown, and says so', async () => {
  await get('/status')
  const { side } = home.app.pools
  Object.assign(home.app.pools, { side: openPool({ url: 'postgresql://nobody@127.0.0.1:1/nothing', connections: 1 }) })
  await home.app.engine.execute({
    name: 'note',
    to: { kind: 'incident', id: 'demo-x' },
    by: 'user:ana',
    data: { text: 'changes the page' },
  })
  const { statusCode, body } = await get('/status')
  assert.equal(statusCode, 200)
  assert.match(body, /could not be refreshed since 14:41 UTC/)
  assert.match(body, /Card payments failing at checkout/)
  Object.assign(home.app.pools, { side })
})

test('an address with a slash at its end leads to the page', async () => {
  for (const [url, to] of [
    ['/status/', '/status'],
    ['/status/public/', '/status/public'],
  ] as const) {
    const { statusCode, headers } = await get(url)
    assert.deepEqual([statusCode, headers.location], [308, to])
  }
})
