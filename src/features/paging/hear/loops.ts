import { momentOf } from '../../../core/time/moment.ts'
import type { ReplyResult } from '../../../integrations/hear.ts'
import type { App } from '../../feature.ts'
import type { Connected } from './who.ts'

/** So many "not understood" in this time look like a machine at the other end. */
const MOST_MISUNDERSTANDINGS = 3
const LOOP_HOURS = 1

/** A telephone that answers by itself would otherwise talk to us all night: after some time it is told nothing more. */
export async function quietLoops(app: App, { instance }: Connected, results: readonly ReplyResult[]): Promise<ReplyResult[]> {
  return await Promise.all(
    results.map(async (result) => {
      if (result.outcome !== 'unknown') return result
      const now = app.clock.now()
      const { rows } = await app.pools.page.query<{ count: number }>(
        `with noted as (insert into not_understood (connection, address, at) values ($1, $2, $3))
         select count(*) from not_understood where connection = $1 and address = $2 and at > $4`,
        [instance.id, result.reply.from, momentOf(now), momentOf(now.subtract({ hours: LOOP_HOURS }))],
      )
      return (rows[0]?.count ?? 0) < MOST_MISUNDERSTANDINGS ? result : { ...result, said: '' }
    }),
  )
}
