import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import nodemailer from 'nodemailer'
import type { IncidentList, TimelineView } from '../../src/features/incidents/contract/incident.ts'
import { features } from '../../src/features/index.ts'
import { type MailServer, startMailServer } from '../../src/features/paging/hear/mail-server.ts'
import { createSender } from '../../src/features/paging/sender.ts'
import { createMailbox, type Mailbox } from '../fakes/mailbox.ts'
import { as, type Installation, startInstallation } from '../world/installation.ts'

const ADDRESS = 'incident@tocsin.example.com'
const bundle = {
  incident: { reference: 'INC-{n}' },
  severities: [{ id: 'SEV-1', name: 'Critical', aliases: ['P0'] }, { id: 'SEV-2', name: 'High' }, { id: 'SEV-3' }],
  users: [
    { id: 'ann', name: 'Ann', role: 'responder', contacts: { email: 'ann@example.com' }, rules: [{ after: '0m', by: ['email'] }] },
    { id: 'vic', name: 'Vic', role: 'viewer', contacts: { email: 'vic@example.com' } },
  ],
  services: [{ id: 'pay', name: 'Payments', escalation: ['tech'] }],
  escalation_policies: [{ id: 'tech', steps: [{ page: ['user:ann'] }] }],
  integrations: [{ id: 'mails', type: 'email', fields: { from: 'tocsin@example.com', declareAt: ADDRESS } }],
  templates: [
    {
      ...{ id: 'page-worst', for: 'email', moment: 'page', when: { severity: ['SEV-1'] } },
      ...{
        subject: '{{ incident.reference }} needs you',
        text: 'Room {{ incident.reference }}: {{ incident.title }} in {{ incident.service }}.',
      },
    },
    {
      ...{ id: 'page-loops', for: 'email', moment: 'page', when: { severity: ['SEV-2'] } },
      text: '{% for a in (1..9999) %}{% for b in (1..9999) %}x{% endfor %}{% endfor %}',
    },
    { id: 'page-empty', for: 'email', moment: 'page', when: { severity: ['SEV-3'] }, text: 'Cost {{ incident.revenue }}.' },
  ],
}

type Mail = {
  from?: string
  sender?: string
  to?: string
  subject?: string
  text?: string
  headers?: Record<string, string>
  messageId?: string
}

describe('declaring by mail, over real SMTP both ways', { timeout: 30_000 }, () => {
  let mailbox: Mailbox
  let world: Installation
  let listener: MailServer
  before(async () => {
    mailbox = await createMailbox()
    world = await startInstallation({ features, bundle, smtpUrl: mailbox.url, sender: (app) => createSender(app) })
    Object.assign(world.app.settings, { smtpInPort: 0 })
    listener = await startMailServer(world.app)
  })
  after(async () => {
    await listener?.stop()
    await world?.close()
    await mailbox?.close()
  })
  beforeEach(() => {
    mailbox.letters.length = 0
  })

  /** Answers what the server says: code and words. */
  const mail = async ({ from = 'ann@example.com', sender = from, to = ADDRESS, ...rest }: Mail): Promise<string> => {
    const transport = nodemailer.createTransport({ host: '127.0.0.1', port: listener.port ?? 0, ignoreTLS: true })
    try {
      return (await transport.sendMail({ from, to, envelope: { from: sender, to }, ...rest })).response
    } catch (error) {
      return (error as { response?: string }).response ?? String(error)
    } finally {
      transport.close()
    }
  }
  const incidents = async () =>
    ((await world.server.inject({ url: '/api/v1/incidents', headers: as('responder', 'ann') })).json() as IncidentList).items
  const letter = async (words: RegExp) => {
    const find = () => mailbox.letters.find((each) => words.test(`${each.mail.subject} ${each.mail.text}`))
    while (!find()) await new Promise((resolve) => setImmediate(resolve))
    return find()
  }

  test('S2.3 a mail from somebody known declares: the subject is the title and may begin with the level, the text is kept, the answer says the reference', async () => {
    const sent = { subject: 'Fwd: P0 Card payments fail service:pay', text: 'Three shops called.', messageId: '<d1@example.com>' }
    assert.match(await mail(sent), /^250/)
    const [found] = await incidents()
    assert.deepEqual([found?.title, found?.severity.id], ['Card payments fail', 'SEV-1'])
    const answer = await letter(/INC-1 SEV-1 investigating: Card payments fail/)
    assert.deepEqual([answer?.to, answer?.mail.inReplyTo], [['ann@example.com'], '<d1@example.com>'])
    const timeline = (
      await world.server.inject({ url: `/api/v1/incidents/${found?.id}/timeline`, headers: as('responder', 'ann') })
    ).json() as TimelineView
    assert.deepEqual(
      timeline.items.filter(({ words }) => words).map(({ by, words }) => [by.name, words]),
      [['Ann', 'Three shops called.']],
    )
    assert.match(await mail(sent), /^250/)
    assert.equal((await incidents()).length, 1, 'the same mail again is the same incident')
  })

  test("a page of an incident goes out in the policy's words for its road and level", async () => {
    await mail({ subject: 'SEV-1 Refunds fail service:pay', messageId: '<d2@example.com>' })
    const page = await letter(/needs you/)
    assert.match(page?.mail.text ?? '', /Room INC-2: Refunds fail in Payments\./)
  })

  test("bad input: a template that loops, or has nothing for a placeholder, leaves the page in the product's words, in time", async () => {
    await mail({ subject: 'SEV-2 Search is slow service:pay', messageId: '<d3@example.com>' })
    await mail({ subject: 'SEV-3 Fonts are odd service:pay', messageId: '<d4@example.com>' })
    for (const title of ['Search is slow', 'Fonts are odd']) {
      const page = await letter(new RegExp(`${title}[\\s\\S]*You are named in this step`))
      assert.doesNotMatch(page?.mail.text ?? '', /xxx|Cost/)
    }
  })

  test('S2.3 who may not declare, strangers, forged replies and machines declare nothing; the refusal says why', async () => {
    const before = (await incidents()).length
    assert.match(await mail({ from: 'eve@example.org', subject: 'Down' }), /^550.*does not know who you are/)
    assert.match(await mail({ from: 'vic@example.com', subject: 'Down' }), /^550.*(viewer|responder)/)
    assert.match(await mail({ subject: 'SVE-1 Down' }), /^550.*did you mean SEV-1/)
    assert.match(await mail({ subject: 'SEV-1 Down service:nowhere' }), /^550.*nowhere/)
    assert.match(await mail({ subject: '' }), /^550.*what customers cannot do/)
    assert.match(await mail({ subject: 'Re: Down', headers: { References: '<x@example.com>' } }), /^550.*no reply to a message/)
    assert.match(await mail({ to: 'pager@tocsin.example.com', subject: 'Down' }), /^550/)
    for (const headers of [{ 'Auto-Submitted': 'auto-replied' }, { Precedence: 'bulk' }] as Record<string, string>[])
      assert.match(await mail({ subject: 'Out of office', headers }), /^250/)
    assert.equal((await incidents()).length, before)
    assert.deepEqual(
      mailbox.letters.filter(({ to }) => to.includes('eve@example.org')),
      [],
    )
  })
})
