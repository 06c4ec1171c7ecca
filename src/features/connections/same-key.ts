import type { App } from '../feature.ts'
import { vaultOf } from './reads/vault.ts'

const MARK = 'own-key-check'

/**
 * Throws when the database's secrets were stored with another key. Such a process could read no integration's key and sign no
 * link, yet would take over messages that another one could send: it must not begin.
 */
export async function requireSameKey(app: Pick<App, 'pools' | 'secrets' | 'clock'>): Promise<void> {
  const own =
    (await vaultOf(app)
      .ensure(MARK, () => MARK)
      .catch((error) => reasonOf(error))) === MARK
  if (own) return
  throw new Error(
    "This database's secrets were stored with another key than this process has. Start it with the TOCSIN_SECRET_KEY of the " +
      'other processes on this database (the file secret-key in the data folder they were first started with).',
  )
}

/** Only a key that does not fit is told as one. */
function reasonOf(error: Error): null {
  if (/does not open/.test(error.message)) return null
  throw error
}
