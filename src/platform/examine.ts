import { access, constants, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { publicUrlOf, type Settings } from './config.ts'
import { keyFileOf, readKey } from './data-folder.ts'
import { readDatabaseError } from './db/health.ts'
import { openPool } from './db/pool.ts'
import type { InstanceFile } from './instance-file.ts'
import type { MailServer } from './outbound/own-smtp.ts'
import { createSmtp } from './outbound/smtp.ts'
import { withoutPassword } from './without-password.ts'

/** `missing` works without, but costs what the message says; `broken` does not work as it is set. */
export type Finding = { about: string; state: 'good' | 'missing' | 'broken'; message: string }

const OLDEST_POSTGRES = 150_000
const GIGABYTE = 1024 ** 3
/** The write-ahead log alone may take one. */
const LEAST_SPACE = 2 * GIGABYTE
const SMTP_MS = 5_000

const good = (about: string, message: string): Finding => ({ about, state: 'good', message })
const missing = (about: string, message: string): Finding => ({ about, state: 'missing', message })
const broken = (about: string, message: string): Finding => ({ about, state: 'broken', message })

/** `running` is the process on the data folder, null when there is none. */
export type Examined = { settings: Settings; mail: MailServer; running: InstanceFile | null }

/** Looks at everything an installation depends on; nothing is changed. */
export async function examine({ settings, mail, running }: Examined): Promise<Finding[]> {
  const groups = await Promise.all([
    examineServer(settings, running),
    examineDatabase(settings),
    examineFolder(settings),
    examineKey(settings),
    examineMail(settings, mail),
  ])
  return [...groups.flat(), examineAddress(settings), examineTargets(settings)]
}

function examineServer({ role }: Settings, running: InstanceFile | null): Finding[] {
  const roles = {
    all: 'everything in one process',
    web: 'only HTTP; without a worker beside it nobody is paged',
    worker: 'only timers and sending; alerts need a web process',
  }
  return [
    running
      ? good('server', `runs at ${running.url} (process ${running.pid})`)
      : missing('server', 'does not run on this data folder; start it with "tocsin serve"'),
    role === 'all' ? good('role', roles.all) : missing('role', roles[role]),
  ]
}

async function examineDatabase({ databaseUrl, dataFolder }: Settings): Promise<Finding[]> {
  if (!databaseUrl)
    return [
      good('database', `embedded PostgreSQL in ${dataFolder}; one machine's failure stops paging, DATABASE_URL with a replica does not`),
    ]
  const pool = openPool({ url: databaseUrl, name: 'tocsin doctor', connections: 1 })
  try {
    const { rows } = await pool.query<{ number: number; name: string; fsync: string }>(
      `select current_setting('server_version_num')::int as number, current_setting('server_version') as name, current_setting('fsync') as fsync`,
    )
    const [server] = rows
    if (!server || server.number < OLDEST_POSTGRES) return [broken('database', `is PostgreSQL ${server?.name}; Tocsin needs 15 or newer`)]
    if (server.fsync !== 'on') return [broken('database', 'runs with fsync off: an accepted alert can be lost; switch it on')]
    return [good('database', `PostgreSQL ${server.name} at ${withoutPassword(databaseUrl)}`)]
  } catch (thrown) {
    return [broken('database', `${(readDatabaseError(thrown) as Error).message} Check DATABASE_URL (${withoutPassword(databaseUrl)}).`)]
  } finally {
    await pool.end()
  }
}

/** The folder itself, or where it would be made. */
async function existing(folder: string): Promise<string> {
  const isThere = await access(folder).then(
    () => true,
    () => false,
  )
  return isThere || folder === dirname(folder) ? folder : existing(dirname(folder))
}

async function examineFolder({ dataFolder }: Settings): Promise<Finding[]> {
  const place = await existing(dataFolder)
  const isWritable = await access(place, constants.W_OK).then(
    () => true,
    () => false,
  )
  if (!isWritable) return [broken('data folder', `${dataFolder} may not be written by this user; change its rights or set TOCSIN_DATA`)]
  const { bavail, bsize } = await statfs(place)
  const free = bavail * bsize
  const shown = `${(free / GIGABYTE).toFixed(1)} GB free`
  return [
    good('data folder', place === dataFolder ? dataFolder : `${dataFolder} (made on the first start)`),
    free < LEAST_SPACE ? broken('disk', `${shown}; below ${LEAST_SPACE / GIGABYTE} GB alerts may soon be refused`) : good('disk', shown),
  ]
}

async function examineKey({ secretKey, dataFolder, databaseUrl }: Settings): Promise<Finding[]> {
  if (secretKey) return [good('secret key', 'from TOCSIN_SECRET_KEY')]
  try {
    const key = await readKey(keyFileOf(dataFolder))
    if (databaseUrl)
      return [
        missing('secret key', 'is in the data folder of this machine: a second machine on this database needs the same TOCSIN_SECRET_KEY'),
      ]
    return [good('secret key', key ? `${keyFileOf(dataFolder)}; keep a copy apart from database backups` : 'is made on the first start')]
  } catch (error) {
    return [broken('secret key', (error as Error).message)]
  }
}

async function examineMail({ allowTargets }: Settings, { url: smtpUrl, from }: MailServer): Promise<Finding[]> {
  if (!smtpUrl) {
    const why = from === 'environment' ? 'TOCSIN_SMTP_URL is "none"' : 'no process of this database was started with TOCSIN_SMTP_URL'
    return [missing('mail', `${why}: nobody is paged by e-mail and invitations have to be handed over by hand`)]
  }
  const origin = from === 'database' ? '; from the TOCSIN_SMTP_URL of another process, kept in the database' : ''
  try {
    const smtp = createSmtp({ url: smtpUrl, allowTargets, timeoutMs: SMTP_MS })
    const answer = await smtp.verify().finally(() => smtp.close())
    return [
      answer.isAccepted
        ? good('mail', `${withoutPassword(smtpUrl)} answers${origin}`)
        : broken('mail', `${withoutPassword(smtpUrl)} refuses: ${answer.said}${origin}`),
    ]
  } catch (error) {
    return [broken('mail', `${withoutPassword(smtpUrl)}: ${(error as Error).message}. Check TOCSIN_SMTP_URL.`)]
  }
}

function examineAddress(settings: Settings): Finding {
  const url = publicUrlOf(settings)
  const { hostname, protocol } = new URL(url)
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
  if (isHere)
    return missing(
      'public address',
      `${url} works only on this machine: links in pages cannot be opened from a phone; set TOCSIN_PUBLIC_URL`,
    )
  if (protocol === 'http:')
    return missing(
      'public address',
      `${url} is not encrypted: passwords travel in clear, and browsers refuse push messages; put a proxy with https before it`,
    )
  return good('public address', url)
}

const examineTargets = ({ allowTargets }: Settings): Finding =>
  good(
    'outgoing requests',
    allowTargets.length === 0
      ? 'public addresses only; name private receivers in TOCSIN_ALLOW_TARGETS'
      : `public addresses and ${allowTargets.join(', ')}`,
  )
