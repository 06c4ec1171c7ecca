import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMailbox } from '../../../test/fakes/mailbox.ts'
import type { Mail } from './outbound.ts'
import { createSmtp } from './smtp.ts'
import { senderFor, smtpServerFrom } from './smtp-server-url.ts'

const mail = (number: number): Mail => ({
  from: 'tocsin@example.com',
  to: 'ann@example.com',
  subject: `Number ${number}\r\nBcc: eve@example.com`,
  text: 'text',
  html: '<p>text</p>',
  messageId: `m${number}@example.com`,
  inReplyTo: 'a@example.com>\r\nX-Evil: 1',
  headers: { 'X-Own': 'a\r\nX-Evil: 1' },
})

test('connections are kept and shared, and no header can be broken', async (t) => {
  const mailbox = await createMailbox()
  const smtp = createSmtp({ url: mailbox.url, allowTargets: [] })
  t.after(async () => {
    smtp.close()
    await mailbox.close()
  })
  assert.equal(smtp.sender, 'tocsin@example.com')
  const answers = await Promise.all(Array.from({ length: 60 }, (_, index) => smtp.send(mail(index))))
  assert.ok(answers.every((answer) => answer.isAccepted))
  assert.equal(mailbox.letters.length, 60)
  assert.ok(mailbox.connections <= 5, `${mailbox.connections} connections`)
  for (const { headers, to } of mailbox.letters) {
    assert.deepEqual([headers.get('bcc'), headers.get('x-evil'), to], [undefined, undefined, ['ann@example.com']])
  }
})

test('a mail always has a sender: the one named, the account, or the host of the console', () => {
  const at = (url: string | null, publicUrl: string) => senderFor(url ? smtpServerFrom(url, 'TOCSIN_SMTP_URL') : null, publicUrl)
  assert.equal(at('smtp://u:p@mail.test?from=ops@example.com', 'https://tocsin.example.com'), 'ops@example.com')
  assert.equal(at('smtp://bot%40example.com:p@mail.test', 'https://tocsin.example.com'), 'bot@example.com')
  assert.equal(at('smtp://u:p@mail.test', 'https://tocsin.example.com'), 'tocsin@tocsin.example.com')
  for (const local of ['http://127.0.0.1:4400', 'http://[::1]:4400', 'http://localhost:4400'])
    assert.equal(at('smtp://mail.test', local), 'tocsin@localhost.localdomain')
  const smtp = createSmtp({ url: 'smtp://mail.test', publicUrl: 'https://tocsin.example.com', allowTargets: [] })
  assert.equal(smtp.sender, 'tocsin@tocsin.example.com')
  smtp.close()
})

test('a server in the settings is resolved and checked; a name that leads inside is refused', async (t) => {
  const mailbox = await createMailbox()
  const smtp = createSmtp({ allowTargets: [], resolve: async () => [{ address: '127.0.0.1', family: 4 }] })
  t.after(async () => {
    smtp.close()
    await mailbox.close()
  })
  for (const server of [
    `smtp://inside.test:${mailbox.port}`,
    `smtp://127.0.0.1:${mailbox.port}`,
    'smtp://inside.test',
    'smtps://2130706433',
  ]) {
    await assert.rejects(smtp.send(mail(1), server), { reason: 'forbidden' }, server)
  }
  await assert.rejects(smtp.send(mail(1)), { reason: 'invalid', message: /TOCSIN_SMTP_URL/ })
  assert.equal(mailbox.connections, 0)
  const open = createSmtp({ allowTargets: ['127.0.0.1'], resolve: async () => [{ address: '127.0.0.1', family: 4 }] })
  t.after(() => open.close())
  assert.equal((await open.send(mail(1), `smtp://inside.test:${mailbox.port}`)).isAccepted, true)
})

test('a server URL is read in full, and its password is in no error', () => {
  assert.deepEqual(smtpServerFrom('smtps://ann%40x:p%2Fw@mail.example.com?from=a@b.c&rejectUnauthorized=false', 'X'), {
    host: 'mail.example.com',
    port: 465,
    secure: true,
    auth: { user: 'ann@x', pass: 'p/w' },
    tls: { rejectUnauthorized: false },
    ignoreTLS: false,
    requireTLS: false,
    from: 'a@b.c',
  })
  assert.equal(smtpServerFrom('smtp://[::1]', 'X').host, '::1')
  for (const text of ['mail.example.com', 'http://user:hidden@x', 'smtp://', '']) {
    assert.throws(
      () => smtpServerFrom(text, 'TOCSIN_SMTP_URL'),
      (error: Error) => /TOCSIN_SMTP_URL cannot be read; write/.test(error.message) && !error.message.includes('hidden'),
    )
  }
})
