import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createFixedClock } from '../../../test/world/fixed-clock.ts'
import { as, type Installation, startInstallation } from '../../../test/world/installation.ts'
import { checkBundle } from '../../core/policy/parse.ts'
import type { Bundle } from '../../core/policy/schema/bundle.ts'
import { verifyStream } from '../../engine/facts.ts'
import catalog from '../catalog/feature.ts'
import connections from '../connections/feature.ts'
import type { MetricsAnswer } from '../metrics/contract.ts'
import metrics from '../metrics/feature.ts'
import { lookAtDuties } from '../oncall/duty-watch.ts'
import policies from '../policies/feature.ts'
import statuspage from '../statuspage/feature.ts'
import { exampleBundle, withoutExample } from './example-bundle.ts'
import demo from './feature.ts'

const clock = createFixedClock(Temporal.Instant.from('2026-11-12T14:41:12Z'))
let home: Installation
before(async () => {
  home = await startInstallation({ features: [policies, connections, catalog, statuspage, metrics, demo], clock })
})
after(() => home.close())

const call = async (method: 'GET' | 'POST' | 'DELETE', url: string) => {
  const answer = await home.server.inject({ method, url, headers: as('admin') })
  assert.equal(answer.statusCode, 200, answer.body)
  return answer.json()
}

test('the example organisation is there within ten seconds, with the story of the mockups', async () => {
  const before = process.cpuUsage()
  const state = await call('POST', '/api/v1/demo')
  // The work it is, not the wait: other tests share the machine.
  const { user, system } = process.cpuUsage(before)
  assert.ok(user + system < 10_000_000, `${user + system} µs`)
  assert.deepEqual(state, { isPresent: true, incidents: 41, alerts: 45 })
  const { rows } = await home.database.pool.query(
    `select reference, state->>'title' as title, severity, status from incident where resolved_at is null order by reference`,
  )
  assert.deepEqual(
    rows.map(({ reference, title, severity, status }) => [reference, title, severity, status]),
    [
      ['INC-2026-11-12-001', 'Search results up to 40 minutes old', 'SEV-3', 'monitoring'],
      ['INC-2026-11-12-002', 'Card payments failing at checkout', 'SEV-1', 'mitigating'],
      ['INC-2026-11-12-003', 'Author uploads over 50 MB rejected', 'SEV-2', 'identified'],
    ],
  )
  const open = await home.database.pool.query(
    `select state->>'title' as title from alert where status <> 'resolved' order by opened_at desc`,
  )
  assert.deepEqual(
    open.rows.map(({ title }) => title),
    [
      'Settlement queue above 5,000 messages',
      'Upload worker restarts',
      'Card authorisation p99 9.4 s',
      'Checkout error rate 38 %',
      'Search index lag 41 m',
      'TLS certificate ends in 9 days',
      'Disk 82 % on report-2',
    ],
  )
})

test('its record is as sound as if it had happened: every chain of facts holds', async () => {
  const { rows } = await home.database.pool.query(
    `select 'alert' as kind, id, seq, hash from alert union all select 'incident', id, seq, hash from incident union all select 'escalation', id, seq, hash from escalation`,
  )
  for (const { kind, id, seq, hash } of rows)
    assert.equal(verifyStream(`${kind}:${id}`, await home.app.store.facts(`${kind}:${id}`), { seq, hash }), null)
})

test('figures equal an independent recomputation from the states', async () => {
  const answer = (await call('GET', '/api/v1/metrics')) as MetricsAnswer
  const { rows } = await home.database.pool.query<{ at: Record<string, string>; severity: string }>(
    `select state->'at' as at, severity from incident where declared_at >= $1`,
    [answer.from],
  )
  assert.equal(answer.count, rows.length)
  const parts = { detect: ['started', 'detected'], acknowledge: ['accepted', 'acknowledged'], resolve: ['started', 'resolved'] } as const
  for (const measure of answer.measures) {
    const [from, to] = parts[measure.id]
    const lengths = rows
      .filter(({ severity, at }) => (measure.severity === null || severity === measure.severity) && at[to] !== undefined)
      .map(({ at }) => Date.parse(at[to] ?? '') - Date.parse(at[from] ?? ''))
      .sort((a, b) => a - b)
    const half = (lengths.length - 1) / 2
    const median = lengths.length === 0 ? null : ((lengths[Math.floor(half)] ?? 0) + (lengths[Math.ceil(half)] ?? 0)) / 2
    assert.deepEqual([measure.count, measure.medianMs], [lengths.length, median], `${measure.id} ${measure.severity}`)
    const mean = lengths.length === 0 ? null : lengths.reduce((sum, each) => sum + each, 0) / lengths.length
    assert.equal(measure.meanMs, mean)
  }
})

test('what was connected to a service of the example outlives it', () => {
  const example = exampleBundle(clock.now())
  const own = { id: 'mine', type: 'alertmanager', name: 'Mine', service: 'payments-api' } as NonNullable<Bundle['integrations']>[number]
  const left = withoutExample({ ...example, integrations: [...(example.integrations ?? []), own] }, example)
  assert.deepEqual(left.integrations, [{ id: 'mine', type: 'alertmanager', name: 'Mine' }])
  assert.deepEqual(
    checkBundle(left).problems.filter(({ level }) => level === 'error'),
    [],
  )
})

test('it goes away with one call, and nothing of it is left', async () => {
  await lookAtDuties(home.app)
  await home.app.engine.execute({
    name: 'note',
    to: { kind: 'duty', id: 'payments-primary' },
    by: 'user:ana',
    data: { user: 'ana', text: 'Quiet.' },
  })
  assert.deepEqual(await call('DELETE', '/api/v1/demo'), { isPresent: false, incidents: 0, alerts: 0 })
  for (const table of ['alert', 'incident', 'escalation', 'review', 'duty', 'digest', 'timer', 'message', 'counter']) {
    const { rows } = await home.database.pool.query(`select count(*)::int as n from ${table}`)
    assert.equal(rows[0].n, 0, table)
  }
  const { rows } = await home.database.pool.query(`select count(*)::int as n from fact where stream not like 'policy:%'`)
  assert.equal(rows[0].n, 0)
  const { text } = await call('GET', '/api/v1/policy')
  assert.doesNotMatch(text, /users:|services:|Example Ltd/)
})
