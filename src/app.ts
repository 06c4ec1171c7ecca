import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { machines } from './core/flow/machines.ts'
import { reactions } from './core/flow/reactions.ts'
import { createAuditor } from './engine/auditor.ts'
import { createBus } from './engine/bus.ts'
import { type Clock, createClock, databaseOffsetMs } from './engine/clock.ts'
import { doorOf } from './engine/door.ts'
import { createEngine, type Engine, type EngineParts } from './engine/driver.ts'
import { removeLeftEvidence } from './engine/evidence-left.ts'
import { newId } from './engine/ids.ts'
import { measureEngine } from './engine/metrics.ts'
import { type Prepare, unprepared } from './engine/outbox.ts'
import { ensurePartitions } from './engine/partitions.ts'
import { PgSignals } from './engine/pg-signals.ts'
import { openPgStore } from './engine/pg-store.ts'
import { removeFinished } from './engine/retention.ts'
import { type App, type Feature, type Roads, routesOf } from './features/feature.ts'
import { features } from './features/index.ts'
import { loadIntegrations } from './integrations/list.ts'
import { removeExpired } from './platform/auth/expired.ts'
import { ensureAdmin } from './platform/auth/first-admin.ts'
import type { Settings } from './platform/config.ts'
import { openPool, type Pool } from './platform/db/pool.ts'
import { troubleLog } from './platform/db/trouble-log.ts'
import { addConsole } from './platform/http/console-page.ts'
import { closeSoon, listen } from './platform/http/listen.ts'
import { followMailServer, mailServerIn } from './platform/mail-server.ts'
import { createGuardedFetch } from './platform/outbound/guarded-fetch.ts'
import { createOwnSmtp, type OwnSmtp } from './platform/outbound/own-smtp.ts'
import { type AppParts, createServer, openPlatform, type Platform, type StartApp } from './platform/platform.ts'
import { signedLinks } from './platform/signed-links.ts'
import { createWork } from './platform/work/work.ts'

const consoleFolder = fileURLToPath(new URL('../dist/web', import.meta.url))
const dayMs = 86_400_000
const hourMs = 3_600_000

/** The whole product on a prepared database: the one place where its parts are put together. */
export const startApp: StartApp = async (parts) => {
  const clock = createClock(await offsetTo(parts.databaseUrl))
  const platform = openPlatform(parts, clock.now)
  const stops: (() => Promise<unknown>)[] = [platform.close]
  const stop = async (): Promise<void> => {
    for (const each of stops.splice(0).reverse()) await each()
  }
  try {
    const { app, engine, smtp, close } = await assemble(parts, platform, clock)
    stops.push(close)
    for (const feature of features) await feature.check?.(app)
    const mail = await followMailServer({ ...app, smtp, pool: app.pools.side })
    stops.push(async () => mail.stop())
    await ensurePartitions(platform.pools.side, clock.now())
    await engine.start()
    stops.push(() => engine.stop())
    for (const feature of features) {
      const end = await feature.start?.(app)
      if (end) stops.push(end)
    }
    const server = await serverOf(app, platform)
    stops.push(() => closeSoon(server))
    const port = parts.settings.role === 'worker' ? null : await open(server, platform)
    return { port, doorkeeper: platform.doorkeeper, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function open(server: Parameters<typeof listen>[0], { parts, doorkeeper }: Platform): Promise<number> {
  await ensureAdmin(parts.settings, doorkeeper)
  return await listen(server, parts.settings)
}

async function offsetTo(url: string): Promise<number> {
  const pool = openPool({ url, name: 'tocsin clock', connections: 1 })
  return databaseOffsetMs((sql) => pool.query(sql)).finally(() => pool.end())
}

type Assembled = { app: App; engine: Engine; smtp: OwnSmtp; close(): Promise<void> }

async function assemble(parts: AppParts, platform: Platform, clock: Clock): Promise<Assembled> {
  const [{ settings, log, databaseUrl }, { pools, secrets, publicUrl }] = [parts, platform]
  const { close, ...tools } = await openTools(settings, publicUrl)
  const store = await openPgStore({ pool: pools.page })
  const roads = roadsOf(features)
  const obstacleTo = roads.obstaclesOf({ ...tools, policy: () => engine.policies.live() })
  const canSend = (channel: string): boolean => obstacleTo(channel) === null
  const onError = troubleLog(log, 'the engine met an error and goes on')
  const { owner, bus } = openBus(databaseUrl, clock, onError)
  let prepare: Prepare = unprepared(async () => ({ ok: false, retry: true, said: 'the sender is not ready yet' }))
  const engine = createEngine({
    store,
    machines,
    reactions,
    clock,
    canSend,
    owner,
    role: settings.role,
    onError,
    prepare: (message) => prepare(message),
    signals: bus.signals,
    audit: createAuditor({ pool: pools.side, clock }),
    chores: choresOn(pools.side, clock),
  })
  const app: App = {
    settings,
    clock,
    newId: () => newId(clock.now()),
    engine: doorOf(engine),
    policies: engine.policies,
    store,
    pools,
    ...tools,
    secrets,
    bus,
    links: signedLinks(secrets, clock),
    publicUrl,
    canSend,
    obstacleTo,
    mailServer: () => tools.smtp.server(),
    log,
  }
  prepare = measureEngine({ registry: platform.metrics.registry, health: () => engine.health(), clock })(
    roads.sender(app, jobsOf(features)),
  )
  return { app, engine, smtp: tools.smtp, close }
}

/** What this process is called among those of its database, anew at each start, and how it talks to them. */
function openBus(databaseUrl: string, clock: Clock, onError: (error: unknown) => void) {
  const owner = randomUUID()
  return { owner, bus: createBus({ signals: new PgSignals({ url: () => databaseUrl, clock, onError }), owner, onError }) }
}

/** The only ways out of this process, and the thread beside it. */
async function openTools(settings: Settings, publicUrl: string) {
  const { allowTargets } = settings
  const fetch = createGuardedFetch({ allowTargets })
  const smtp = createOwnSmtp({ allowTargets, publicUrl, url: mailServerIn(settings) ?? undefined })
  const work = createWork()
  const close = async (): Promise<void> => {
    smtp.close()
    await work.close()
    await fetch.close()
  }
  return { integrations: await loadIntegrations(), fetch, smtp, work, close }
}

/** Made at the start too, so that a process that never lives a day has its partitions; the sweeping can wait an hour. */
const choresOn = (side: Pool, { now }: Clock): NonNullable<EngineParts['chores']> => [
  { name: 'partitions', everyMs: dayMs, run: async () => void (await ensurePartitions(side, now())) },
  { name: 'finished', everyMs: hourMs, run: async () => void (await removeFinished(side, now())) },
  { name: 'left evidence', everyMs: hourMs, run: async () => void (await removeLeftEvidence(side, now())) },
  { name: 'expired', everyMs: hourMs, run: () => removeExpired(side, now()) },
]

const jobsOf = (all: Feature[]) => new Map(all.flatMap((feature) => Object.entries(feature.jobs ?? {})))

function roadsOf(all: Feature[]): Roads {
  const [roads] = all.flatMap((feature) => feature.roads ?? [])
  if (!roads) throw new Error('no feature hands messages over; the one that does declares `roads`')
  return roads
}

const serverOf = (app: App, platform: Platform) => {
  const { pages, ...others } = routesOf(features, app)
  return createServer(platform, {
    ...others,
    pages: async (scope) => {
      await pages(scope)
      await addConsole(scope, consoleFolder)
    },
  })
}
