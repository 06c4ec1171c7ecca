import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type FreshDatabase, startTestDatabase } from '../db/test-database.ts'
import { createMetrics } from '../http/metrics.ts'
import { type App, createHttpServer } from '../http/server.ts'
import { createLog } from '../log.ts'
import { createSecrets } from '../secrets.ts'
import { addPerson, createAccount, disableAccount, hasAdmin } from './accounts.ts'
import type { AuthLibrary } from './auth-library.ts'
import { createAuthenticate, type Doorkeeper, LOCAL_PURPOSE } from './authenticate.ts'
import { createAuthLibrary } from './create-auth-library.ts'
import { removeExpired } from './expired.ts'
import { createPasswordToken, createSetupToken } from './links.ts'
import { addAuthRoutes } from './routes.ts'
import { createToken } from './tokens.ts'

const PASSWORD = 'correct horse battery'
const publicUrl = 'http://127.0.0.1:4400'
const secrets = createSecrets(Buffer.alloc(32, 1))
let now = Temporal.Instant.from('2026-11-12T14:41:12Z')
let db: FreshDatabase
let library: AuthLibrary
let doorkeeper: Doorkeeper
let app: App

before(async () => {
  db = await (await startTestDatabase()).createDatabase()
  library = createAuthLibrary({ databaseUrl: db.url, secret: 'x'.repeat(32), publicUrl })
  doorkeeper = { library, pool: db.pool, secrets, now: () => now }
  app = await createHttpServer({
    log: createLog({ level: 'silent' }),
    publicUrl,
    version: '0',
    metrics: createMetrics(),
    authenticate: createAuthenticate(doorkeeper),
    trouble: async () => null,
    api: (api) => addAuthRoutes(api, doorkeeper, publicUrl),
  })
})
after(async () => {
  await app.close()
  await library.close()
  await db.drop()
})

type Ask = { cookie?: string; bearer?: string; origin?: string }

async function ask(method: 'GET' | 'POST' | 'DELETE', url: string, { body, ...who }: Ask & { body?: object } = {}) {
  const headers = {
    host: '127.0.0.1:4400',
    ...(who.cookie && { cookie: who.cookie }),
    ...(who.bearer && { authorization: `Bearer ${who.bearer}` }),
    ...(who.origin && { origin: who.origin }),
  }
  const answer = await app.inject({ method, url, headers, ...(body && { payload: body }) })
  const cookie = [answer.headers['set-cookie'] ?? []]
    .flat()
    .map((each) => each.split(';')[0])
    .join('; ')
  return { status: answer.statusCode, cookie, setCookie: String(answer.headers['set-cookie']), body: answer.body ? answer.json() : null }
}

const signIn = (email: string, password = PASSWORD) =>
  ask('POST', '/api/auth/sign-in/email', { body: { email, password }, origin: publicUrl })
const me = async (who: Ask) => (await ask('GET', '/api/v1/me', who)).body

test('the set-up link makes the first admin, once', async () => {
  assert.deepEqual((await ask('GET', '/api/v1/setup')).body, { isNeeded: true })
  const replaced = await createSetupToken(db.pool, now)
  const token = await createSetupToken(db.pool, now)
  const body = { token, name: 'Ana', email: 'Ana@Example.com', password: PASSWORD }
  assert.equal((await ask('POST', '/api/v1/setup', { body: { ...body, token: replaced } })).body.code, 'link-used-up')
  assert.equal((await ask('POST', '/api/v1/setup', { body: { ...body, password: 'short' } })).body.code, 'invalid-input')
  const [first, second] = await Promise.all([ask('POST', '/api/v1/setup', { body }), ask('POST', '/api/v1/setup', { body })])
  assert.deepEqual([first.status, second.status].sort(), [200, 403])
  assert.equal((await me({ cookie: first.cookie || second.cookie })).email, 'ana@example.com')
  assert.match(first.cookie ? first.setCookie : second.setCookie, /HttpOnly; SameSite=Lax/i)
  assert.equal((await ask('POST', '/api/v1/setup', { body: { ...body, email: 'b@example.com' } })).status, 403)
  assert.equal(await hasAdmin(db.pool), true)
  assert.ok(!JSON.stringify((await db.pool.query('select * from auth_link')).rows).includes(token), 'only a digest is kept')
})

