import { createHash } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Pool, PoolClient } from './pool.ts'

/** Any fixed number: it makes processes that start together migrate one after the other. */
const LOCK_KEY = 7_402_026
const NAME = /^\d{4}-\d\d-\d\d-[a-z0-9-]+\.sql$/

const sourceRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

export type Migration = { name: string; path: string; sql: string; checksum: string }

function foldersOf(root: string): string[] {
  const features = join(root, 'features')
  const names = existsSync(features) ? readdirSync(features) : []
  const owners = ['engine', 'platform/auth', ...names.map((name) => `features/${name}`)]
  return owners.map((owner) => join(root, owner, 'migrations')).filter((folder) => existsSync(folder))
}

/**
 * All migrations, in the order of their names: `2026-03-01-alert.sql`, in the `migrations` folder of the engine, of auth
 * and of each feature. A name is unique across folders; two of one day run in alphabetical order.
 */
export async function findMigrations(root = sourceRoot): Promise<Migration[]> {
  const found: Migration[] = []
  for (const folder of foldersOf(root)) {
    for (const name of readdirSync(folder).filter((each) => each.endsWith('.sql'))) {
      const path = join(folder, name)
      if (!NAME.test(name)) throw new Error(`${relative(root, path)}: name it YYYY-MM-DD-what-it-adds.sql, so that the order is plain.`)
      const twin = found.find((each) => each.name === name)
      if (twin) throw new Error(`${relative(root, path)} and ${relative(root, twin.path)} have the same name; rename the newer one.`)
      const sql = (await readFile(path, 'utf8')).replaceAll('\r\n', '\n')
      found.push({ name, path, sql, checksum: createHash('sha256').update(sql).digest('hex') })
    }
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1))
}

export type Migrated = {
  applied: string[]
  /** In the database but not in this version: a newer Tocsin was here. Migrations only add, so this one still works. */
  unknown: string[]
}

/** Brings the database to this version's schema. Safe to run from several processes at once and again at any time. */
export async function migrate(pool: Pool, migrations?: Migration[]): Promise<Migrated> {
  const all = migrations ?? (await findMigrations())
  const client = await pool.connect()
  try {
    await client.query('set statement_timeout = 0')
    await client.query('select pg_advisory_lock($1)', [LOCK_KEY])
    return await applyMissing(client, all)
  } finally {
    client.release(true) // ends the session and with it the lock and the setting
  }
}

async function applyMissing(client: PoolClient, all: Migration[]): Promise<Migrated> {
  await client.query(`create table if not exists migration (
    name text primary key, checksum text not null, place int generated always as identity)`)
  const { rows } = await client.query<{ name: string; checksum: string }>('select name, checksum from migration')
  const done = new Map(rows.map(({ name, checksum }) => [name, checksum]))
  const applied: string[] = []
  for (const migration of all) {
    const before = done.get(migration.name)
    if (before === undefined) {
      await apply(client, migration)
      applied.push(migration.name)
    } else if (before !== migration.checksum) {
      throw new Error(
        `Migration ${migration.name} was changed after it had been applied to this database (${before.slice(0, 12)} there, ` +
          `${migration.checksum.slice(0, 12)} here). Restore the file, and write the change as a new migration.`,
      )
    }
  }
  const known = new Set(all.map(({ name }) => name))
  return { applied, unknown: [...done.keys()].filter((name) => !known.has(name)) }
}

async function apply(client: PoolClient, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await client.query('begin')
    await client.query(sql)
    await client.query('insert into migration (name, checksum) values ($1, $2)', [name, checksum])
    await client.query('commit')
  } catch (cause) {
    await client.query('rollback')
    throw new Error(`Migration ${name} failed and was taken back: ${(cause as Error).message}`, { cause })
  }
}
