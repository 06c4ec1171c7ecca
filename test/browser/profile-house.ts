import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { startApp } from '../../src/app.ts'
import { createSetupToken } from '../../src/platform/auth/links.ts'
import { readSettings } from '../../src/platform/config.ts'
import { startTestDatabase } from '../../src/platform/db/test-database.ts'
import { createLog } from '../../src/platform/log.ts'
import { createMailbox, type Mailbox } from '../fakes/mailbox.ts'

export type ProfileHouse = { url: string; mailbox: Mailbox; cookie: { name: string; value: string }; close(): Promise<void> }

const PASSWORD = 'correct horse battery'

const BUNDLE = `version: 1
organization: { name: Example Ltd, timezone: UTC }
severities:
  - { id: SEV-1, name: Critical }
  - { id: SEV-3, name: Low, pages: business_hours }
users:
  - { id: ana, name: Ana, role: admin, timezone: Europe/Berlin, contacts: { email: ana@example.com, webhook: "https://hooks.example.com/ana" } }
  - { id: ben, name: Ben, contacts: { email: ben@example.com, webhook: "https://hooks.example.com/ben" }, unverified: [webhook] }
`

/** The port must be known before the start, because the links in mails name it. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** The whole product with a real mail server: Ana is signed in and admin, Ben has a contact that he has not verified. */
export async function startProfileHouse(): Promise<ProfileHouse> {
  const [database, mailbox, port] = await Promise.all([
    startTestDatabase().then((server) => server.createDatabase()),
    createMailbox(),
    freePort(),
  ])
  const read = readSettings({ TOCSIN_PORT: String(port), TOCSIN_SMTP_URL: mailbox.url, TOCSIN_ALLOW_TARGETS: '127.0.0.1' }, [])
  if ('problems' in read) throw new Error(read.problems.map(({ message }) => message).join())
  const app = await startApp({
    settings: read.settings,
    secretKey: Buffer.alloc(32, 7),
    databaseUrl: database.url,
    version: 'test',
    log: createLog({ level: 'error' }),
  })
  const url = `http://127.0.0.1:${port}`
  const token = await createSetupToken(app.doorkeeper.pool, app.doorkeeper.now())
  const made = await post(`${url}/api/v1/setup`, { token, name: 'Ana', email: 'ana@example.com', password: PASSWORD })
  const cookie = cookieOf(made.headers.getSetCookie())
  await post(`${url}/api/v1/policy/apply`, { text: BUNDLE }, cookie)
  const close = async () => {
    await app.stop()
    await mailbox.close()
    await database.drop()
  }
  return { url, mailbox, cookie, close }
}

async function post(url: string, body: object, cookie?: { name: string; value: string }): Promise<Response> {
  const headers = { 'content-type': 'application/json', origin: new URL(url).origin }
  const answer = await fetch(url, {
    method: 'POST',
    headers: cookie ? { ...headers, cookie: `${cookie.name}=${cookie.value}` } : headers,
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`)
  return answer
}

function cookieOf(set: readonly string[]): { name: string; value: string } {
  const [pair = ''] = (set.find((each) => each.includes('session_token')) ?? '').split(';')
  const at = pair.indexOf('=')
  if (at < 0) throw new Error('setting up signed nobody in')
  return { name: pair.slice(0, at), value: pair.slice(at + 1) }
}
