import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { applyBundle, type Installation, startInstallation } from '../../../test/world/installation.ts'
import type { AlertState } from '../../core/alert/state.ts'
import connections from './feature.ts'
import { findReceived, receivedLogOf } from './reads/received.ts'

const KEY = 'k'.repeat(24)
const ROUTING_KEY = '0123456789abcdef0123456789abcdef'
const BUNDLE = {
  users: [{ id: 'ann', role: 'admin', contacts: { webhook: 'http://127.0.0.1:9/hook' } }],
  integrations: [
    { id: 'prom', type: 'alertmanager', key: KEY },
    { id: 'pd', type: 'pagerduty', key: ROUTING_KEY },
    { id: 'any', type: 'generic', key: KEY, fields: { mapping: { title: 'what' } } },
    { id: 'unset', type: 'generic', key: '${' + 'NOT_SET}' },
  ],
}

let world: Installation
before(async () => {
  world = await startInstallation({ features: [connections], bundle: BUNDLE })
})
after(() => world.close())

type Post = { headers?: Record<string, string>; method?: 'POST' | 'PUT' | 'GET' }

async function post(url: string, body: unknown, { headers = {}, method = 'POST' }: Post = {}) {
  const payload = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body)
  const answer = await world.server.inject({ method, url, headers: { 'content-type': 'application/json', ...headers }, payload })
  return { status: answer.statusCode, headers: answer.headers, body: answer.body ? answer.json() : null }
}

const alertOf = async (key: string): Promise<AlertState | undefined> =>
  (await world.app.store.load([{ kind: 'alert', key }]))[0]?.state as AlertState | undefined

const recorded = (
  name: string,
): { path: string; headers: [string, string][]; body: string; response_given: { status: number; body: unknown } }[] =>
  JSON.parse(readFileSync(new URL(`../../../test/fixtures/recorded/${name}.json`, import.meta.url), 'utf8'))

const firing = (fingerprint: string, status = 'firing') => ({
  version: '4',
  groupKey: 'g',
  status,
  alerts: [{ status, labels: { alertname: 'Down' }, annotations: { summary: `${fingerprint} is down` }, fingerprint }],
})

test('W4 an accepted alert is on disk, and its receipt leads to it', async () => {
  const { status, headers } = await post(`/in/alertmanager/${KEY}`, firing('f1'))
  assert.equal(status, 200)
  const { rows } = await world.database.pool.query('select id, key from alert where key = $1', ['prom/f1'])
  assert.equal(rows[0].id, headers['tocsin-receipt'])
  assert.equal((await alertOf('prom/f1'))?.title, 'f1 is down')
})

test('the same key again is an occurrence, and resolving frees the key', async () => {
  await post(`/in/alertmanager/${KEY}/`, firing('f1'))
  assert.equal((await alertOf('prom/f1'))?.occurrences, 2)
  assert.equal((await post(`/in/alertmanager/${KEY}`, firing('f1', 'resolved'), { method: 'PUT' })).status, 200)
  assert.equal(await alertOf('prom/f1'), undefined)
  assert.equal((await post(`/in/alertmanager/${KEY}`, firing('f1', 'resolved'))).status, 200, 'resolving nothing is no error')
})

test('many events of one request keep their order by key', async () => {
  const list = Array.from({ length: 300 }, (_, i) => ({
    what: `thing ${i % 100}`,
    key: `k${i % 100}`,
    status: i < 200 ? 'firing' : 'resolved',
  }))
  const { status } = await post(`/in/generic/${KEY}`, [...list, { what: 'last', key: 'k5', status: 'firing' }])
  assert.equal(status, 202)
  const { rows } = await world.database.pool.query(`select key from alert where integration = 'any' and key is not null`)
  assert.deepEqual(
    rows.map((row) => row.key),
    ['any/k5'],
  )
})

test('I-2 concurrent posts of one key make one alert', async () => {
  const answers = await Promise.all(Array.from({ length: 40 }, () => post(`/in/alertmanager/${KEY}`, firing('race'))))
  assert.ok(answers.every((answer) => answer.status === 200))
  assert.equal(new Set(answers.map((answer) => answer.headers['tocsin-receipt'])).size, 1)
  assert.equal((await alertOf('prom/race'))?.occurrences, 40)
})