test('a set-up link expires, and makes nobody once there is an admin', async () => {
  const token = await createSetupToken(db.pool, now)
  const body = { token, name: 'Eve', email: 'eve@example.com', password: PASSWORD }
  assert.equal((await ask('POST', '/api/v1/setup', { body })).body.code, 'already-set-up')
  now = now.add({ hours: 25 })
  assert.equal((await ask('POST', '/api/v1/setup', { body })).body.code, 'link-used-up')
})

test('nobody signs up by themselves or reaches what is not opened', async () => {
  for (const path of ['sign-up/email', 'update-user', 'delete-user', 'request-password-reset', 'sign-in/social'])
    assert.equal(
      (await ask('POST', `/api/auth/${path}`, { body: { name: 'E', email: 'e@e.example', password: PASSWORD }, origin: publicUrl })).status,
      404,
      path,
    )
})

test('signing in gives a new session each time, signing out ends it, a wrong password is refused', async () => {
  const first = await signIn('ana@example.com')
  const second = await signIn('ana@example.com')
  assert.equal(first.status, 200)
  assert.notEqual(first.cookie, second.cookie)
  assert.equal((await me(first)).role, 'admin')
  assert.ok((await me(first)).may.includes('policy.write'))
  await ask('POST', '/api/auth/sign-out', { ...first, body: {}, origin: publicUrl })
  assert.equal((await me(first)).code, 'not-signed-in')
  assert.equal((await me(second)).id.length > 0, true)
  assert.equal((await signIn('ana@example.com', 'wrong password 1')).status, 401)
  assert.equal((await me({ cookie: `${second.cookie.slice(0, -4)}AAAA` })).code, 'not-signed-in')
})

test('a sign-in started by another site is refused', async () => {
  const body = { email: 'ana@example.com', password: PASSWORD }
  const answer = await ask('POST', '/api/auth/sign-in/email', { body, origin: 'https://evil.example' })
  assert.equal(answer.status, 403)
})

test('an invited person sets a password by a link that works once; disabled, they are out with the next request', async () => {
  const bo = await addPerson(db.pool, { name: 'Bo', email: 'bo@example.com', role: 'responder' }, now)
  const token = await createPasswordToken(db.pool, bo.id, now)
  const accepted = await ask('POST', '/api/v1/invitations/accept', { body: { token, password: PASSWORD } })
  assert.equal((await me(accepted)).role, 'responder')
  assert.equal((await ask('POST', '/api/v1/invitations/accept', { body: { token, password: PASSWORD } })).status, 403)
  await assert.rejects(addPerson(db.pool, { name: 'Bo', email: 'BO@example.com', role: 'viewer' }, now), { code: 'email-taken' })
  assert.equal((await ask('GET', '/api/v1/tokens', { ...accepted })).body.code, 'role-too-low')
  const own = await createToken(db.pool, { name: 'bo', role: 'responder', scopes: ['*'], createdBy: bo.id, expires: null }, now)
  const before = (await me({ bearer: own.secret })) as { role?: string }
  await db.pool.query(`update auth_user set role = 'viewer' where id = $1`, [bo.id])
  assert.deepEqual([before.role, ((await me({ bearer: own.secret })) as { role?: string }).role], ['responder', 'viewer'])
  await disableAccount(db.pool, bo.id, now)
  assert.equal((await me(accepted)).code, 'not-signed-in')
  assert.equal((await me({ bearer: own.secret })).code, 'not-signed-in')
  assert.equal((await signIn('bo@example.com')).body.code, 'account-disabled')
})

