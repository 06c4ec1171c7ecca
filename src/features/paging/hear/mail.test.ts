import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import nodemailer from 'nodemailer'
import { createMailbox, type Letter, type Mailbox } from '../../../../test/fakes/mailbox.ts'
import { openPaged, type Paged } from '../../../../test/world/paged.ts'
import { type MailServer, startMailServer } from './mail-server.ts'

const bundle = {
  users: ['ann', 'ben'].map((id) => ({
    id,
    name: id === 'ann' ? 'Ann' : 'Ben',
    contacts: { email: `${id}@example.com` },
    rules: [{ after: '0m', by: ['email'] }],
  })),
  services: ['web', 'pay', 'disk', 'tls', 'mail', 'jobs', 'login'].map((id) => ({ id, name: id, escalation: ['both'] })),
  escalation_policies: [{ id: 'both', steps: [{ at: '0m', page: ['user:ann', 'user:ben'] }] }],
  integrations: [{ id: 'mails', type: 'email', fields: { replyTo: 'pager@tocsin.example.com' } }],
}

type Reply = {
  port?: number | null
  from?: string
  sender?: string
  to?: string
  text?: string
  html?: string
  inReplyTo?: string
  references?: string
  headers?: Record<string, string>
  messageId?: string
}

describe('replies by mail, over real SMTP both ways', () => {
  let mailbox: Mailbox
  let world: Paged
  let listener: MailServer
  before(async () => {
    mailbox = await createMailbox()
    world = await openPaged({ bundle, smtpUrl: mailbox.url })
    listener = await startMailServer({ ...world.app, settings: { ...world.app.settings, smtpInPort: 0 } })
  })
  after(async () => {
    await listener?.stop()
    await world?.close()
    await mailbox?.close()
  })
  beforeEach(() => {
    mailbox.letters.length = 0
  })

  /** The letter that paged somebody, of a page just made. */
  const paged = async (title: string, service: string, to = 'ann@example.com'): Promise<{ id: string; letter: Letter }> => {
    const id = await world.page(title, service)
    const find = () => mailbox.letters.find((each) => each.to[0] === to && each.mail.subject?.includes(title))
    await world.until(async () => {
      const { rows } = await world.app.pools.side.query('select count(*) from handed_over where message like $1', [`${id}%`])
      return find() !== undefined && rows[0].count >= 2
    })
    return { id, letter: find() as Letter }
  }

  /** What a mail program sends; answers the SMTP code. */
  const reply = async (letter: Letter, how: Reply = {}): Promise<number> => {
    const transport = nodemailer.createTransport({ host: '127.0.0.1', port: how.port ?? listener.port ?? 0, ignoreTLS: true })
    const to = how.to ?? letter.mail.replyTo?.[0]?.address ?? ''
    const from = how.from ?? 'ann@example.com'
    try {
      const { response } = await transport.sendMail({
        from,
        to,
        envelope: { from: how.sender ?? from, to },
        subject: `Re: ${letter.mail.subject}`,
        text: how.text ?? 'ack',
        ...(how.html ? { html: how.html } : {}),
        inReplyTo: how.inReplyTo ?? letter.mail.messageId,
        ...(how.references ? { references: how.references } : {}),
        ...(how.messageId ? { messageId: how.messageId } : {}),
        headers: how.headers ?? {},
      })
      return Number(response.slice(0, 3))
    } catch (error) {
      return (error as { responseCode?: number }).responseCode ?? 0
    } finally {
      transport.close()
    }
  }

  test('"ack" above the quoted mail acknowledges, and is answered once in the same conversation', async () => {
    const { id, letter } = await paged('Checkout answers 500', 'web')
    assert.match(letter.mail.replyTo?.[0]?.address ?? '', /^pager\+[0-9a-f]{32}@tocsin\.example\.com$/)
    assert.match(letter.mail.text ?? '', /Reply with ack, resolve or escalate\./)
    assert.match(letter.mail.html ?? '', /Reply with ack, resolve or escalate\./)
    const text = `\nAck, on it.\n\n-- \nAnn\n\nOn Thu, Tocsin wrote:\n> ${letter.mail.text?.replaceAll('\n', '\n> ')}`
    assert.equal(await reply(letter, { text, messageId: '<r1@example.com>' }), 250)
    assert.equal((await world.stateOf(id)).acknowledged?.by, 'user:ann')
    assert.equal((await world.stateOf(id)).acknowledged?.via, 'email')
    await world.until(() => mailbox.letters.some((each) => /You have/.test(each.mail.text ?? '')))
    const answer = mailbox.letters.find((each) => /You have/.test(each.mail.text ?? '')) as Letter
    assert.deepEqual(answer.to, ['ann@example.com'])
    assert.equal(answer.mail.inReplyTo, '<r1@example.com>')
    assert.deepEqual(answer.headers.get('auto-submitted'), ['auto-replied'])
    const count = mailbox.letters.length
    assert.equal(await reply(letter, { text, messageId: '<r1@example.com>' }), 250)
    assert.equal(mailbox.letters.length, count, 'a copy is not answered again')
    const second = mailbox.letters.find((each) => each.to[0] === 'ben@example.com') as Letter
    assert.equal(await reply(second, { from: 'Ben <ben@example.com>' }), 250)
    await world.until(() => mailbox.letters.some((each) => /Ann has "Checkout answers 500" since/.test(each.mail.text ?? '')))
  })

  test('a mail program that only keeps the conversation, and one that only writes HTML, are understood', async () => {
    const { id, letter } = await paged('Disk full', 'disk')
    assert.equal(
      await reply(letter, {
        to: 'pager@tocsin.example.com',
        text: '',
        html: '<style>p{}</style><div>resolve</div><br><blockquote>x</blockquote>',
      }),
      250,
    )
    assert.equal((await world.stateOf(id)).status, 'stopped')
  })

  test('only a reply that carries the token of the message counts', async () => {
    const { id, letter } = await paged('Payments fail', 'pay')
    const token = /\+([0-9a-f]{32})@/.exec(letter.mail.replyTo?.[0]?.address ?? '')?.[1] ?? ''
    const wrong = `${token.slice(0, -1)}${token.endsWith('0') ? '1' : '0'}`
    const bare = { to: 'pager@tocsin.example.com', inReplyTo: '<x@example.com>' }
    const refused: [string, Reply][] = [
      ['no token', bare],
      ['a token with one letter changed', { to: `pager+${wrong}@tocsin.example.com`, inReplyTo: '<x@example.com>' }],
      ['half a token', { ...bare, to: `pager+${token.slice(0, 16)}@tocsin.example.com` }],
      ['a token in the text', { ...bare, text: `ack ${token}` }],
      ['a token in another header', { ...bare, headers: { 'X-Token': token } }],
      ['somebody who is nobody here', { from: 'eve@example.org' }],
    ]
    for (const [name, how] of refused) assert.equal(await reply(letter, how), 550, name)
    assert.equal(await reply(letter, { from: 'ben@example.com' }), 250, 'a colleague is told to answer their own')
    assert.equal((await world.stateOf(id)).status, 'running')
    await world.until(() => mailbox.letters.some((each) => /was sent to Ann/.test(each.mail.text ?? '')))
  })

  test('machines that answer by themselves are taken and forgotten', async () => {
    const { id, letter } = await paged('Login down', 'login')
    const count = mailbox.letters.length
    const machines: Reply[] = [
      { headers: { 'Auto-Submitted': 'auto-replied' } },
      { headers: { Precedence: 'bulk' } },
      { headers: { 'X-Autoreply': 'yes' } },
      { headers: { 'List-Id': '<all.example.com>' } },
      { from: 'mailer-daemon@example.com' },
    ]
    for (const how of machines) assert.equal(await reply(letter, how), 250)
    assert.equal((await world.stateOf(id)).status, 'running')
    assert.equal(mailbox.letters.length, count, 'none of them is answered')
    for (let n = 0; n < 6; n += 1) assert.equal(await reply(letter, { text: `I am out of the office ${n}` }), 250)
    await world.until(() => mailbox.letters.length >= count + 3)
    assert.equal(mailbox.letters.filter((each) => /is not understood/.test(each.mail.text ?? '')).length, 3)
  })

  test('what comes back is evidence that it did not arrive', async () => {
    const { id, letter } = await paged('Mail stuck', 'mail')
    const contentType = 'multipart/report; report-type=delivery-status; boundary="b"'
    const raw = [
      'From: mailer-daemon@example.com',
      `To: ${letter.mail.replyTo?.[0]?.address}`,
      'Subject: Undelivered Mail Returned to Sender',
      'Message-ID: <bounce@example.com>',
      `Content-Type: ${contentType}`,
      '',
      '--b\r\nContent-Type: text/plain\r\n\r\n550 5.1.1 no such user\r\n--b--',
    ].join('\r\n')
    const transport = nodemailer.createTransport({ host: '127.0.0.1', port: listener.port ?? 0, ignoreTLS: true })
    await transport.sendMail({ envelope: { from: '', to: [letter.mail.replyTo?.[0]?.address ?? ''] }, raw })
    transport.close()
    const told = (await world.factsOf(id)).find((each) => each.name === 'page.undelivered')
    assert.match(told?.said ?? '', /came back \(5\.1\.1\): Undelivered/)
  })

  test('a mail that cannot be read is refused with the reason, for it reads no better tomorrow', async () => {
    const parts = Array.from({ length: 300 }, (_, n) => `Content-Type: multipart/mixed; boundary="b${n}"\r\n\r\n--b${n}\r\n`)
    const raw = `From: ann@example.com\r\nTo: pager@tocsin.example.com\r\n${parts.join('')}\r\nack\r\n`
    const transport = nodemailer.createTransport({ host: '127.0.0.1', port: listener.port ?? 0, ignoreTLS: true })
    const sent = transport.sendMail({ envelope: { from: 'ann@example.com', to: ['pager@tocsin.example.com'] }, raw })
    await assert.rejects(sent, ({ responseCode, response }) => responseCode === 554 && /cannot be read \(.*nesting depth/i.test(response))
    transport.close()
  })

  test('while the database is away the mail is to come again', async (t) => {
    const { id, letter } = await paged('Jobs stand still', 'jobs')
    const away = { query: () => Promise.reject(new Error('away')) } as unknown as Paged['app']['pools']['page']
    const settings = { ...world.app.settings, smtpInPort: 0 }
    const second = await startMailServer({ ...world.app, settings, pools: { ...world.app.pools, page: away } })
    t.after(second.stop)
    assert.equal(await reply(letter, { port: second.port }), 451)
    assert.equal((await world.stateOf(id)).status, 'running')
  })
})
