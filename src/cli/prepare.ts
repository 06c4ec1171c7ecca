import type { Settings } from '../platform/config.ts'
import { openDataFolder, secretKeyFor } from '../platform/data-folder.ts'
import { startEmbeddedDatabase } from '../platform/db/embedded.ts'
import { readDatabaseError } from '../platform/db/health.ts'
import { type Migrated, migrate } from '../platform/db/migrate.ts'
import { openPool } from '../platform/db/pool.ts'
import type { Log } from '../platform/log.ts'
import { withoutPassword } from '../platform/without-password.ts'
import { Failure } from './failure.ts'

/** What must be there before the application: the data folder, the key, and a database of this version's schema. */
export type Prepared = { secretKey: Buffer; databaseUrl: string; migrated: Migrated; stop: () => Promise<void> }

export async function prepare(settings: Settings, log: Log): Promise<Prepared> {
  await openDataFolder(settings.dataFolder)
  const secretKey = await secretKeyFor(settings)
  const { url, stop } = await openDatabase(settings, log)
  try {
    const migrated = await migrateAt(url)
    if (migrated.applied.length > 0) log.info({ migrations: migrated.applied }, 'the database was brought to this version')
    if (migrated.unknown.length > 0)
      log.warn({ migrations: migrated.unknown }, 'the database is of a newer version; this one goes on without what is new')
    return { secretKey, databaseUrl: url, migrated, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function openDatabase({ databaseUrl, dataFolder }: Settings, log: Log): Promise<{ url: string; stop: () => Promise<void> }> {
  if (databaseUrl) return { url: databaseUrl, stop: async () => undefined }
  return startEmbeddedDatabase({ folder: dataFolder, note: (text) => log.warn(text) })
}

async function migrateAt(url: string): Promise<Migrated> {
  const pool = openPool({ url, name: 'tocsin migrate', connections: 1 })
  try {
    return await migrate(pool)
  } catch (thrown) {
    const error = readDatabaseError(thrown) as Error
    if (error.name !== 'DatabaseDown') throw error
    throw new Failure(`${error.message} Check DATABASE_URL (${withoutPassword(url)}) and whether that server runs.`)
  } finally {
    await pool.end()
  }
}
