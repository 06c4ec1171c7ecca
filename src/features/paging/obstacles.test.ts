import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPolicy } from '../../core/policy/policy.ts'
import { bundleSchema } from '../../core/policy/schema/bundle.ts'
import type { Integration } from '../../integrations/declaration.ts'
import { loadIntegrations } from '../../integrations/list.ts'
import type { ToSend } from '../feature.ts'
import { obstaclesOf } from './obstacles.ts'

const carrier: Integration = {
  id: 'carrier',
  title: 'Carrier',
  summary: 'Calls people.',
  fields: [
    { name: 'account', label: 'Account', kind: 'text', required: true, help: 'From its console.' },
    { name: 'token', label: 'Token', kind: 'secret', required: true, help: 'From its console.' },
  ],
  needsAccount: true,
  send: async () => ({ ok: true, said: 'answered 200' }),
}
const integrations = new Map([...(await loadIntegrations()), ['carrier', carrier] as const])

function obstacle(channel: string, { isSetUp = false, connected = [] as object[] } = {}): string | null {
  const bundle = bundleSchema.parse({ version: 1, organization: { name: 'X' }, integrations: connected })
  return obstaclesOf({ integrations, smtp: { isSetUp } as ToSend['smtp'], policy: () => createPolicy(bundle, 1) })(channel)
}

test('mail needs the server of the installation or one in its settings', () => {
  assert.match(obstacle('email') ?? '', /set TOCSIN_SMTP_URL, or fill in Server/)
  assert.equal(obstacle('email', { isSetUp: true }), null)
  const mail = (server: string) => ({ connected: [{ id: 'post', type: 'email', fields: { server } }] })
  assert.equal(obstacle('email', mail('secret:env.MAIL.1234')), null)
  assert.match(obstacle('email', mail('${MAIL_URL}')) ?? '', /no mail server/)
})

test('a carrier needs its account, whole', () => {
  assert.equal(obstacle('carrier'), 'Carrier is not connected; add it at Settings, Integrations')
  const half = { id: 'calls', type: 'carrier', name: 'Calls', fields: { account: 'AC1', token: '${CARRIER_TOKEN}' } }
  assert.equal(obstacle('carrier', { connected: [half] }), 'Calls has no Token (${CARRIER_TOKEN}); fill it in at Settings, Integrations')
  assert.equal(obstacle('carrier', { connected: [{ ...half, fields: { account: 'AC1', token: 'secret:x' } }] }), null)
})

test('what needs only an address is open, what nobody has written is not', () => {
  assert.deepEqual([obstacle('ntfy'), obstacle('web-push'), obstacle('internal')], [null, null, null])
  assert.match(obstacle('pigeon') ?? '', /nothing here sends to "pigeon"/)
})
