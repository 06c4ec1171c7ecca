import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createMailbox, type Mailbox } from '../../test/fakes/mailbox.ts'
import { createSteppedClock } from '../engine/clock.ts'
import { type FreshDatabase, startTestDatabase } from './db/test-database.ts'
import { createLog } from './log.ts'
import { followMailServer, type MailFollower, mailServerIn } from './mail-server.ts'
import { createOwnSmtp, type OwnSmtp } from './outbound/own-smtp.ts'
import { createSecrets } from './secrets.ts'

let database: FreshDatabase
let mailbox: Mailbox
const opened: OwnSmtp[] = []
before(async () => {
  database = await (await startTestDatabase()).createDatabase()
  mailbox = await createMailbox({ user: 'tocsin', pass: 'hunter2' })
})
after(async () => {
  for (const smtp of opened) smtp.close()
  await mailbox.close()
  await database.drop()
})

const clock = createSteppedClock(Temporal.Instant.from('2026-11-12T14:41:12Z'))

/** One process on the database, started with this TOCSIN_SMTP_URL. */
async function start(smtpUrl: string | null): Promise<{ smtp: OwnSmtp; mail: MailFollower }> {
  const smtp = createOwnSmtp({
    allowTargets: ['127.0.0.1'],
    publicUrl: 'https://tocsin.example',
    url: mailServerIn({ smtpUrl }) ?? undefined,
  })
  opened.push(smtp)
  const parts = { smtp, pool: database.pool, secrets: createSecrets(Buffer.alloc(32, 1)), clock, log: createLog({ level: 'silent' }) }
  return { smtp, mail: await followMailServer({ ...parts, settings: { smtpUrl } }) }
}

const letter = { from: 'tocsin@example.com', to: 'ana@example.com', subject: 'x', text: 'x', html: 'x', messageId: 'x@y', headers: {} }

test('all processes of a database send by the mail server that one of them was started with', async () => {
  const worker = await start(null)
  assert.deepEqual([worker.smtp.isSetUp, worker.smtp.server()], [false, { url: null, from: 'nowhere' }])

  const web = await start(mailbox.url)
  assert.deepEqual([web.smtp.isSetUp, web.smtp.server()], [true, { url: mailbox.url, from: 'environment' }])
  await worker.mail.look()
  assert.deepEqual([worker.smtp.isSetUp, worker.smtp.server()], [true, { url: mailbox.url, from: 'database' }])
  assert.equal((await worker.smtp.send(letter)).isAccepted, true)
  assert.equal((await mailbox.expect(1)).length, 1)
  assert.equal((await start(null)).smtp.isSetUp, true, 'also after the one that said it has ended')

  const { rows } = await database.pool.query<{ sealed: string }>('select sealed from installation_setting')
  assert.equal(rows.length, 1)
  assert.doesNotMatch(rows[0]?.sealed ?? '', /hunter2|smtp/)
})

test('what a process is told itself wins, and "none" takes what is kept away from the others', async () => {
  await start(mailbox.url)
  const own = await start('smtp://other.example:25')
  assert.equal(own.smtp.server().url, 'smtp://other.example:25')
  const worker = await start(null)
  assert.equal(worker.smtp.server().url, 'smtp://other.example:25', 'the last that was started with one')

  const without = await start('none')
  assert.deepEqual([without.smtp.isSetUp, without.smtp.server()], [false, { url: null, from: 'environment' }])
  await worker.mail.look()
  assert.deepEqual([worker.smtp.isSetUp, own.smtp.isSetUp], [false, true])
})