test('an unknown key, type or method is refused with the remedy and without naming the key', async () => {
  const wrong = await post(`/in/alertmanager/${'x'.repeat(24)}`, firing('f'))
  assert.equal(wrong.status, 404)
  assert.equal(wrong.body.code, 'unknown-key')
  assert.ok(!JSON.stringify(wrong.body).includes('xxxx'))
  assert.equal((await post(`/in/pagerduty/${KEY}`, {})).status, 404, 'a key is of one type')
  assert.match((await post(`/in/nagios/${KEY}`, {})).body.detail, /there are alertmanager, generic, pagerduty/)
  assert.equal((await post('/in/generic/$%7BNOT_SET%7D', {})).status, 404, 'a variable that is not set is no key')
  assert.equal((await world.server.inject({ method: 'GET', url: `/in/generic/${KEY}` })).statusCode, 405)
})

test('malformed, deep and huge bodies are refused; nothing is kept of them', async () => {
  const before = await world.database.pool.query('select count(*)::int as n from alert')
  const cases: [string, string | Buffer, number][] = [
    [`/in/alertmanager/${KEY}`, '{"alerts": [', 400],
    [`/in/generic/${KEY}`, '', 400],
    [`/in/generic/${KEY}`, '['.repeat(5_000) + ']'.repeat(5_000), 400],
    [`/in/generic/${KEY}`, `{"what": "${'x'.repeat(1024 * 1024)}"}`, 413],
    ['/v2/enqueue', `{"routing_key": "${ROUTING_KEY}", "x": "${'x'.repeat(512 * 1024)}"}`, 413],
    ['/v2/enqueue', 'not json', 400],
  ]
  for (const [url, body, wanted] of cases) {
    assert.equal((await post(url, body)).status, wanted, `${url} ${body.slice(0, 20)}`)
  }
  assert.equal((await post(`/in/generic/${KEY}`, {}, { headers: { 'content-encoding': 'gzip' } })).status, 415)
  assert.deepEqual(await world.database.pool.query('select count(*)::int as n from alert').then((r) => r.rows), before.rows)
})

test('every refusal on the way in is a problem with its remedy', async () => {
  const encoded = { 'content-encoding': 'gzip' }
  const deep = '['.repeat(5_000) + ']'.repeat(5_000)
  const cases: [string, string | Buffer, number, string, Record<string, string>?][] = [
    [`/in/generic/${KEY}`, '{"what": ', 400, 'malformed-json'],
    [`/in/generic/${KEY}`, '', 400, 'malformed-json'],
    [`/in/alertmanager/${KEY}`, '{"alerts": [', 400, 'malformed-json'],
    [`/in/generic/${KEY}`, deep, 400, 'too-deep'],
    ['/v2/enqueue', deep, 400, 'too-deep'],
    ['/v2/change/enqueue', `"${'x'.repeat(512 * 1024)}"`, 413, 'body-too-large'],
    [`/in/generic/${KEY}`, '{}', 415, 'encoded-body', encoded],
    ['/v2/enqueue', '{}', 415, 'encoded-body', encoded],
    [`/in/generic/${'y'.repeat(24)}`, '{"what": ', 404, 'unknown-key'],
    ['/in/generic', '{}', 404, 'not-found'],
  ]
  for (const [url, body, status, code, headers] of cases) {
    const answer = await post(url, body, { headers })
    assert.deepEqual([answer.status, answer.body.code], [status, code], url)
    assert.match(String(answer.headers['content-type']), /^application\/problem\+json/)
    assert.match(answer.body.detail, /:|;|\./)
  }
})

test('an empty list is no error, and is not called accepted either', async () => {
  const { status, body } = await post(`/in/generic/${KEY}`, [])
  assert.equal(status, 202)
  assert.deepEqual(body, { status: 'nothing in it', keys: [], message: 'The list is empty: no alert was opened or resolved.' })
})

