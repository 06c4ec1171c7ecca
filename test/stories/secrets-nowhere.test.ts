import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { features } from '../../src/features/index.ts'
import { loadIntegrations } from '../../src/integrations/list.ts'
import type { Role } from '../../src/platform/auth/permissions.ts'
import { createLog } from '../../src/platform/log.ts'
import { as, type Installation, startInstallation } from '../world/installation.ts'

/** In every secret that is planted, and in nothing else. */
const PLANTED = 'kohlrabi'

type Written = { id: string; type: string; key?: string; fields: Record<string, string> }

let house: Installation
const logged: string[] = []
const types = [...(await loadIntegrations()).values()]

/** Every type of integration, with a secret in each field that may hold one, in its key, and one brought by a variable. */
const integrations = (round: string): Written[] =>
  types.map(({ id, fields, receive }) => {
    const secret = (name: string): string =>
      /url$/i.test(name) ? `http://127.0.0.1:9/${PLANTED}-${id}-${round}` : `${PLANTED}-${id}-${name}-${round}`.padEnd(40, 'x')
    const planted = fields.filter(({ kind }) => kind === 'secret').map(({ name }) => [name, secret(name)])
    // Where a product has an address of its own, nothing leaves this machine for it.
    const nearby = fields.filter(({ kind, default: usual }) => kind === 'url' && usual).map(({ name }) => [name, 'http://127.0.0.1:9'])
    return { id: `own-${id}`, type: id, ...(receive ? { key: secret('key') } : {}), fields: Object.fromEntries([...nearby, ...planted]) }
  })

const written = (round: string, more: Written[] = []): string =>
  JSON.stringify({
    version: 1,
    organization: { name: 'Example Ltd' },
    severities: [{ id: 'SEV-1' }],
    services: [{ id: 'api' }],
    users: [{ id: 'ann', role: 'admin', contacts: { email: 'ann@example.com' } }],
    integrations: [...integrations(round), ...more],
  })

const VARIABLE = { id: 'by-variable', type: 'slack', fields: { token: '${PLANTED_TOKEN}' } }

type Asked = { role?: Role; body?: object }
async function ask(url: string, { role = 'admin', body }: Asked = {}): Promise<{ status: number; text: string }> {
  const answer = await house.server.inject({ method: body ? 'POST' : 'GET', url, headers: as(role), ...(body ? { payload: body } : {}) })
  return { status: answer.statusCode, text: answer.body }
}

async function apply(text: string, variables = {}): Promise<void> {
  const { status, text: said } = await ask('/api/v1/policy/apply', { body: { text, variables, note: 'planted' } })
  assert.equal(status, 200, said)
}

before(async () => {
  const log = createLog({ level: 'trace', to: { write: (line: string) => void logged.push(line) } })
  house = await startInstallation({ features, log, smtpUrl: 'smtp://127.0.0.1:1' })
  await apply(written('one'))
  await apply(written('two', [VARIABLE]), { PLANTED_TOKEN: `${PLANTED}-variable` })
})
after(() => house?.close())

type Paths = Record<string, Record<string, { parameters?: { name: string; in: string }[] }>>

/** Every address of the API that is read, with what could stand in each blank of it. */
async function addresses(): Promise<string[]> {
  const { paths } = JSON.parse((await ask('/openapi.json')).text) as { paths: Paths }
  const guesses = [...types.map(({ id }) => `own-${id}`), 'by-variable', '1', '2', 'ann', 'api', 'policy']
  return Object.entries(paths).flatMap(([path, methods]) => {
    // The stream never ends; it says that something changed, not what.
    if (!methods.get || path === '/api/v1/events') return []
    const filled = path.includes('{') ? guesses.map((guess) => path.replace(/\{[^}]+\}/g, guess)) : [path]
    const asks = methods.get.parameters?.some(({ name, in: where }) => name === 'path' && where === 'query')
    return asks
      ? filled.flatMap((each) => ['integrations', 'integrations.0.key', 'integrations.1.fields'].map((at) => `${each}?path=${at}`))
      : filled
  })
}

for (const role of ['admin', 'responder', 'viewer'] as const)
  test(`no address that a ${role} can read tells a secret of the policy`, async () => {
    const urls = [...(await addresses()), '/api/v1/policy/diff?from=1&to=2', '/api/v1/audit?limit=200', '/metrics']
    assert.ok(urls.length > 300, `only ${urls.length} addresses`)
    const told: string[] = []
    for (const url of urls) {
      const { text, status } = await ask(url, { role })
      if (text.includes(PLANTED) || status >= 500) told.push(`${url} ${status}`)
    }
    // The key to paste into a sender is what an admin asks for there, by name.
    const isKey = (address: string): boolean => role === 'admin' && /^\/api\/v1\/integrations\/own-[a-z-]+\/key 200$/.test(address)
    assert.deepEqual(
      told.filter((each) => !isKey(each)),
      [],
    )
  })

test('nor does a plan, a check, a refused policy, a way back or a replay', async () => {
  const text = written('three', [VARIABLE])
  const variables = { PLANTED_TOKEN: `${PLANTED}-another` }
  const asked = {
    plan: { text, variables },
    check: { text: text.replace('"SEV-1"', '"SEV 1?"'), variables },
    apply: { text: text.replace('"services"', '"servicez"'), variables, note: 'wrong' },
    replay: { text, variables, since: '1d' },
    restore: { version: 1, note: 'back' },
  }
  const told: string[] = []
  const answered: Record<string, number> = {}
  for (const [verb, body] of Object.entries(asked)) {
    const address = verb === 'restore' ? '/api/v1/policy/versions/1/restore' : `/api/v1/policy/${verb}`
    for (const role of ['admin', 'viewer'] as const) {
      const { status, text: said } = await ask(address, { role, body })
      // What a person typed themselves stands in what is said about it; here nothing was typed wrong in a secret.
      if (said.includes(PLANTED) || status >= 500) told.push(`${verb} as ${role}: ${status}`)
      if (role === 'admin') answered[verb] = status
    }
  }
  assert.deepEqual(told, [])
  assert.deepEqual(answered, { plan: 200, check: 200, apply: 422, replay: 200, restore: 200 })
})

test('in the database a secret is sealed: no table has it in clear, neither versions nor facts nor what was asked', async () => {
  const { rows } = await house.database.pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  )
  const found: string[] = []
  for (const { name } of rows) {
    const { rows: hits } = await house.database.pool.query(`select 1 from "${name}" r where r::text like '%${PLANTED}%' limit 1`)
    if (hits.length > 0) found.push(name)
  }
  assert.ok(rows.length > 20)
  assert.deepEqual(found, [])
})

test('nor do the answers of providers that cannot be reached, nor the log', async () => {
  const told: string[] = []
  for (const { id } of types) {
    const { status, text } = await ask(`/api/v1/integrations/own-${id}/test`, { body: {} })
    if (text.includes(PLANTED) || status >= 500) told.push(`${id} ${status} ${text}`)
  }
  assert.deepEqual(told, [])
  house.app.log.info({}, 'written')
  assert.match(logged.join(''), /written/)
  assert.deepEqual(
    logged.filter((line) => line.includes(PLANTED)),
    [],
  )
})
