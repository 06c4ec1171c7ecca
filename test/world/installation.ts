import { randomUUID } from 'node:crypto'
import { machines } from '../../src/core/flow/machines.ts'
import { reactions } from '../../src/core/flow/reactions.ts'
import { policySubject } from '../../src/core/policy/machine.ts'
import { type Bundle, bundleSchema } from '../../src/core/policy/schema/bundle.ts'
import { noSignals } from '../../src/engine/announcer.ts'
import { createBus } from '../../src/engine/bus.ts'
import { type Clock, createClock } from '../../src/engine/clock.ts'
import { doorOf } from '../../src/engine/door.ts'
import { createEngine } from '../../src/engine/driver.ts'
import { type Prepare, unprepared } from '../../src/engine/outbox.ts'
import { PgSignals } from '../../src/engine/pg-signals.ts'
import { openPgStore } from '../../src/engine/pg-store.ts'
import { type App, type Feature, routesOf } from '../../src/features/feature.ts'
import { obstaclesOf } from '../../src/features/paging/obstacles.ts'
import { loadIntegrations } from '../../src/integrations/list.ts'
import type { Principal } from '../../src/platform/auth/permissions.ts'
import { readSettings } from '../../src/platform/config.ts'
import { databaseTrouble } from '../../src/platform/db/health.ts'
import { openPools } from '../../src/platform/db/pool.ts'
import { type FreshDatabase, startTestDatabase } from '../../src/platform/db/test-database.ts'
import { createMetrics } from '../../src/platform/http/metrics.ts'
import { createHttpServer, type App as Server } from '../../src/platform/http/server.ts'
import { createLog, type Log } from '../../src/platform/log.ts'
import { createGuardedFetch } from '../../src/platform/outbound/guarded-fetch.ts'
import { createOwnSmtp } from '../../src/platform/outbound/own-smtp.ts'
import { createSecrets } from '../../src/platform/secrets.ts'
import { signedLinks } from '../../src/platform/signed-links.ts'
import { createWork } from '../../src/platform/work/work.ts'

export const PUBLIC_URL = 'http://127.0.0.1:4400'

export type InstallationOptions = {
  features: Feature[]
  /** The policy as written, without `version`. */
  bundle?: Record<string, unknown>
  smtpUrl?: string
  /** Made with the app, as app.ts does; without it nothing leaves the house. */
  sender?: (app: App) => Prepare
  /** Who a request speaks for: its header `x-principal` as JSON, unless this says otherwise. */
  authenticate?: (headers: Record<string, string | string[] | undefined>) => Promise<Principal | null>
  log?: Log
  /** Another clock than the machine's: stepped, for stories that tell minutes. */
  clock?: Clock
  /** Another database than a fresh one of the run's server, for tests that stop it. */
  database?: FreshDatabase
  /** Other installations run on its database: they tell each other what they do. */
  isOneOfSeveral?: boolean
  /** The test breaks things, so errors of the engine are no failure. */
  isTroubled?: boolean
}

export type Installation = { app: App; server: Server; database: FreshDatabase; close(): Promise<void> }

/** A person as the server sees them, for `x-principal`. */
export const as = (role: Principal['role'], id: string = role): Record<string, string> => ({
  'x-principal': JSON.stringify({ kind: 'user', id, name: id, email: `${id}@example.com`, role, scopes: ['*'] }),
})

const byHeader: NonNullable<InstallationOptions['authenticate']> = async (headers) =>
  typeof headers['x-principal'] === 'string' ? (JSON.parse(headers['x-principal']) as Principal) : null

/** The parts of the product around some of its features: a real database, the engine, the HTTP server. */
export async function startInstallation(options: InstallationOptions): Promise<Installation> {
  const bundle = options.bundle && read(options.bundle)
  const database = options.database ?? (await (await startTestDatabase()).createDatabase())
  const pools = openPools(database.url)
  const clock = options.clock ?? createClock()
  const store = await openPgStore({ pool: pools.page })
  const log = options.log ?? createLog({ level: 'silent' })
  const set = readSettings({ TOCSIN_ALLOW_TARGETS: '127.0.0.1' }, [])
  if ('problems' in set) throw new Error('the defaults are not valid')
  const secrets = createSecrets(Buffer.alloc(32, 1))
  const fetch = createGuardedFetch({ allowTargets: ['127.0.0.1'], timeoutMs: 2_000 })
  const smtp = createOwnSmtp({ allowTargets: ['127.0.0.1'], timeoutMs: 2_000, url: options.smtpUrl })
  const work = createWork()
  const errors: unknown[] = []
  const onError = (error: unknown): void => void errors.push(error)
  const owner = randomUUID()
  const signals = options.isOneOfSeveral ? new PgSignals({ url: () => database.url, clock, onError }) : noSignals
  const bus = createBus({ signals, owner, onError })
  let prepare: Prepare = unprepared(async () => ({ ok: false, retry: false, said: 'nothing leaves this test' }))
  const integrations = await loadIntegrations()
  const obstacleTo = obstaclesOf({ integrations, smtp, policy: () => engine.policies.live() })
  const canSend = (channel: string): boolean => obstacleTo(channel) === null
  const engine = createEngine({
    store,
    machines,
    reactions,
    clock,
    canSend,
    owner,
    signals: bus.signals,
    role: 'all',
    prepare: (message) => prepare(message),
    onError,
  })
  const app = {
    settings: set.settings,
    clock,
    newId: () => randomUUID(),
    engine: doorOf(engine),
    policies: engine.policies,
    store,
    pools,
    integrations,
    fetch,
    smtp,
    secrets,
    work,
    bus,
    links: signedLinks(secrets, clock),
    publicUrl: PUBLIC_URL,
    canSend,
    obstacleTo,
    mailServer: () => smtp.server(),
    log,
  } as unknown as App
  if (options.sender) prepare = options.sender(app)
  await engine.start()
  if (bundle) await apply(app, bundle)
  const stops = await Promise.all(options.features.map((feature) => feature.start?.(app)))
  const server = await createHttpServer({
    log,
    publicUrl: PUBLIC_URL,
    version: '0',
    metrics: createMetrics(),
    authenticate: options.authenticate ?? byHeader,
    trouble: () => databaseTrouble(pools.page),
    ...routesOf(options.features, app),
  })
  const close = async () => {
    await server.close()
    for (const stop of stops) await stop?.()
    await engine.stop()
    smtp.close()
    await fetch.close()
    await work.close()
    await pools.close()
    if (!options.database) await database.drop()
    if (!options.isTroubled && errors.length > 0) throw new AggregateError(errors, `the engine reported errors: ${errors.join('; ')}`)
  }
  return { app, server, database, close }
}

/** A bundle as it is written; what is wrong with it fails the test before anything is started. */
const read = (written: Record<string, unknown>): Bundle =>
  bundleSchema.parse({ version: 1, organization: { name: 'Example Ltd' }, ...written })

/** Applies a bundle as it is written. */
export const applyBundle = (app: App, written: Record<string, unknown>): Promise<void> => apply(app, read(written))

async function apply(app: App, bundle: Bundle): Promise<void> {
  const outcome = await app.engine.execute({
    name: 'apply',
    to: policySubject,
    by: 'test',
    data: { bundle, basedOn: null, note: 'test', changes: [] },
  })
  if (outcome.refusal) throw new Error(outcome.refusal.message)
}
