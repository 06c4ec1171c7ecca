import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import type { Integration, Received, ReceiveRequest } from './declaration.ts'
import { type FieldValues, validateFields } from './field.ts'
import { loadIntegrations } from './list.ts'

const integrations = await loadIntegrations()

const requestOf = (body: unknown, more: Partial<ReceiveRequest> = {}): ReceiveRequest => ({
  id: 'request-1',
  path: '/in/x/key',
  headers: {},
  body,
  raw: Buffer.from(body === undefined ? '{"half' : JSON.stringify(body)),
  fields: {},
  ...more,
})

/** What senders, their bugs and attackers post. Nothing here may throw, and what is JSON may not be lost on Alertmanager's way. */
const ODD = [
  undefined,
  null,
  0,
  '',
  'text',
  [],
  {},
  [null],
  [[[]]],
  { alerts: {} },
  { alerts: [1, 'x', null, []] },
  { payload: 'x', event_action: 'trigger' },
] as const

for (const [id, integration] of integrations) {
  describe(`integration ${id}`, () => {
    test('describes itself', () => checkDeclaration(integration))
    if (integration.receive) checkReceive(integration, integration.receive)
    if (integration.roads) {
      test('knows where nobody is reached', () => assert.equal(integration.addressOf?.({}), null))
    }
  })
}

function checkDeclaration({ id, title, summary, fields, receive, send, samples, paths }: Integration): void {
  assert.match(id, /^[a-z][a-z0-9-]*$/)
  assert.ok(title.length > 2 && title.length < 40, title)
  assert.match(summary, /^[A-Z].*\.$/, 'one sentence')
  assert.ok(receive || send, 'an integration receives or sends')
  assert.equal(new Set(fields.map((field) => field.name)).size, fields.length, 'field names are unique')
  for (const field of fields) {
    assert.match(field.name, /^[a-z][A-Za-z0-9]*$/)
    assert.ok(field.label.length > 1 && field.help.length > 10, `${field.name} has a label and a help`)
    assert.equal(field.kind === 'choice' || field.kind === 'mapping', field.options !== undefined, `${field.name}: options`)
    assert.ok(!(field.kind === 'secret' && field.default !== undefined), `${field.name}: a secret has no default`)
  }
  const defaults = Object.fromEntries(fields.flatMap((field) => (field.default === undefined ? [] : [[field.name, field.default]])))
  const required = fields.filter((field) => field.required && field.default === undefined).map((field) => field.name)
  const { errors } = validateFields({ fields }, defaults)
  assert.deepEqual(
    errors.map((error) => error.field),
    required,
    'only what is required is missing',
  )
  if (receive) assert.ok(samples && samples.length >= 3, 'whatever receives shows at least three samples')
  for (const { path } of paths ?? []) assert.match(path, /^(\/[a-z0-9-]+)+$/)
}

function checkReceive({ samples, paths, fields }: Integration, receive: NonNullable<Integration['receive']>): void {
  for (const { name, request, expect } of samples ?? []) {
    test(`sample: ${name}`, () => {
      const given = validateFields({ fields }, request.fields ?? {})
      assert.deepEqual(given.errors, [])
      const { events, answer } = receive(requestOf(request.body, { path: request.path ?? '/in/x/key', fields: given.values }))
      assert.equal(answer.status, expect.status)
      if (expect.body !== undefined) assert.deepEqual('body' in answer && answer.body, expect.body)
      assert.equal(events.length, expect.events.length)
      for (const [index, event] of events.entries()) assert.partialDeepStrictEqual(event, expect.events[index] as object)
    })
  }
  for (const path of ['/in/x/key', ...(paths ?? []).map((each) => each.path)]) {
    test(`takes odd payloads at ${path} without a throw`, () => {
      for (const body of ODD) checkLenient(receive(requestOf(body, { path })))
    })
  }
  test('answers the same twice', () => {
    for (const { request } of samples ?? []) {
      const ask = () =>
        receive(requestOf(structuredClone(request.body), { path: request.path ?? '/', fields: (request.fields ?? {}) as FieldValues }))
      assert.deepEqual(ask(), ask())
    }
  })
}

