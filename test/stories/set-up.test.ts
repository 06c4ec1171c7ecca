import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import alerts from '../../src/features/alerts/feature.ts'
import connections from '../../src/features/connections/feature.ts'
import escalations from '../../src/features/escalations/feature.ts'
import paging from '../../src/features/paging/feature.ts'
import { createSender } from '../../src/features/paging/sender.ts'
import people from '../../src/features/people/feature.ts'
import { createMailbox, type Mailbox } from '../fakes/mailbox.ts'
import { as, type Installation, startInstallation } from '../world/installation.ts'

let world: Installation
let mailbox: Mailbox
before(async () => {
  mailbox = await createMailbox()
  world = await startInstallation({
    features: [people, connections, alerts, escalations, paging],
    sender: createSender,
    smtpUrl: mailbox.url,
  })
})
after(async () => {
  await world?.close()
  await mailbox.close()
})

async function ask(
  method: 'GET' | 'POST',
  url: string,
  { who = as('admin', 'ana'), body }: { who?: Record<string, string>; body?: object } = {},
) {
  const answer = await world.server.inject({ method, url, headers: who, ...(body ? { payload: body } : {}) })
  return { status: answer.statusCode, body: answer.body ? answer.json() : null }
}

test('a test page before the organisation has a name says what to do first', async () => {
  const { status, body } = await ask('POST', '/api/v1/setup/test-page')
  assert.equal(status, 409)
  assert.equal(body.code, 'not-in-policy')
})

test('the wizard ends with a page that arrives and is acknowledged by its link', { timeout: 20_000 }, async () => {
  assert.equal((await ask('POST', '/api/v1/setup/organization', { body: { name: 'Example Ltd', timezone: 'Mars/Olympus' } })).status, 400)
  assert.equal((await ask('POST', '/api/v1/setup/organization', { body: { name: 'Example Ltd', timezone: 'Europe/Berlin' } })).status, 200)
  const profile = await ask('GET', '/api/v1/me/profile')
  assert.equal(profile.body.person.email, 'ana@example.com')
  assert.deepEqual(profile.body.person.roads, ['email'])
  assert.ok(profile.body.channels.includes('email'))
  const begun = await ask('POST', '/api/v1/setup/test-page')
  assert.equal(begun.status, 201, JSON.stringify(begun.body))
  const [letter] = await mailbox.expect(1)
  assert.match(letter?.mail.subject ?? '', /Test page: acknowledge me/)
  const link = /http:\/\/127\.0\.0\.1:4400(\/a\/\S+)/.exec(letter?.mail.text ?? '')?.[1] ?? ''
  assert.equal((await world.server.inject({ method: 'GET', url: link })).statusCode, 200)
  const url = `/api/v1/setup/test-page/${begun.body.alert}`
  assert.equal((await ask('GET', url)).body.status, 'triggered', 'looking does not acknowledge')
  const acted = await world.server.inject({
    method: 'POST',
    url: link,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: '',
  })
  assert.ok(acted.statusCode < 400, acted.body.slice(0, 300))
  const seen = await ask('GET', url)
  assert.equal(seen.body.status, 'acknowledged')
  assert.ok(seen.body.acknowledgedAfterMs >= 0)
  assert.equal(seen.body.showsRoad, true)
  const roads = await ask('GET', '/api/v1/me/roads')
  const mail = roads.body.items.find((each: { channel: string }) => each.channel === 'email')
  assert.deepEqual([mail?.standing, mail?.provedBy], ['proved', 'page'], 'the profile says what the set-up said')
  assert.equal((await ask('POST', `${url}/finish`)).body.status, 'resolved')
})

test('people are invited, changed, and shown according to who looks', async () => {
  const ben = await ask('POST', '/api/v1/people', {
    body: { name: 'Ben Ødegård', email: 'ben@example.com', role: 'responder', contacts: { ntfy: 'https://ntfy.example.com/ben' } },
  })
  assert.equal(ben.status, 201, JSON.stringify(ben.body))
  assert.match(ben.body.url, /\/invitation#token=/)
  assert.equal(ben.body.person.account, 'invited')
  const { id } = ben.body.person
  assert.match(id, /^ben-/)
  assert.equal((await ask('POST', '/api/v1/people', { body: { name: 'Ben', email: 'BEN@example.com' } })).body.code, 'email-taken')
  const changed = await ask('POST', `/api/v1/people/${id}`, { body: { title: 'SRE', contacts: { ntfy: null } } })
  assert.deepEqual([changed.body.title, changed.body.contacts.ntfy], ['SRE', undefined])
  const asViewer = await ask('GET', '/api/v1/people', { who: as('viewer', 'eve') })
  assert.ok(asViewer.body.items.every((each: { contacts: unknown; can: { edit: boolean } }) => each.contacts === null && !each.can.edit))
  assert.equal((await ask('POST', `/api/v1/people/${id}/disable`)).body.account, 'disabled')
  assert.equal((await ask('POST', '/api/v1/people/nobody/disable')).status, 404)
  assert.equal((await ask('POST', '/api/v1/setup/test-page', { body: {} })).status, 201, 'a responder is not on the fallback ladder')
})

test('each route says who may use it', async () => {
  const adminOnly = [
    '/api/v1/people',
    '/api/v1/people/ana',
    '/api/v1/people/ana/disable',
    '/api/v1/setup/organization',
    '/api/v1/setup/test-page',
  ]
  for (const url of adminOnly) {
    for (const role of ['responder', 'viewer'] as const)
      assert.equal((await ask('POST', url, { who: as(role, 'x'), body: {} })).body.code, 'role-too-low', url)
    assert.equal((await ask('POST', url, { who: {}, body: {} })).status, 401, url)
  }
})

test('a request that another site started is refused', async () => {
  const answer = await world.server.inject({
    method: 'POST',
    url: '/api/v1/me/contacts',
    payload: { email: 'eve@example.com' },
    headers: { ...as('admin', 'ana'), cookie: 'tocsin.session_token=x', origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
  })
  assert.equal(answer.statusCode, 403)
  assert.equal(answer.json().code, 'foreign-origin')
})
