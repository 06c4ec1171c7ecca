import { randomBytes } from 'node:crypto'
import { oncePer } from '../../../core/once-per.ts'
import { momentOf } from '../../../core/time/moment.ts'
import type { Clock } from '../../../engine/clock.ts'
import type { Pool } from '../../../platform/db/pool.ts'
import type { Secrets } from '../../../platform/secrets.ts'

/** What the policy must not say: keys, passwords, tokens. Encrypted at rest; a name's text never changes. */
export type Vault = {
  /** Null when there is none of this name. Throws when it does not open (another TOCSIN_SECRET_KEY). */
  open(name: string): Promise<string | null>
  /** What was opened before, without waiting. */
  known(name: string): string | undefined
  /** Keeps a text under a new name and gives the name. */
  keep(text: string): Promise<string>
  /** The text of this name, made and kept by whichever process comes first. */
  ensure(name: string, make: () => string): Promise<string>
}

const NAME_BYTES = 12

type Parts = { pools: { page: Pool }; secrets: Secrets; clock: Clock }

/** The vault of an installation. One for each process, so that what was read once stays known. */
export const vaultOf = oncePer((app: Parts): Vault => createVault(app))

function createVault({ pools, secrets, clock }: Parts): Vault {
  const cache = new Map<string, string>()

  const open = async (name: string): Promise<string | null> => {
    const known = cache.get(name)
    if (known !== undefined) return known
    const { rows } = await pools.page.query<{ sealed: string }>('select sealed from secret where name = $1', [name])
    if (!rows[0]) return null
    const text = secrets.open(rows[0].sealed, name)
    cache.set(name, text)
    return text
  }

  const insert = async (name: string, text: string): Promise<void> => {
    const at = momentOf(clock.now())
    await pools.page.query('insert into secret (name, sealed, created_at) values ($1, $2, $3) on conflict (name) do nothing', [
      name,
      secrets.seal(text, name),
      at,
    ])
  }

  return {
    open,
    known: (name) => cache.get(name),
    keep: async (text) => {
      const name = randomBytes(NAME_BYTES).toString('hex')
      await insert(name, text)
      cache.set(name, text)
      return name
    },
    ensure: async (name, make) => {
      const found = await open(name)
      if (found !== null) return found
      await insert(name, make())
      return (await open(name)) as string
    },
  }
}