test('an API token works within its scopes until it expires or is revoked, and only its digest is kept', async () => {
  const { cookie } = await signIn('ana@example.com')
  const expiresAt = now.add({ hours: 1 }).toString()
  const made = await ask('POST', '/api/v1/tokens', { cookie, body: { name: 'ci', role: 'admin', scopes: ['token'], expiresAt } })
  const { id, secret } = made.body
  assert.match(secret, /^tcs_[A-Za-z0-9_-]{43}$/)
  assert.equal((await ask('GET', '/api/v1/tokens', { bearer: secret })).status, 200)
  const wider = await ask('POST', '/api/v1/tokens', { bearer: secret, body: { name: 'wider', role: 'admin', scopes: ['token', '*'] } })
  assert.deepEqual([wider.status, wider.body.code], [403, 'scope-missing'])
  const child = await ask('POST', '/api/v1/tokens', { bearer: secret, body: { name: 'child', role: 'admin', scopes: ['token'] } })
  const listed: { id: string; createdBy: string }[] = (await ask('GET', '/api/v1/tokens', { cookie })).body as never
  assert.equal(listed.find((each) => each.id === child.body.id)?.createdBy, listed.find((each) => each.id === id)?.createdBy)
  const { rows } = await db.pool.query('select * from auth_token where id = $1', [id])
  assert.ok(!JSON.stringify(rows).includes(secret.slice(4)))
  assert.equal(rows[0].last_used_at, now.toString({ fractionalSecondDigits: 3 }))
  assert.equal((await me({ bearer: `${secret.slice(0, -1)}_` })).code, 'not-signed-in')
  assert.equal((await ask('DELETE', `/api/v1/tokens/${id}`, { cookie })).status, 204)
  assert.equal((await me({ bearer: secret })).code, 'not-signed-in')
  const short = await createToken(db.pool, { name: 'x', role: 'viewer', scopes: ['read'], createdBy: null, expires: expiresAt }, now)
  assert.equal((await me({ bearer: short.secret })).kind, 'token')
  now = now.add({ hours: 1 })
  assert.equal((await me({ bearer: short.secret })).code, 'not-signed-in')
  const kept = async () => (await db.pool.query('select 1 from auth_token where id = $1', [short.id])).rowCount
  await removeExpired(db.pool, now)
  assert.equal(await kept(), 1)
  await removeExpired(db.pool, now.add({ hours: 24 * 31 }))
  assert.equal(await kept(), 0)
})

test('the command line of this machine is let in for a moment by what the installation signed', async () => {
  const bearer = secrets.sign({ user: 'root' }, LOCAL_PURPOSE, now.add({ seconds: 60 }))
  assert.equal((await me({ bearer })).kind, 'local')
  assert.equal((await me({ bearer: secrets.sign({}, 'ack', now.add({ seconds: 60 })) })).code, 'not-signed-in')
  assert.equal(
    (await me({ bearer: createSecrets(Buffer.alloc(32, 2)).sign({}, LOCAL_PURPOSE, now.add({ seconds: 60 })) })).code,
    'not-signed-in',
  )
})

test('twenty wrong passwords an hour are looked at for one account, then none, right or wrong', async () => {
  await createAccount(doorkeeper, { name: 'Cy', email: 'cy@example.com', role: 'viewer', password: PASSWORD }, now)
  const statuses: number[] = []
  for (let tries = 0; tries < 21; tries += 1) statuses.push((await signIn('cy@example.com', `wrong password ${tries}`)).status)
  assert.deepEqual([...new Set(statuses.slice(0, 20))], [401])
  const late = await signIn('CY@example.com')
  assert.deepEqual([statuses[20], late.status, late.body.code], [429, 429, 'too-many-attempts'])
  now = now.add({ hours: 1 })
  assert.equal((await signIn('cy@example.com')).status, 200)
})
