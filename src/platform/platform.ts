import { createHash } from 'node:crypto'
import type { AuthLibrary } from './auth/auth-library.ts'
import { createAuthenticate, type Doorkeeper } from './auth/authenticate.ts'
import { createAuthLibrary } from './auth/create-auth-library.ts'
import { addAuthRoutes } from './auth/routes.ts'
import { publicUrlOf, type Settings } from './config.ts'
import { databaseTrouble } from './db/health.ts'
import { openPools, type Pools } from './db/pool.ts'
import { troubleLog } from './db/trouble-log.ts'
import { createMetrics, type HttpMetrics } from './http/metrics.ts'
import { type App, createHttpServer, type HttpOptions } from './http/server.ts'
import type { Log } from './log.ts'
import { createSecrets, type Secrets } from './secrets.ts'

/** What `tocsin serve` has prepared when the application starts: a migrated database and the installation's key. */
export type AppParts = { settings: Settings; secretKey: Uint8Array; databaseUrl: string; version: string; log: Log }

/** A started application. `port` is null where nothing listens (a worker). */
export type RunningApp = { port: number | null; doorkeeper: Doorkeeper; stop: () => Promise<void> }

/** `src/app.ts` exports one of these. */
export type StartApp = (parts: AppParts) => Promise<RunningApp>

/** The plain tools, made once. */
export type Platform = {
  pools: Pools
  secrets: Secrets
  library: AuthLibrary
  doorkeeper: Doorkeeper
  metrics: HttpMetrics
  publicUrl: string
  parts: AppParts
  close: () => Promise<void>
}

export function openPlatform(parts: AppParts, now: () => Temporal.Instant): Platform {
  const { settings, secretKey, databaseUrl, log } = parts
  const publicUrl = publicUrlOf(settings)
  let isClosing = false
  const tell = troubleLog(log, 'a database connection broke')
  // A connection that is ending hears the database stop before it is gone: nothing to tell.
  const onError = (err: Error): void => (isClosing ? undefined : tell(err))
  const pools = openPools(databaseUrl, onError)
  const secrets = createSecrets(secretKey)
  // Its own derived key: what the library signs is never taken for something we signed.
  const librarySecret = createHash('sha256').update('tocsin sign-in').update(secretKey).digest('base64')
  const library = createAuthLibrary({ databaseUrl, secret: librarySecret, publicUrl, onError })
  // Whoever acknowledges must be let in, however many reports are running: so the door is on the page path's pool.
  const doorkeeper = { library, pool: pools.page, secrets, now }
  const close = async (): Promise<void> => {
    isClosing = true
    await Promise.all([pools.close(), library.close()])
  }
  return { pools, secrets, library, doorkeeper, metrics: createMetrics(), publicUrl, parts, close }
}

export type Additions = Pick<HttpOptions, 'fast' | 'pages' | 'api'> & {
  /** What besides an unreachable database keeps alerts from being accepted. */
  trouble?: HttpOptions['trouble']
}

/** The HTTP server over the platform, with sign-in and the given routes. It does not listen yet. */
export function createServer({ pools, doorkeeper, metrics, publicUrl, parts }: Platform, additions: Additions): Promise<App> {
  return createHttpServer({
    log: parts.log,
    publicUrl,
    version: parts.version,
    metrics,
    authenticate: createAuthenticate(doorkeeper),
    trouble: async () => (await databaseTrouble(pools.page)) ?? (await additions.trouble?.()) ?? null,
    fast: additions.fast,
    pages: additions.pages,
    api: async (api) => {
      addAuthRoutes(api, doorkeeper, publicUrl)
      await additions.api?.(api)
    },
  })
}
