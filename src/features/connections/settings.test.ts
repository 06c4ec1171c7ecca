import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import { after, before, test } from 'node:test'
import { createReceiver, type Receiver } from '../../../test/fakes/receiver.ts'
import { as, type Installation, startInstallation } from '../../../test/world/installation.ts'
import { createLog } from '../../platform/log.ts'
import paging from '../paging/feature.ts'
import { createSender } from '../paging/sender.ts'
import connections from './feature.ts'

let world: Installation
let slack: Receiver
let logged = ''
before(async () => {
  slack = await createReceiver()
  const to = new Writable({
    write: (chunk, _encoding, done) => {
      logged += chunk
      done()
    },
  })
  world = await startInstallation({
    features: [connections, paging],
    sender: createSender,
    log: createLog({ to: to as never }),
    bundle: { users: [{ id: 'ann', role: 'admin' }], services: [{ id: 'checkout', name: 'Checkout' }] },
  })
})
after(async () => {
  await world?.close()
  await slack.close()
})

type Asked = { who?: Record<string, string>; body?: object }
async function ask(method: 'GET' | 'POST' | 'DELETE', url: string, { who = as('admin', 'ann'), body }: Asked = {}) {
  const answer = await world.server.inject({ method, url, headers: who, ...(body ? { payload: body } : {}) })
  return { status: answer.statusCode, text: answer.body, body: answer.body ? answer.json() : null }
}
const base = '/api/v1/integrations'

test('connecting mints a key that works at once, with a snippet for that sender', async () => {
  const made = await ask('POST', base, { body: { type: 'pagerduty', name: 'Zabbix', service: 'checkout' } })
  assert.equal(made.status, 201, made.text)
  const { key, url, snippet } = made.body.key
  assert.equal(key.length, 32)
  assert.ok(snippet.includes(key) && snippet.includes(url))
  const event = { routing_key: key, event_action: 'trigger', dedup_key: 'd1', payload: { summary: 's', source: 'x', severity: 'error' } }
  assert.equal((await world.server.inject({ method: 'POST', url: '/v2/enqueue', payload: event })).statusCode, 202)
  const { rows } = await world.database.pool.query('select service from alert where key = $1', ['zabbix/d1'])
  assert.equal(rows[0].service, 'checkout')
  assert.ok(!JSON.stringify(world.app.policies.live().bundle).includes(key), 'the policy holds a reference')
  const { rows: sealed } = await world.database.pool.query('select * from secret')
  assert.ok(!JSON.stringify(sealed).includes(key), 'encrypted at rest')
  await ask('POST', `${base}/nobody`, { body: {} })
  assert.ok(!logged.includes(key), 'and never in the log')
})

test('a changed key works, the one before for a day more, another process reads both', async () => {
  const { key: old } = (await ask('GET', `${base}/zabbix/key`)).body
  const rotated = await ask('POST', `${base}/zabbix/rotate`)
  const { key } = rotated.body.key
  assert.notEqual(key, old)
  assert.ok(rotated.body.connection.previousKeyUntil)
  for (const each of [key, old])
    assert.equal(
      (
        await world.server.inject({
          method: 'POST',
          url: `/in/pagerduty/${each}`,
          payload: { routing_key: each, event_action: 'resolve', dedup_key: 'd1' },
        })
      ).statusCode,
      202,
    )
})

test('secret fields are kept and never come back; an empty one keeps what was', async () => {
  const secret = `${slack.url}/services/T/B/hidden`
  const bad = await ask('POST', base, { body: { type: 'slack-webhook', name: 'Slack', fields: {} } })
  assert.deepEqual([bad.status, bad.body.code, bad.body.errors[0].field], [400, 'invalid-settings', 'url'])
  const made = await ask('POST', base, { body: { type: 'slack-webhook', name: 'Slack', fields: { url: secret } } })
  assert.equal(made.status, 201, made.text)
  assert.deepEqual(made.body.connection.storedSecrets, ['url'])
  assert.equal((await ask('POST', `${base}/slack`, { body: { name: 'Slack #ops', fields: { url: '' } } })).body.name, 'Slack #ops')
  for (const answer of [made, await ask('GET', base)]) assert.ok(!answer.text.includes('hidden'))
  const sent = await ask('POST', `${base}/slack/test`, { body: {} })
  assert.deepEqual(sent.body, { ok: true, said: 'answered 200: ok' })
  assert.equal(slack.heard[0]?.path, '/services/T/B/hidden')
  slack.answer({ status: 404, body: 'no_service' })
  assert.deepEqual((await ask('POST', `${base}/slack/test`, { body: {} })).body, { ok: false, said: 'answered 404: no_service' })
})

test('removing takes the key out of use', async () => {
  const { key } = (await ask('GET', `${base}/zabbix/key`)).body
  assert.equal((await ask('DELETE', `${base}/zabbix`)).status, 204)
  assert.equal((await ask('DELETE', `${base}/zabbix`)).status, 404)
  assert.equal((await world.server.inject({ method: 'POST', url: `/in/pagerduty/${key}`, payload: {} })).statusCode, 404)
})

test('only admins change what is connected; viewers do not see it', async () => {
  for (const [method, url] of [
    ['POST', base],
    ['POST', `${base}/slack`],
    ['DELETE', `${base}/slack`],
    ['GET', `${base}/slack/key`],
    ['POST', `${base}/slack/rotate`],
    ['POST', `${base}/slack/test`],
  ] as const) {
    assert.equal(
      (await ask(method, url, { who: as('responder', 'rob'), ...(method === 'POST' ? { body: {} } : {}) })).status,
      403,
      `${method} ${url}`,
    )
    assert.equal((await ask(method, url, { who: {}, ...(method === 'POST' ? { body: {} } : {}) })).status, 401, `${method} ${url}`)
  }
  assert.equal((await ask('GET', base, { who: as('responder', 'rob') })).body.can.add, false)
  assert.equal((await ask('GET', base, { who: as('viewer', 'eve') })).status, 403)
})

test('an address that nothing may be sent to is refused in the form, at its field', async () => {
  for (const [type, field, address, says] of [
    ['slack-webhook', 'url', 'https://10.0.0.9/services/secret', /10\.0\.0\.9 is not a public address.*TOCSIN_ALLOW_TARGETS/],
    ['webhook', 'url', 'http://169.254.169.254/latest/meta', /metadata.*can never/],
    ['ntfy', 'server', 'http://192.168.1.4', /192\.168\.1\.4/],
    ['email', 'server', 'smtp://ann:secret@10.0.0.25:587', /10\.0\.0\.25/],
  ] as const) {
    const refused = await ask('POST', base, { body: { type, name: type, fields: { [field]: address } } })
    assert.equal(refused.status, 400, refused.text)
    const [told] = refused.body.errors.filter((each: { field: string }) => each.field === field)
    assert.match(told.message, says)
    assert.doesNotMatch(refused.text, /services|latest|ann:/)
  }
})
