import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { IncidentDetail, TimelineView } from '../../src/features/incidents/contract/incident.ts'
import { features } from '../../src/features/index.ts'
import { createSender } from '../../src/features/paging/sender.ts'
import { createMailbox, type Letter, type Mailbox } from '../fakes/mailbox.ts'
import { as, type Installation, PUBLIC_URL, startInstallation } from '../world/installation.ts'

const bundle = {
  organization: { name: 'Shop', support: 'help@shop.example.com', timezone: 'UTC' },
  severities: [
    { id: 'SEV-1', name: 'Critical', customers: { page: 'required', email: 'required' } },
    { id: 'SEV-2', name: 'High', customers: { page: 'required', email: 'optional' } },
  ],
  roles: [{ id: 'commander', name: 'Commander', default: ['user:ann'] }],
  users: [
    { id: 'ann', name: 'Ann', role: 'responder', contacts: { email: 'ann@example.com' } },
    { id: 'ben', name: 'Ben', role: 'responder', contacts: { email: 'ben@example.com' } },
  ],
  services: [{ id: 'api', name: 'payments-api-7', component: 'Checkout' }],
  status_pages: [{ id: 'public', title: 'Shop', components: ['service:api'] }],
  audiences: [
    {
      ...{ id: 'customers', name: 'Customers', outside: true },
      recipients: [
        { id: 'acme', email: 'it@acme.example.com', name: 'Acme' },
        { id: 'bolt', email: 'ops@bolt.example.com' },
      ],
    },
  ],
  approvals: [{ for: 'publish', when: { severity: ['SEV-2'] }, by: 'role:commander' }],
  integrations: [{ id: 'mails', type: 'email', fields: { from: 'tocsin@example.com', replyTo: 'pager@tocsin.example.com' } }],
}

