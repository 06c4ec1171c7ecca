import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { createReceiver, type Receiver } from '../fakes/receiver.ts'
import { type Answer, alertOf, firing, type House, KEY, openHouse, toldBy, until } from './house.ts'

const BIN = new URL('../../bin/tocsin.js', import.meta.url).pathname
const MEGABYTE = 1024 * 1024
const PEOPLE = 'organization: { name: Bad Ltd }\nseverities: [ { id: SEV-1 } ]\n'

const policy = (hook: string): string => `
version: 1
${PEOPLE}
users: [ { id: ana, name: Ana, contacts: { webhook: "${hook}/ana" } } ]
escalation_policies: [ { id: only, steps: [ { page: [user:ana], wait: 15m } ] } ]
services: [ { id: shop, escalation: [only] } ]
grouping: { by: [title], window: 1m }
integrations:
  - { id: am, type: alertmanager, service: shop, key: ${KEY} }
  - { id: pd, type: pagerduty, service: shop, key: ${KEY} }
  - { id: any, type: generic, service: shop, key: ${KEY} }
`

describe('bad input to the real server', { timeout: 120_000 }, () => {
  let house: House
  let pager: Receiver

  before(async () => {
    pager = await createReceiver()
    house = await openHouse({ policy: policy(pager.url) })
  })
  after(async () => {
    await house?.close()
    await pager?.close()
  })

  type Wanted = { status: number; says: RegExp; code?: string }

  function isProblem(answer: Answer, { status, says, code }: Wanted): void {
    assert.equal(answer.status, status, answer.text.slice(0, 500))
    assert.match(answer.headers.get('content-type') ?? '', /application\/problem\+json/)
    assert.match(String(answer.json.detail), says)
    assert.equal(answer.json.status, status)
    if (code) assert.equal(answer.json.code, code)
  }

  const refusals: [string, string, unknown, Wanted][] = [
    [
      'an unknown key',
      `/in/alertmanager/${'x'.repeat(32)}`,
      firing('a'),
      { status: 404, code: 'unknown-key', says: /no integration .*has this key.*Settings/i },
    ],
    [
      'an unknown type of integration',
      `/in/telepathy/${KEY}`,
      firing('a'),
      { status: 404, code: 'unknown-key', says: /"telepathy".*alertmanager/ },
    ],
    [
      'a body of 2 MB',
      `/in/alertmanager/${KEY}`,
      JSON.stringify({ text: 'x'.repeat(2 * MEGABYTE) }),
      { status: 413, code: 'body-too-large', says: /1 MB.*send less/ },
    ],
    [
      'JSON that nests 1000 deep',
      `/in/generic/${KEY}`,
      `${'['.repeat(1000)}${']'.repeat(1000)}`,
      { status: 400, code: 'too-deep', says: /deeper than 64 levels.*flatten/ },
    ],
    [
      'JSON that nests 1000 deep, to the API',
      '/api/v1/alerts',
      `{"title":${'['.repeat(1000)}${']'.repeat(1000)}}`,
      { status: 400, code: 'too-deep', says: /deeper than 64/ },
    ],
    ['malformed JSON to the API', '/api/v1/alerts', '{"title": ', { status: 400, code: 'malformed-json', says: /no valid JSON/ }],
    ['a route that does not exist', '/api/v1/nothing', {}, { status: 404, code: 'not-found', says: /openapi\.json/ }],
    ['a field of the wrong kind', '/api/v1/alerts', { title: 7 }, { status: 400, code: 'invalid-input', says: /title/ }],
    [
      'a service that does not exist',
      '/api/v1/alerts',
      { title: 'x', service: 'moon' },
      { status: 400, code: 'service-unknown', says: /"moon".*services:/ },
    ],
  ]
  for (const [what, path, body, wanted] of refusals)
    test(`${what} is refused with the remedy`, async () => {
      const answer = path.startsWith('/api/') ? await house.api('POST', path, body) : await house.ask('POST', path, body)
      isProblem(answer, wanted)
    })

  test('what speaks another protocol is refused in its words', async () => {
    const malformed = await house.ask('POST', '/v2/enqueue', '{"routing_key": ')
    assert.equal(malformed.status, 400)
    assert.deepEqual(malformed.json.errors, ['JSON parse error'])
    const unknown = await house.ask('POST', '/v2/enqueue', {
      routing_key: 'y'.repeat(32),
      event_action: 'trigger',
      payload: { summary: 's', source: 's', severity: 'info' },
    })
    assert.equal(unknown.status, 400)
    assert.match(unknown.text, /belongs to no integration here; copy the key/)
    for (const path of [`/in/alertmanager/${KEY}`, `/in/generic/${KEY}`]) {
      isProblem(await house.ask('POST', path, '{"alerts": ['), { status: 400, code: 'malformed-json', says: /no valid JSON/ })
    }
    const zipped = await fetch(`${house.product.url}/in/generic/${KEY}`, {
      method: 'POST',
      headers: { 'content-encoding': 'gzip' },
      body: new Uint8Array(64),
    })
    assert.equal(zipped.status, 415)
    assert.match(await zipped.text(), /send it uncompressed/)
  })

  const kept = async (dedup: string) => {
    const [row] = await house.sql<{ state: { title: string; labels: Record<string, string>; dedup: string } }>(
      `select state from alert where state ->> 'dedup' = $1`,
      [dedup],
    )
    return row?.state
  }

  test('NUL and half surrogates in any text are taken in cleaned, and page', async () => {
    const nul = '\\u0000'
    const half = '\\ud800'
    const title = `dirty ${nul}one${half}`
    const generic = `{"title":"${title}","key":"dirty${nul}1","labels":{"a${nul}b":"c${half}d","service":"shop"},"details":{"x${half}":["${nul}",{"y":"${half}"}]}}`
    assert.equal((await house.ask('POST', `/in/generic/${KEY}`, generic)).status, 202)
    assert.deepEqual((await kept('dirty1'))?.title, 'dirty one\ufffd')
    const alertmanager = JSON.stringify(firing('dirty2', { odd: 'OdD' }))
      .replace('OdD', `${nul}${half}`)
      .replace('alert dirty2', `${nul}dirty two`)
    assert.equal((await house.ask('POST', `/in/alertmanager/${KEY}`, alertmanager)).status, 200)
    const event = `{"routing_key":"${KEY}","event_action":"trigger","dedup_key":"dirty${nul}3","payload":{"summary":"${nul}dirty three${half}","source":"s${nul}","severity":"error","custom_details":{"${nul}":"${half}"}}}`
    assert.equal((await house.ask('POST', '/v2/enqueue', event)).status, 202)
    await until('they page', () =>
      ['dirty one', 'dirty two', 'dirty three'].every((name) => pager.heard.some(({ json }) => toldBy(json).title.startsWith(name))),
    )
    const failed: string[] = []
    for (const [method, path, body] of [
      ['POST', '/api/v1/alerts', `{"title":"by hand ${nul}${half}","labels":{"a":"${nul}"},"service":"shop"}`],
      ['POST', '/api/v1/incidents', `{"title":"incident ${nul}${half}","severity":"SEV-1"}`],
      ['POST', '/api/v1/pages', `{"to":["user:ana"],"text":"page ${nul}${half}","title":"page ${nul}"}`],
      ['GET', `/api/v1/alerts?q=${encodeURIComponent('\u0000')}`, undefined],
      ['GET', '/api/v1/alerts/%00', undefined],
      ['POST', '/api/v1/alerts/%00/acknowledge', '{}'],
      ['POST', '/api/auth/sign-in/email', `{"email":"a${nul}@example.com","password":"${half}${nul}horse battery"}`],
      ['GET', '/a/%00', undefined],
      ['GET', '/status/%00', undefined],
      ['POST', `/in/generic/%00`, '{}'],
      ['POST', '/api/v1/policy/plan', `{"text":"version: 1\\norganization: { name: \\"x${nul}\\" }"}`],
      ['POST', '/api/v1/policy/apply', `{"text":"version: 1\\norganization: { name: \\"x${nul}${half}\\" }","note":"${nul}"}`],
    ] as const) {
      const answer = await house.api(method, path, body)
      if (answer.status >= 500) failed.push(`${method} ${path}: ${answer.status} ${answer.text.slice(0, 300)}`)
    }
    assert.deepEqual(failed, [])
  })

  test('long keys and huge titles are taken in, shortened without being mistaken for each other', async () => {
    const long = (end: string) => `${'k'.repeat(400)}${end}`
    for (const end of ['a', 'b', 'a']) assert.equal((await house.ask('POST', `/in/generic/${KEY}`, alertOf(long(end)))).status, 202)
    assert.equal(
      (
        await house.ask('POST', '/v2/enqueue', {
          routing_key: KEY,
          event_action: 'trigger',
          dedup_key: long('c'),
          payload: { summary: 't'.repeat(200_000), source: 's', severity: 'error' },
        })
      ).status,
      202,
    )
    const rows = await house.sql<{ key: string; n: number; title: string }>(
      `select state ->> 'dedup' as key, (state ->> 'occurrences')::int as n, state ->> 'title' as title from alert where state ->> 'dedup' like 'kkkk%' order by n, key`,
    )
    assert.deepEqual(
      rows.map(({ n }) => n),
      [1, 1, 2],
    )
    for (const { key, title } of rows) assert.ok(key.length <= 255 && title.length <= 1024, `${key.length} ${title.length}`)
  })

  test('a hundred thousand labels neither fail nor stop the others', async () => {
    const labels = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`l${i}`, '']))
    const body = JSON.stringify({ title: 'many', key: 'many', labels: { ...labels, __proto__: { x: 1 }, constructor: 'c' } })
    const many = house.ask('POST', `/in/generic/${KEY}`, body.length < MEGABYTE ? body : body.slice(0, MEGABYTE))
    const other = await house.ask('POST', `/in/generic/${KEY}`, alertOf('beside'))
    assert.equal(other.status, 202)
    const answer = await many
    assert.ok(answer.status < 500, answer.text.slice(0, 300))
    const pairs = Array.from({ length: 60_000 }, (_, i) => `"l${i}":"v"`).join(',')
    const full = await house.ask('POST', `/in/generic/${KEY}`, `{"title":"full","key":"full","labels":{${pairs}}}`)
    assert.equal(full.status, 202, full.text.slice(0, 300))
    await until('it pages', () => pager.heard.some(({ json }) => toldBy(json).title === 'full'))
    assert.equal((await house.api('GET', '/api/v1/alerts')).status, 200)
  })

  const bundles: [string, string, RegExp][] = [
    ['an unknown field', `${PEOPLE}servises: []`, /servises.*services/s],
    ['an unknown field deep inside', `${PEOPLE}users: [ { id: ana, nam: Ana } ]`, /nam.*name/s],
    [
      'an empty rotation',
      `${PEOPLE}users: [ { id: ana } ]\nschedules: [ { id: s, timezone: UTC, layers: [ { id: l, rotation: weekly, starts: "2026-01-05T00:00", members: [] } ] } ]`,
      /members/,
    ],
    ['a dangling reference', `${PEOPLE}escalation_policies: [ { id: e, steps: [ { page: [user:nobody], wait: 5m } ] } ]`, /nobody/],
    [
      'a time zone that does not exist',
      `${PEOPLE}users: [ { id: ana } ]\nschedules: [ { id: s, timezone: Europe/Berln, layers: [ { id: l, rotation: weekly, starts: "2026-01-05T00:00", members: [ana] } ] } ]`,
      /Europe\/Berln/,
    ],
    [
      'a circle of schedules',
      `${PEOPLE}schedules: [ { id: a, timezone: UTC, follows: b }, { id: b, timezone: UTC, follows: a } ]`,
      /schedule:a → schedule:b → schedule:a.*break the circle/s,
    ],
    [
      'hours of a layer that cannot be read',
      `${PEOPLE}users: [ { id: ana } ]\nschedules: [ { id: s, timezone: UTC, layers: [ { id: l, starts: "2026-01-05T00:00", members: [ana], restrict: [ { days: [sunn], from: "25:00" } ] } ] } ]`,
      /sunn.*25:00|25:00.*sunn/s,
    ],
    ['YAML that is none', `${PEOPLE}users: [ {`, /line|tocsin\.yaml/i],
  ]
  for (const [what, text, says] of bundles)
    test(`${what} in the bundle is named by lint and by the API, and nothing is applied`, async () => {
      const whole = `version: 1\n${text}\n`
      const before = (await house.api('GET', '/api/v1/policy')).json.version
      const answer = await house.api('POST', '/api/v1/policy/apply', { text: whole, note: 'bad' })
      assert.ok(answer.status === 400 || answer.status === 422, `${answer.status} ${answer.text.slice(0, 300)}`)
      assert.match(answer.headers.get('content-type') ?? '', /problem\+json/)
      assert.match(answer.text, says)
      assert.equal((await house.api('GET', '/api/v1/policy')).json.version, before)
      const folder = await mkdtemp(join(tmpdir(), 'tocsin-lint-'))
      await writeFile(join(folder, 'tocsin.yaml'), whole)
      const { code, said } = await run(['lint', folder])
      await rm(folder, { recursive: true })
      assert.ok(code === 1 || code === 2, `${code}: ${said}`)
      assert.match(said, says)
      assert.match(said, /tocsin\.yaml:\d+/, 'with its place')
    })
})

async function run(args: string[]): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [BIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      said += chunk
    })
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, said }
}