function checkLenient({ events, answer }: Received): void {
  assert.ok(answer.status < 500)
  for (const event of events) {
    assert.ok(event.title.length >= 1 && event.title.length <= 1024)
    if (event.action !== 'change') assert.ok(event.key.length >= 1 && event.key.length <= 255)
  }
}

type Recording = { path: string; body: string; body_json: object }

const recorded = (name: string): Recording[] =>
  JSON.parse(readFileSync(new URL(`../../test/fixtures/recorded/${name}.json`, import.meta.url), 'utf8')) as Recording[]

describe('recorded from unmodified senders', () => {
  const ways = [
    { id: 'alertmanager', files: ['alertmanager-0.25-webhook', 'alertmanager-0.25-webhook-bearer-max1'], status: 200 },
    { id: 'pagerduty', files: ['alertmanager-0.25-pagerduty', 'pdjs-events'], status: 202 },
  ]
  for (const { id, files, status } of ways) {
    for (const file of files) {
      test(`${id} takes in ${file}`, () => {
        for (const { path, body } of recorded(file)) {
          const request = requestOf(JSON.parse(body), { path, raw: Buffer.from(body) })
          const received = integrations.get(id)?.receive?.(request)
          assert.equal(received?.answer.status, status)
          assert.ok((received?.events.length ?? 0) > 0)
        }
      })
    }
  }
})

describe('PagerDuty keys', () => {
  const path = integrations.get('pagerduty')?.paths?.[0]
  const errorsOf = (body: unknown) => (path?.refuse(body, {}).body as { errors: string[] } | undefined)?.errors ?? []
  test('are found in body and header', () => {
    assert.equal(path?.keyFrom({ routing_key: 'k' }, {}), 'k')
    assert.equal(path?.keyFrom({}, { 'x-routing-key': 'h' }), 'h')
    assert.equal(path?.keyFrom([], {}), null)
  })
  test('that do not fit are refused in the words of the protocol', () => {
    assert.deepEqual(errorsOf({ routing_key: 'short' }), ["Length of 'routing_key' is incorrect (should be 32 characters)"])
    assert.deepEqual(errorsOf({}), ["'routing_key' is missing or blank"])
    assert.deepEqual(errorsOf(undefined), ['JSON parse error'])
    assert.match(errorsOf({ routing_key: '0123456789abcdef0123456789abcdef' })[0] ?? '', /^'routing_key' 0123… belongs to no integration/)
  })
  test('long ones are never cut to the same', () => {
    const keys = ['a', 'b'].map(
      (end) => integrations.get('pagerduty')?.receive?.(requestOf({ event_action: 'resolve', dedup_key: 'x'.repeat(300) + end })).events[0],
    )
    assert.notDeepEqual(keys[0], keys[1])
  })
})

test('settings that are wrong are told what to write', () => {
  const generic = integrations.get('generic')
  assert.ok(generic)
  const messages = (declaration: Integration | undefined, input: object) =>
    validateFields(declaration ?? { fields: [] }, input as Record<string, unknown>)
      .errors.map((error) => error.message)
      .join('\n')
  assert.match(messages(generic, { mapping: { titel: 'x' } }), /maps "titel"; map only list, title/)
  assert.match(messages(generic, { mapping: 'x' }), /is "x"; write pairs/)
  assert.match(messages(generic, { nope: 1 }), /there is no field "nope"; write one of mapping/)
  assert.match(messages(integrations.get('webhook'), { url: 'ftp://x', secret: 'whsec_x' }), /URL is "ftp:\/\/x"; write a URL such as/)
  assert.match(messages(integrations.get('webhook'), {}), /Signing secret is missing; write whsec_/)
  const secret = messages(integrations.get('webhook'), { secret: 'hidden\r\nhidden' })
  assert.match(secret, /line break/)
  assert.doesNotMatch(secret, /hidden/)
})
