import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import connections from '../../src/features/connections/feature.ts'
import paging from '../../src/features/paging/feature.ts'
import { createSender } from '../../src/features/paging/sender.ts'
import { createMailbox, type Mailbox } from '../fakes/mailbox.ts'
import { createNtfy, type Ntfy } from '../fakes/ntfy.ts'
import { decryptPush } from '../fakes/push-service.ts'
import { createReceiver, type Receiver } from '../fakes/receiver.ts'
import { createSubscription } from '../fakes/rigs.ts'
import { as, type Installation, startInstallation } from '../world/installation.ts'

const KEY = 'k'.repeat(32)
let world: Installation
let mailbox: Mailbox
let ntfy: Ntfy
let hook: Receiver
let devices: Receiver

before(async () => {
  ;[mailbox, ntfy, hook, devices] = await Promise.all([createMailbox(), createNtfy(), createReceiver(), createReceiver({ status: 201 })])
  const person = (id: string, contacts: object) => ({
    id,
    name: id[0]?.toUpperCase() + id.slice(1),
    role: 'responder',
    timezone: 'Europe/Berlin',
    contacts,
  })
  world = await startInstallation({
    features: [connections, paging],
    sender: createSender,
    smtpUrl: mailbox.url,
    bundle: {
      users: [
        person('ann', { email: 'ann@example.com', ntfy: `${ntfy.url}/ann-topic` }),
        person('bob', { webhook: `${hook.url}/hook` }),
        person('cleo', { email: 'cleo@example.com' }),
      ],
      severities: [
        { id: 'SEV-1', name: 'Critical' },
        { id: 'SEV-2', name: 'High' },
      ],
      services: [
        { id: 'checkout', name: 'Checkout', escalation: ['main'] },
        { id: 'payouts', name: 'Payouts', escalation: ['bobs'] },
        { id: 'search', name: 'Search', escalation: ['cleos'] },
      ],
      schedules: [{ id: 'primary', name: 'Primary', layers: [{ id: 'weekly', starts: '2026-01-05T00:00', members: ['user:ann'] }] }],
      escalation_policies: [
        { id: 'main', steps: [{ page: ['schedule:primary'], wait: '15m' }] },
        { id: 'bobs', steps: [{ page: ['user:bob'], wait: '15m' }] },
        { id: 'cleos', steps: [{ page: ['user:cleo'], wait: '15m' }] },
      ],
      integrations: [
        { id: 'prom', type: 'alertmanager', key: KEY, service: 'checkout' },
        { id: 'any', type: 'generic', key: KEY },
      ],
    },
  })
})
after(async () => {
  await world?.close()
  await Promise.all([mailbox.close(), ntfy.close(), hook.close(), devices.close()])
})

const alert = (payload: object) => world.server.inject({ method: 'POST', url: `/in/generic/${KEY}`, payload })

test('an alert that nothing classifies pages whoever is on call by every road, in words', { timeout: 20_000 }, async () => {
  const payload = {
    alerts: [{ status: 'firing', labels: { alertname: 'Errors' }, annotations: { summary: 'Checkout answers 500' }, fingerprint: 'a1' }],
  }
  const answer = await world.server.inject({ method: 'POST', url: `/in/alertmanager/${KEY}`, payload })
  assert.equal(answer.statusCode, 200)
  const [letter] = await mailbox.expect(1)
  await ntfy.receiver.expect(1)
  assert.deepEqual(letter?.to, ['ann@example.com'])
  assert.equal(letter?.mail.subject, 'SEV-1 Critical: Checkout answers 500')
  const text = letter?.mail.text ?? ''
  for (const said of [
    'Checkout answers 500',
    'Severity: SEV-1 Critical',
    'Service: Checkout',
    'You are on call for Primary',
    'Acknowledge: http://127.0.0.1:4400/a/',
  ])
    assert.ok(text.includes(said), `${said} in:\n${text}`)
  const [pushed] = await ntfy.poll('ann-topic')
  assert.equal(pushed?.priority, 5)
  assert.equal(pushed?.actions?.[0]?.method, 'POST')
  const token = /\/a\/([^\s]+)/.exec(text)?.[1] ?? ''
  const data = world.app.links.read('ack', token)
  assert.equal(data?.user, 'ann')
  assert.ok(String(data?.escalation).startsWith('esc-'))
})

test('a webhook to a person is signed and carries everything', { timeout: 20_000 }, async () => {
  await alert({ title: 'Payouts late', key: 'p1', labels: { service: 'payouts' }, severity: 'SEV-2' })
  const [heard] = await hook.expect(1)
  assert.ok(heard)
  const { data } = heard.json as { data: Record<string, unknown> }
  assert.deepEqual(data.severity, { id: 'SEV-2', name: 'SEV-2 High', rank: 2 })
  assert.deepEqual(data.because, ['You are named in this step of the escalation.'])
  assert.equal(data.service, 'Payouts')
  assert.match(heard.headers['webhook-signature'] ?? '', /^v1,/)
})

test('a browser that subscribes is paged; one that is gone is removed and its owner told by mail', { timeout: 20_000 }, async () => {
  const device = createSubscription(`${devices.url}/push/1`)
  const gone = createSubscription(`${devices.url}/push/gone`)
  for (const json of [device.json, gone.json]) {
    const answer = await world.server.inject({
      method: 'POST',
      url: '/api/v1/me/push',
      headers: as('responder', 'cleo'),
      payload: JSON.parse(json),
    })
    assert.equal(answer.statusCode, 200, answer.body)
  }
  devices.answer(({ path }) => ({ status: path.endsWith('gone') ? 410 : 201 }))
  const before = mailbox.letters.length
  await alert({ title: 'Search is slow', key: 's1', labels: { service: 'search' } })
  const heard = await devices.expect(2)
  const body = heard.find((each) => each.path === '/push/1')?.raw ?? Buffer.alloc(0)
  const shown = JSON.parse(decryptPush(body, device)) as { title: string; action: string }
  assert.equal(shown.title, 'SEV-1 Critical: Search is slow')
  assert.equal(shown.action, 'Acknowledge')
  await mailbox.expect(before + 2)
  const told = mailbox.letters.slice(before).map((letter) => letter.mail.subject)
  assert.ok(told.includes('Browser push no longer reaches you'), told.join())
  assert.deepEqual(
    world.app.policies
      .live()
      .user('cleo')
      ?.contacts.webpush.map(({ endpoint }) => endpoint),
    [`${devices.url}/push/1`],
  )
})
