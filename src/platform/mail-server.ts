import { momentOf } from '../core/time/moment.ts'
import type { Settings } from './config.ts'
import type { Pool } from './db/pool.ts'
import type { OwnSmtp } from './outbound/own-smtp.ts'
import type { Secrets } from './secrets.ts'
import { NO_MAIL_SERVER } from './setting-declarations.ts'

const NAME = 'mail server'
/** So long after one process was given a mail server (or had it taken away) the others go by it as well. */
const LOOK_EVERY_MS = 10_000

type Clock = { now(): Temporal.Instant; at(at: Temporal.Instant, call: () => void): () => void }

type Parts = {
  smtp: Pick<OwnSmtp, 'server' | 'use'>
  pool: Pool
  secrets: Secrets
  clock: Clock
  settings: Pick<Settings, 'smtpUrl'>
  log: { info(data: object, text: string): void; warn(data: object, text: string): void }
}

export type MailFollower = { look(): Promise<void>; stop(): void }

/** TOCSIN_SMTP_URL as a server, null when it names none. */
export const mailServerIn = ({ smtpUrl }: Pick<Settings, 'smtpUrl'>): string | null => (smtpUrl === NO_MAIL_SERVER ? null : smtpUrl)

/**
 * Makes all processes on one database send mail by one server. A process with TOCSIN_SMTP_URL uses that and keeps it for the
 * others; one without reads what is kept, now and every ten seconds. `none` takes what is kept away.
 * Throws when the database is down, or what is kept was sealed with another key.
 */
export async function followMailServer(parts: Parts): Promise<MailFollower> {
  const { settings, smtp, clock, log } = parts
  let cancel = (): void => {}
  let isStopped = false
  const look = async (): Promise<void> => {
    const url = await storedMailServer(parts)
    if (url !== smtp.server().url)
      log.info({ isSetUp: url !== null }, 'mail goes by what another process on this database was started with')
    smtp.use({ url, from: url === null ? 'nowhere' : 'database' })
  }
  const again = (): void => {
    if (isStopped) return
    cancel = clock.at(clock.now().add({ milliseconds: LOOK_EVERY_MS }), () => {
      void look()
        .catch((err) => log.warn({ err }, 'could not look which mail server this database has'))
        .finally(again)
    })
  }
  if (settings.smtpUrl) {
    const url = mailServerIn(settings)
    smtp.use({ url, from: 'environment' })
    await keep(parts, url)
    return { look: async () => undefined, stop: () => undefined }
  }
  await look()
  again()
  return {
    look,
    stop: () => {
      isStopped = true
      cancel()
    },
  }
}

/** What processes without TOCSIN_SMTP_URL send by; null when none of this database ever had one. */
export async function storedMailServer({ pool, secrets }: Pick<Parts, 'pool' | 'secrets'>): Promise<string | null> {
  const { rows } = await pool.query<{ sealed: string }>('select sealed from installation_setting where name = $1', [NAME])
  return rows[0] ? secrets.open(rows[0].sealed, NAME) : null
}

async function keep({ pool, secrets, clock }: Parts, url: string | null): Promise<void> {
  if (url === null) {
    await pool.query('delete from installation_setting where name = $1', [NAME])
    return
  }
  if ((await storedMailServer({ pool, secrets })) === url) return
  const text = `insert into installation_setting (name, sealed, set_at) values ($1, $2, $3)
    on conflict (name) do update set sealed = excluded.sealed, set_at = excluded.set_at`
  await pool.query(text, [NAME, secrets.seal(url, NAME), momentOf(clock.now())])
}
