import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, chown, lchown, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Binaries } from './binaries.ts'
import { namedOwner, type Owner } from './owner.ts'

export const DATABASE_USER = 'tocsin'
const CONFIG_FILE = 'tocsin.conf'
/** The path of a Unix socket may have 107 bytes, of which `/.s.PGSQL.5432` takes 14. */
const LONGEST_SOCKET_FOLDER = 93
export const SOCKET_PORT = 5432
const LOG_LIMIT_BYTES = 10_000_000

/** One database cluster on disk: where it is, who runs it, and how its owner signs in. */
export type Cluster = { folder: string; owner: Owner | null; binaries: Binaries; password: string; logFile: string }

export const usesSocket = (folder: string): boolean => process.platform !== 'win32' && Buffer.byteLength(folder) <= LONGEST_SOCKET_FOLDER

/** `port` counts only where the path is too long for a socket; otherwise nothing listens on the network at all. */
export type ClusterTuning = { isDurable: boolean; maxConnections: number; port: number }

async function give(path: string, owner: Owner | null): Promise<void> {
  if (owner) await chown(path, owner.uid, owner.gid)
}

async function giveAll(folder: string, { uid, gid }: Owner): Promise<void> {
  for (const name of await readdir(folder, { recursive: true })) await lchown(join(folder, name), uid, gid)
  await lchown(folder, uid, gid)
}

/** Reads the password of the database from its file, making one on the first start. */
export async function databasePassword(dataFolder: string): Promise<string> {
  const path = join(dataFolder, 'database-password')
  if (existsSync(path)) return (await readFile(path, 'utf8')).trim()
  const password = randomBytes(24).toString('base64url')
  await writeFile(path, `${password}\n`, { mode: 0o600 })
  return password
}

function run(program: string, args: string[], owner: Owner | null): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(program, args, {
      ...owner,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { PATH: process.env.PATH, LC_ALL: 'C' },
      cwd: '/',
      // A session of its own: Ctrl-C reaches only us, and we stop when it is done.
      detached: true,
    })
    let said = ''
    child.stderr.on('data', (chunk) => {
      said += chunk
    })
    child.on('error', fail)
    child.on('close', (code, signal) => {
      // Before it has its session a Ctrl-C still reaches it; nothing has begun then.
      if (signal === 'SIGINT') done(run(program, args, owner))
      else if (code === 0) done()
      else fail(new Error(`${program} ended with ${code ?? signal}: ${said.trim()}`))
    })
  })
}

/** Creates the cluster if there is none. An interrupted creation leaves nothing behind that looks finished. */
export async function createCluster({ folder, owner, binaries, password }: Cluster, isDurable: boolean): Promise<void> {
  if (existsSync(join(folder, 'PG_VERSION'))) return
  const creator = owner && (await namedOwner(owner))
  const half = `${folder}.new`
  const secret = `${folder}.password`
  await rm(half, { recursive: true, force: true })
  await mkdir(half, { recursive: true, mode: 0o700 })
  await writeFile(secret, password, { mode: 0o600 })
  try {
    await give(half, creator)
    await give(secret, creator)
    const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
    const access = ['--auth=scram-sha-256', `--username=${DATABASE_USER}`, `--pwfile=${secret}`]
    const sync = isDurable ? [] : ['--no-sync']
    await run(binaries.initdb, ['-D', half, ...locale, ...access, ...sync, '--no-instructions'], creator)
    if (owner) await giveAll(half, owner)
    await writeFile(join(half, 'postgresql.conf'), `\ninclude_if_exists = '${CONFIG_FILE}'\n`, { flag: 'a' })
    await rename(half, folder)
  } finally {
    await rm(secret, { force: true })
  }
}

/** Our settings, rewritten on each start; `ALTER SYSTEM` still wins over them. */
async function writeConfig(cluster: Cluster, { isDurable, maxConnections, port }: ClusterTuning): Promise<void> {
  const quoted = cluster.folder.replaceAll("'", "''")
  const isSocket = usesSocket(cluster.folder)
  const switches = isDurable ? 'on' : 'off'
  const lines = [
    '# Written by Tocsin on each start. Change settings with ALTER SYSTEM instead.',
    `listen_addresses = '${isSocket ? '' : '127.0.0.1'}'`,
    `port = ${port}`,
    `unix_socket_directories = '${isSocket ? quoted : ''}'`,
    'unix_socket_permissions = 0700',
    `max_connections = ${maxConnections}`,
    'shared_buffers = 64MB',
    `fsync = ${switches}`,
    `synchronous_commit = ${switches}`,
    `full_page_writes = ${switches}`,
    // Keys are locked in order, so a deadlock is a defect: find it soon.
    'deadlock_timeout = 100ms',
    'max_wal_size = 1GB',
    'checkpoint_timeout = 15min',
    'timezone = UTC',
    'log_timezone = UTC',
    'log_checkpoints = off',
    'log_min_messages = warning',
    // On the only machine there is, half of its cores for one query would be taken from the page path.
    'max_parallel_workers_per_gather = 0',
    'jit = off',
  ]
  const path = join(cluster.folder, CONFIG_FILE)
  await writeFile(path, `${lines.join('\n')}\n`, { mode: 0o600 })
  await give(path, cluster.owner)
}

async function openLog(path: string): Promise<Awaited<ReturnType<typeof open>>> {
  const size = (await stat(path).catch(() => null))?.size ?? 0
  return open(path, size > LOG_LIMIT_BYTES ? 'w' : 'a', 0o600)
}

/** Starts the server process; it is not yet ready. It gets a session of its own, so that Ctrl-C reaches only us. */
export async function spawnServer(cluster: Cluster, tuning: ClusterTuning): Promise<number> {
  await writeConfig(cluster, tuning)
  await chmod(cluster.folder, 0o700)
  const log = await openLog(cluster.logFile)
  try {
    const child = spawn(cluster.binaries.postgres, ['-D', cluster.folder], {
      ...cluster.owner,
      cwd: dirname(cluster.binaries.postgres),
      env: { PATH: process.env.PATH, LC_ALL: 'C' },
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    })
    await new Promise<void>((done, fail) => {
      child.once('spawn', done)
      child.once('error', fail)
    })
    child.unref()
    return child.pid as number
  } finally {
    await log.close()
  }
}
