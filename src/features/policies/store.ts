import { momentOf } from '../../core/time/moment.ts'
import type { App } from '../feature.ts'
import type { ToSeal } from './secrets.ts'

/** Keeps secrets encrypted under their names. A name says which text it is, so one that is there already is the same. */
export async function keepSecrets(
  { pools, secrets, clock }: Pick<App, 'pools' | 'secrets' | 'clock'>,
  toSeal: readonly ToSeal[],
): Promise<void> {
  const at = momentOf(clock.now())
  for (const { name, text } of toSeal)
    await pools.side.query('insert into secret (name, sealed, created_at) values ($1, $2, $3) on conflict (name) do nothing', [
      name,
      secrets.seal(text, name),
      at,
    ])
}
