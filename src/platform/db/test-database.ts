import { spawn } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbeddedDatabase } from './embedded.ts'
import { findMigrations, migrate } from './migrate.ts'
import { openPool, type Pool } from './pool.ts'

/** Test files run in parallel, each with pools of its own. */
const TEST_CONNECTIONS = 200
const TEMPLATE_LOCK = 7_402_027

/** A database of one test file. `drop` closes the pool and removes it. */
export type FreshDatabase = { name: string; url: string; pool: Pool; drop: () => Promise<void> }

export type TestDatabase = {
  /** The server's address; its database `postgres` is for administration. */
  url: string
  createDatabase: (options?: { isMigrated?: boolean }) => Promise<FreshDatabase>
  /** Leaves the server; it ends with the test run. */
  stop: () => Promise<void>
}

/**
 * One server for a whole test run, shared by its files' processes through the runner's process id, in a temporary
 * folder, without fsync (hand `isDurable: true` where durability is the point: a server of its own).
 * A small shell process waits for the runner's end and removes it, however the tests ended.
 */
export async function startTestDatabase({ isDurable = false }: { isDurable?: boolean } = {}): Promise<TestDatabase> {
  // Process 1 outlives every run: then this process counts as the run.
  const run = process.ppid === 1 || isDurable ? process.pid : process.ppid
  const folder = join(tmpdir(), `tocsin-test-${process.getuid?.() ?? 0}-${run}${isDurable ? '-durable' : ''}`)
  const server = await startEmbeddedDatabase({ folder, isDurable, maxConnections: TEST_CONNECTIONS })
  await removeAfter(run, server, folder)
  return {
    url: server.url,
    createDatabase: ({ isMigrated = true } = {}) => createDatabase(server.url, isMigrated),
    stop: isDurable ? server.stop : async () => undefined,
  }
}

/** Ends the server and removes its folder when the process `run` is gone. The first of its files sees to it. */
async function removeAfter(run: number, server: { cluster: string }, folder: string): Promise<void> {
  const isFirst = await writeFile(join(folder, 'keeper'), '', { flag: 'wx' }).then(
    () => true,
    () => false,
  )
  if (!isFirst) return
  const script = 'while kill -0 "$1"; do sleep 1; done; kill -QUIT "$(head -n 1 "$2/postmaster.pid")"; sleep 1; rm -rf "$3"'
  const keeper = spawn('sh', ['-c', script, 'sh', String(run), server.cluster, folder], { detached: true, stdio: 'ignore', cwd: '/' })
  keeper.unref()
}

const withName = (url: string, name: string): string => {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}

async function createDatabase(serverUrl: string, isMigrated: boolean): Promise<FreshDatabase> {
  const template = isMigrated ? await ensureTemplate(serverUrl) : 'template0'
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await administer(serverUrl, (client) => client.query(`create database ${name} template ${template}`))
  const url = withName(serverUrl, name)
  const pool = openPool({ url, name: 'tocsin test' })
  const drop = async () => {
    if (!pool.ended) await pool.end()
    await administer(serverUrl, (client) => client.query(`drop database if exists ${name} with (force)`))
  }
  return { name, url, pool, drop }
}

async function administer<T>(serverUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: withName(serverUrl, 'postgres') })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** A migrated database to copy from, named after its migrations, made by whichever file comes first. */
async function ensureTemplate(serverUrl: string): Promise<string> {
  const migrations = await findMigrations()
  const name = `template_${createHash('sha256')
    .update(migrations.map(({ checksum }) => checksum).join())
    .digest('hex')
    .slice(0, 16)}`
  await administer(serverUrl, async (client) => {
    await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK])
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name])
    if (rowCount) return
    await client.query(`create database ${name}_half template template0`)
    const pool = openPool({ url: withName(serverUrl, `${name}_half`), connections: 1 })
    await migrate(pool, migrations).finally(() => pool.end())
    await client.query(`alter database ${name}_half rename to ${name}`)
  })
  return name
}