test('odd payloads for Alertmanager become an alert that says so, also with text that no database keeps', async () => {
  for (const odd of [
    'null',
    '7',
    '"x"',
    '[]',
    '{"alerts": [1]}',
    '{"__proto__": {"x": 1}}',
    '{"alerts":[{"labels":{"a\\u0000b":"\\ud800 \\u0000c"}}]}',
  ])
    assert.equal((await post(`/in/alertmanager/${KEY}`, odd)).status, 200, odd)
})

test('bodies are read whatever their content type says', async () => {
  const { status } = await post(
    `/in/generic/${KEY}`,
    { what: 'typed wrongly', key: 'ct' },
    { headers: { 'content-type': 'text/plain; charset=UTF-8' } },
  )
  assert.equal(status, 202)
  assert.equal((await alertOf('any/ct'))?.title, 'typed wrongly')
})

test('recorded PagerDuty clients get exactly the answers they know', async () => {
  for (const { path, headers, body, response_given } of [...recorded('pdjs-events'), ...recorded('alertmanager-0.25-pagerduty')]) {
    const kept = Object.fromEntries(headers.filter(([name]) => !/^(host|connection|content-length)$/i.test(name)))
    const answer = await post(path, body, { headers: kept })
    assert.equal(answer.status, 202, path)
    const { dedup_key, ...said } = answer.body
    const { dedup_key: given, ...wanted } = response_given.body as Record<string, unknown>
    assert.deepEqual(said, path.includes('change') ? { status: 'success', message: 'Change event processed' } : wanted)
    if (JSON.parse(body).dedup_key) assert.equal(dedup_key, given)
  }
})

test('PagerDuty refusals are in its own shape', async () => {
  const event = { event_action: 'trigger', payload: { summary: 's', source: 'x', severity: 'error' } }
  const short = await post('/v2/enqueue/', { ...event, routing_key: 'short' })
  assert.deepEqual(short.body, {
    status: 'invalid event',
    message: 'Event object is invalid',
    errors: ["Length of 'routing_key' is incorrect (should be 32 characters)"],
  })
  assert.equal((await post('/v2/enqueue', { ...event, routing_key: 'f'.repeat(32) })).status, 400)
  assert.equal(
    (await post('/v2/enqueue', { routing_key: ROUTING_KEY, event_action: 'resolve' })).body.errors[0],
    "'dedup_key' is missing or blank",
  )
  assert.equal((await post('/v2/enqueue', { routing_key: ROUTING_KEY, event_action: 'resolve', dedup_key: 'nobody' })).status, 202)
})

test('a change is kept and makes no alert', async () => {
  const { status } = await post('/v2/change/enqueue', { routing_key: ROUTING_KEY, payload: { summary: 'deployed 1.2', source: 'ci' } })
  assert.equal(status, 202)
  const { rows } = await world.database.pool.query(`select title, integration from change_event where title = 'deployed 1.2'`)
  assert.deepEqual(rows, [{ title: 'deployed 1.2', integration: 'pd' }])
})

test('another policy in force takes other keys at once', async () => {
  const other = 'n'.repeat(24)
  const [first, ...rest] = BUNDLE.integrations
  await applyBundle(world.app, { ...BUNDLE, integrations: [{ ...first, key: other }, ...rest] })
  assert.equal((await post(`/in/alertmanager/${other}`, firing('new'))).status, 200)
  assert.equal((await post(`/in/alertmanager/${KEY}`, firing('old'))).status, 404)
})

test('the request that opened alerts is kept as it came, without its key; repeats are not', async () => {
  const body = {
    routing_key: ROUTING_KEY,
    event_action: 'trigger',
    dedup_key: 'kept-1',
    payload: { summary: 'Kept', source: 's', severity: 'error' },
  }
  const { body: said } = await post('/v2/enqueue', body)
  assert.equal(said.status, 'success')
  await post('/v2/enqueue', body)
  await receivedLogOf(world.app).write()
  const { rows } = await world.database.pool.query('select id from alert where key = $1', ['pd/kept-1'])
  const kept = await findReceived(world.database.pool, rows[0].id)
  assert.deepEqual(JSON.parse(kept?.body ?? ''), { ...body, routing_key: '[redacted]' })
  const { rows: all } = await world.database.pool.query('select 1 from received_request where alerts @> array[$1]', [rows[0].id])
  assert.equal(all.length, 1)
})