describe('customers are told, over real SMTP', { timeout: 60_000 }, () => {
  let mailbox: Mailbox
  let world: Installation
  before(async () => {
    mailbox = await createMailbox()
    world = await startInstallation({ features, bundle, smtpUrl: mailbox.url, sender: (app) => createSender(app) })
  })
  after(async () => {
    await world?.close()
    await mailbox?.close()
  })

  async function ask<T = IncidentDetail>(path: string, body?: object, who = as('responder', 'ben')): Promise<T> {
    const url = `/api/v1/incidents${path}`
    const answer = await world.server.inject({ method: body ? 'POST' : 'GET', url, headers: who, ...(body ? { payload: body } : {}) })
    assert.ok(answer.statusCode < 300, answer.body)
    return answer.json() as T
  }
  const declare = (severity: string) => ask('', { title: 'db-7 of ACME leaks', severity, service: 'api', page: false })
  const to = (address: string): Letter[] => mailbox.letters.filter((each) => each.to.includes(address))
  const whole = ({ mail }: Letter): string => `${mail.subject}\n${mail.text}\n${mail.html}`
  async function eventually(is: () => boolean | Promise<boolean>, what: string): Promise<void> {
    for (let tries = 0; tries < 400; tries += 1) {
      if (await is()) return
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
    assert.fail(`never: ${what}`)
  }
  const clock = async (reference: string, rule: string) =>
    (await ask(`/${reference}`)).clocks.find((each) => each.id.startsWith(`${rule}#`))?.status

  test('S11.10 S11.12 S11.5 S11.6 S11.13 a post goes to each customer by mail, tried again when the server was busy; that is what meets the clock', async () => {
    mailbox.refuseNext({ code: 451, text: 'come back later' })
    const { reference } = await declare('SEV-1')
    await ask(`/${reference}/publish`, { text: 'Some orders fail. We are on it.', nextIn: '30m' })
    await eventually(async () => (await clock(reference, 'mail-sev-1')) === 'met', 'the clock is met')
    assert.deepEqual(mailbox.letters.map((each) => each.to.join()).sort(), ['it@acme.example.com', 'ops@bolt.example.com'])
    const [acme] = to('it@acme.example.com')
    assert.ok(acme)
    assert.equal(acme.mail.subject, 'Shop: Problem with Checkout')
    assert.equal(acme.mail.replyTo?.[0]?.address, 'help@shop.example.com', 'whoever answers writes to support')
    for (const words of [
      /^Hello Acme,$/m,
      /Some orders fail/,
      /^Affected: Checkout$/m,
      /^Began: .* UTC$/m,
      /^Questions\? Write to help@shop\.example\.com\.$/m,
    ])
      assert.match(acme.mail.text ?? '', words)
    assert.doesNotMatch(whole(acme), /db-7|ACME leaks|payments-api-7|INC-|SEV|Critical|127\.0\.0\.1/)
    const { items } = await ask<TimelineView>(`/${reference}/timeline`)
    const told = items.map(({ text }) => text)
    assert.ok(told.includes('is mailing Customers (2 recipients): Shop: Problem with Checkout'), told.join('\n'))
    assert.ok(told.includes('mailed Customers: all 2 were taken'), told.join('\n'))
    const [round] = (await ask(`/${reference}`)).mails
    assert.deepEqual([round?.audience, round?.delivered, round?.queued, round?.failed], ['customers', 2, 0, []])
  })

  test('S11.10 what a level leaves open is offered where the post is written', async () => {
    const offer = async (severity: string) => {
      const { reference } = await declare(severity)
      const answer = await world.server.inject({ url: `/api/v1/status-pages/incidents/${reference}`, headers: as('responder', 'ben') })
      return (answer.json() as { mail: unknown }).mail
    }
    const audiences = [{ id: 'customers', name: 'Customers', count: 2 }]
    assert.deepEqual(await offer('SEV-1'), { asked: 'required', audiences })
    assert.deepEqual(await offer('SEV-2'), { asked: 'optional', audiences })
  })

  test('S6.9 the commander gets the words with a link: reading it does nothing, one tap lets them out, and again says so', async () => {
    mailbox.letters.length = 0
    const { reference } = await declare('SEV-2')
    await ask(`/${reference}/publish`, { text: 'Some uploads fail.', mail: true })
    await eventually(() => to('ann@example.com').length > 0, 'ann is asked')
    const asked = to('ann@example.com')
      .map(({ mail }) => mail.text ?? '')
      .join('\n')
    assert.match(asked, /Waiting for your word as Commander before customers read it:\n\nSome uploads fail\./)
    const link = new RegExp(`${PUBLIC_URL}(/approve/\\S+)`).exec(asked)?.[1] ?? ''
    const look = await world.server.inject({ url: link })
    assert.equal(look.statusCode, 200)
    assert.match(look.body, /May customers read this\?[\s\S]*Some uploads fail\.[\s\S]*Approve/)
    assert.equal((await ask(`/${reference}`)).posts.length, 0)
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    const tapped = await world.server.inject({ method: 'POST', url: link, headers: form, payload: 'act=approve' })
    assert.match(tapped.body, /Approved: it goes out now\./)
    const { posts } = await ask(`/${reference}`)
    assert.deepEqual(
      posts.map(({ text, by }) => [text, by.name]),
      [['Some uploads fail.', 'Ben']],
    )
    assert.equal(await clock(reference, 'promised-approval'), 'met')
    await eventually(() => to('ops@bolt.example.com').length === 1, 'customers are mailed')
    const again = await world.server.inject({ method: 'POST', url: link, headers: form, payload: 'act=approve' })
    assert.deepEqual([again.statusCode, /answered, or taken back, already/.test(again.body)], [404, true])
    assert.equal((await world.server.inject({ url: `${link}x` })).statusCode, 410)
  })

  test('S6.9 with a reason the commander declines by the same link, and nobody outside reads it', async () => {
    mailbox.letters.length = 0
    const { reference } = await declare('SEV-2')
    await ask(`/${reference}/publish`, { text: 'It is the vendor’s fault.', mail: true })
    await eventually(() => to('ann@example.com').length > 0, 'ann is asked')
    const link = new RegExp(`${PUBLIC_URL}(/approve/\\S+)`).exec(to('ann@example.com')[0]?.mail.text ?? '')?.[1] ?? ''
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const silent = await world.server.inject({ method: 'POST', url: link, headers, payload: 'act=decline' })
    assert.equal(silent.statusCode, 400)
    await world.server.inject({ method: 'POST', url: link, headers, payload: 'act=decline&reason=no+names' })
    const { awaiting, posts } = await ask(`/${reference}`)
    assert.deepEqual([awaiting, posts, to('ops@bolt.example.com')], [[], [], []])
  })

  test('what may be typed: a mail to an audience from the composer, the command line and chat', async () => {
    mailbox.letters.length = 0
    const { reference } = await declare('SEV-1')
    await ask<unknown>('/command', { text: `${reference} mail customers Only to you: we call today` })
    await eventually(() => to('it@acme.example.com').length === 1, 'acme is mailed')
    assert.match(to('it@acme.example.com')[0]?.mail.text ?? '', /Only to you: we call today/)
  })

  test('S11.12 a recipient whom no server takes is named, and the clock waits for what a person says was done instead', async () => {
    mailbox.letters.length = 0
    mailbox.refuseRecipient('ops@bolt.example.com')
    const { reference } = await declare('SEV-1')
    await ask(`/${reference}/publish`, { text: 'Some orders fail.' })
    const mails = async () => (await ask(`/${reference}`)).mails[0]
    await eventually(async () => ((await mails())?.failed.length ?? 0) > 0, 'bolt is not reached')
    assert.deepEqual([(await mails())?.delivered, (await mails())?.failed], [1, ['customers/bolt']])
    assert.equal(await clock(reference, 'mail-sev-1'), 'pending')
    await ask(`/${reference}/complete`, { what: 'mail-sev-1', note: 'Bolt was called: nobody reads that address' })
    assert.equal(await clock(reference, 'mail-sev-1'), 'met')
    const { items } = await ask<TimelineView>(`/${reference}/timeline`)
    assert.ok(items.some(({ words }) => words === 'Bolt was called: nobody reads that address'))
  })
})
