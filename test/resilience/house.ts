import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { findDoor } from '../../src/cli/client.ts'
import { startEmbeddedDatabase } from '../../src/platform/db/embedded.ts'
import { startTestDatabase } from '../../src/platform/db/test-database.ts'
import { freePort, Product } from '../crash/product.ts'

export const KEY = 'house'.repeat(6).concat('ab')

export type Answer = { status: number; headers: Headers; text: string; json: Record<string, never> }

export type House = {
  readonly product: Product
  readonly data: string
  /** Stops the database as an operator would; only with `own`. */
  databaseDown(): Promise<void>
  databaseUp(): Promise<void>
  /** A request without any rights; objects are sent as JSON, text as it is. */
  ask(method: string, path: string, body?: unknown): Promise<Answer>
  /** A request of the server's own machine, which may do everything. */
  api(method: string, path: string, body?: unknown): Promise<Answer>
  apply(text: string): Promise<void>
  sql<T extends object>(text: string, values?: unknown[]): Promise<T[]>
  /** Another process on the same database, which opens the house's port as well as it can. */
  another(env?: Record<string, string>): Promise<Product>
  close(): Promise<void>
}

export type HouseOptions = {
  policy?: string
  env?: Record<string, string>
  /** Its database: one of the run's server; `embedded` in its data folder, as users run it; `own`, a server that the test may stop. */
  database?: 'shared' | 'embedded' | 'own'
  /** Its data folder, where that is not a fresh one. */
  data?: string
}

type Ground = { url: string | null; down(): Promise<void>; up(): Promise<void>; close(): Promise<void> }

const notOwn = (): Promise<never> => Promise.reject(new Error('only a house with a database of its own can stop it'))

async function groundFor(kind: 'shared' | 'embedded' | 'own'): Promise<Ground> {
  if (kind === 'own') return await ownGround()
  if (kind === 'embedded') return { url: null, down: notOwn, up: notOwn, close: async () => undefined }
  const database = await (await startTestDatabase()).createDatabase()
  return { url: database.url, down: notOwn, up: notOwn, close: database.drop }
}

async function ownGround(): Promise<Ground> {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-ground-'))
  let database = await startEmbeddedDatabase({ folder })
  return {
    url: database.url,
    down: () => database.stop(),
    up: async () => {
      database = await startEmbeddedDatabase({ folder })
    },
    close: async () => {
      await database.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The real product in a process of its own, with what tests need to look into it. */
export async function openHouse({ policy, env = {}, database = 'shared', data: given }: HouseOptions = {}): Promise<House> {
  const data = given ?? (await mkdtemp(join(tmpdir(), 'tocsin-house-')))
  const ground = await groundFor(database)
  const where: Record<string, string> = {
    TOCSIN_SECRET_KEY: env.TOCSIN_SECRET_KEY ?? randomBytes(32).toString('base64'),
    ...(ground.url ? { DATABASE_URL: ground.url } : {}),
  }
  const products = [new Product({ data, port: await freePort(), env: { ...where, ...env } })]
  const product = products[0] as Product
  const house: House = {
    product,
    data,
    databaseDown: ground.down,
    databaseUp: ground.up,
    ask: (method, path, body) => request(`${product.url}${path}`, { method, body, headers: {} }),
    api: async (method, path, body) => {
      const { bearer } = await findDoor({ ...where, TOCSIN_DATA: data })
      return await request(`${product.url}${path}`, { method, body, headers: { authorization: `Bearer ${bearer}` } })
    },
    apply: async (text) => {
      const answer = await house.api('POST', '/api/v1/policy/apply', { text, note: 'test' })
      assert.equal(answer.status, 200, answer.text)
    },
    sql: async <T extends object>(text: string, values: unknown[] = []) => {
      const client = new pg.Client({ connectionString: ground.url ?? product.databaseUrl() })
      await client.connect()
      try {
        return (await client.query<T>(text, values)).rows
      } finally {
        await client.end()
      }
    },
    another: async (more = {}) => {
      const next = new Product({
        data: await mkdtemp(join(tmpdir(), 'tocsin-house-')),
        port: await freePort(),
        env: { ...where, ...env, ...more },
      })
      products.push(next)
      await next.start()
      return next
    },
    close: async () => {
      for (const each of products) {
        await each.stop()
        if (each.data !== given) await rm(each.data, { recursive: true, force: true })
      }
      await ground.close()
    },
  }
  try {
    await product.start()
    if (policy) await house.apply(policy)
  } catch (error) {
    await house.close()
    throw error
  }
  return house
}

async function request(
  url: string,
  { method, body, headers }: { method: string; body: unknown; headers: Record<string, string> },
): Promise<Answer> {
  const json = { 'content-type': 'application/json' }
  const payload = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
  const answer = await fetch(url, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : json) },
    ...(payload === undefined ? {} : { body: payload }),
  })
  const text = await answer.text()
  return { status: answer.status, headers: answer.headers, text, json: read(text) }
}

function read(text: string): Record<string, never> {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}

/** How often a condition is looked at: often enough for seconds, seldom enough for two cores. */
const LOOK_MS = 25

/** Resolves with the first true value of `look`; fails with what was awaited. */
export async function until<T>(what: string, look: () => T | Promise<T>, withinMs = 30_000): Promise<NonNullable<T>> {
  const late = performance.now() + withinMs
  for (;;) {
    const found = await look()
    if (found) return found
    if (performance.now() > late) throw new Error(`${what}: not within ${withinMs} ms`)
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
}

/** One alert as the generic integration takes it. */
export const alertOf = (key: string, more: object = {}): object => ({ title: `alert ${key}`, key, ...more })

/** One firing (or resolved) alert as Alertmanager sends it. */
export const firing = (key: string, labels: Record<string, string> = {}, status = 'firing'): object => ({
  version: '4',
  groupKey: key,
  status,
  receiver: 'r',
  groupLabels: {},
  commonLabels: {},
  commonAnnotations: {},
  externalURL: 'http://am.example',
  alerts: [
    {
      status,
      labels: { alertname: key, ...labels },
      annotations: { summary: `alert ${key}` },
      startsAt: '2026-11-20T00:00:00Z',
      endsAt: '0001-01-01T00:00:00Z',
      generatorURL: '',
      fingerprint: key,
    },
  ],
})

/** A page, update or other message as a webhook receiver hears it. */
export type Told = {
  id: string
  kind: string
  title: string
  possibleRepeat: boolean
  ackUrl?: string
  alerts?: { title: string; key: string }[]
}

export const toldBy = (json: unknown): Told => (json as { data: Told }).data
