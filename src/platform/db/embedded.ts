import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import pg from 'pg'
import { findBinaries } from './binaries.ts'
import { type Cluster, createCluster, DATABASE_USER, databasePassword, SOCKET_PORT, spawnServer, usesSocket } from './cluster.ts'
import { isHeld, withFileLock } from './file-lock.ts'
import { clusterFolder, isRoot, ownerFor } from './owner.ts'
import { clearStalePid, readPostmaster, runningPostmaster, stopPostmaster, waitUntilReady } from './postmaster.ts'
import { identityOf, isAlive } from './process-state.ts'

const DATABASE_NAME = 'tocsin'
/** Recovery after a crash replays at most `max_wal_size` of log, which a slow disk reads in this time. */
const READY_MS = 60_000
const WATCH_EVERY_MS = 500
const MAX_CONNECTIONS = 60
const LOG_TAIL_LINES = 8

export type EmbeddedOptions = {
  /** The data folder of Tocsin (TOCSIN_DATA). */
  folder: string
  /** False only for tests: nothing is flushed to disk. */
  isDurable?: boolean
  maxConnections?: number
  /** Told in one sentence what the operator should know. */
  note?: (text: string) => void
}

/** A PostgreSQL of our own. `stop` ends it unless another process on this data folder still uses it. */
export type EmbeddedDatabase = { url: string; cluster: string; pid: () => number; stop: () => Promise<void> }

type Launch = { cluster: Cluster; isDurable: boolean; maxConnections: number; lock: string; users: string }

/**
 * Starts the embedded database of a data folder, or joins the one that runs there already: started by another process
 * of ours, or left behind by one that was killed. While we use it, it is started again should it end by itself.
 */
export async function startEmbeddedDatabase(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const launch = await prepare(options)
  const user = join(launch.users, `${process.pid}-${Math.random().toString(36).slice(2)}`)
  const start = () => withFileLock(launch.lock, () => ensureRunning(launch))
  let { pid, url } = await withFileLock(launch.lock, async () => {
    await createCluster(launch.cluster, launch.isDurable)
    const running = await ensureRunning(launch)
    await ensureDatabase(running.url)
    await writeFile(user, identityOf(process.pid), { mode: 0o600 })
    return running
  })
  let isStopping = false
  let revival: Promise<void> | null = null
  const revive = async () => {
    options.note?.(`The embedded database (process ${pid}) ended by itself; starting it again.`)
    ;({ pid, url } = await start())
  }
  const watch = setInterval(() => {
    if (isStopping || revival || isAlive(pid)) return
    revival = revive()
      .catch((error) => options.note?.(String(error)))
      .finally(() => {
        revival = null
      })
  }, WATCH_EVERY_MS).unref()
  const stop = async () => {
    if (isStopping) return
    isStopping = true
    clearInterval(watch)
    await revival
    await withFileLock(launch.lock, () => leave(launch, user))
  }
  return { url, cluster: launch.cluster.folder, pid: () => pid, stop }
}

async function prepare({
  folder,
  isDurable = true,
  maxConnections = MAX_CONNECTIONS,
  note = () => undefined,
}: EmbeddedOptions): Promise<Launch> {
  const dataFolder = resolve(folder)
  // Open to pass, not to read: the database's own user must reach its part of it.
  await mkdir(dataFolder, { recursive: true, mode: isRoot() ? 0o711 : 0o700 })
  if (isRoot()) await chmod(dataFolder, ((await stat(dataFolder)).mode & 0o777) | 0o011)
  const users = join(dataFolder, 'database-users')
  await mkdir(users, { recursive: true, mode: 0o700 })
  const lock = join(dataFolder, 'database-lock')
  const cluster = await withFileLock(lock, async () => {
    const place = await clusterFolder(dataFolder, note)
    const owner = await ownerFor(place)
    const [binaries, password] = [await findBinaries(owner), await databasePassword(dataFolder)]
    return { folder: place, owner, binaries, password, logFile: join(dataFolder, 'database.log') }
  })
  return { cluster, isDurable, maxConnections, lock, users }
}

async function ensureRunning(launch: Launch): Promise<{ pid: number; url: string }> {
  const { cluster } = launch
  const present = await runningPostmaster(cluster.folder)
  // One that is just shutting down never becomes ready: wait for its end, then start anew.
  if (present && (await waitUntilReady(cluster.folder, present.pid, READY_MS)))
    return { pid: present.pid, url: urlOf(cluster, present.port) }
  await clearStalePid(cluster.folder)
  const port = usesSocket(cluster.folder) ? SOCKET_PORT : await portFor(cluster.folder)
  const pid = await spawnServer(cluster, { isDurable: launch.isDurable, maxConnections: launch.maxConnections, port })
  if (await waitUntilReady(cluster.folder, pid, READY_MS)) return { pid, url: urlOf(cluster, port) }
  const log = await readFile(cluster.logFile, 'utf8').catch(() => '')
  const tail = log.trim().split('\n').slice(-LOG_TAIL_LINES).join('\n')
  throw new Error(`The embedded database in ${cluster.folder} does not start. The end of ${cluster.logFile}:\n${tail}`)
}

/** The port it had before, when that is known, so that everybody's address stays right; else any free one. */
async function portFor(folder: string): Promise<number> {
  const before = await readPostmaster(folder)
  return (before?.port && (await tryListen(before.port))) || tryListen(0)
}

const tryListen = (port: number): Promise<number> =>
  new Promise((done) => {
    const server = createServer()
    server.once('error', () => done(0))
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => done(address && typeof address === 'object' ? address.port : 0))
    })
  })

function urlOf({ folder, password }: Cluster, port: number): string {
  const place = usesSocket(folder)
    ? `localhost:${port}/${DATABASE_NAME}?host=${encodeURIComponent(folder)}`
    : `127.0.0.1:${port}/${DATABASE_NAME}`
  return `postgresql://${DATABASE_USER}:${password}@${place}`
}

async function ensureDatabase(url: string): Promise<void> {
  const maintenance = new URL(url)
  maintenance.pathname = '/postgres'
  const client = new pg.Client({ connectionString: maintenance.href })
  await client.connect()
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE_NAME])
    if (!rowCount) await client.query(`create database ${DATABASE_NAME}`)
  } finally {
    await client.end()
  }
}

async function leave({ cluster, users }: Launch, own: string): Promise<void> {
  await rm(own, { force: true })
  let isUsed = false
  for (const name of await readdir(users)) {
    const path = join(users, name)
    if (await isHeld(path)) isUsed = true
    else await rm(path, { force: true })
  }
  if (!isUsed) await stopPostmaster(cluster.folder)
}
