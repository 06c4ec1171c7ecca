import { momentOf } from '../../../core/time/moment.ts'
import type { HeardAnswer } from '../../../integrations/hear.ts'
import { Problem } from '../../../platform/http/problem.ts'
import type { App } from '../../feature.ts'

/** Whoever began is dead after this: nobody carries out a reply for longer. */
const BUSY_SECONDS = 30

type Parts = Pick<App, 'pools' | 'clock'>
type Named = { connection: string; once: string }

/**
 * Carries out what was posted the first time; every later time gives the first answer again and does nothing. A provider that
 * did not get our answer and posts again is served as well as whoever copied its request is not.
 */
export async function answerOnce(app: Parts, named: Named, carryOut: () => Promise<HeardAnswer>): Promise<HeardAnswer> {
  const before = await begin(app, named)
  if (before) return before
  try {
    const answer = await carryOut()
    await app.pools.page.query('update heard set answer = $3 where connection = $1 and once = $2', [
      named.connection,
      named.once,
      JSON.stringify(answer),
    ])
    return answer
  } catch (error) {
    // It did not count, so it may come again.
    await app.pools.page.query('delete from heard where connection = $1 and once = $2 and answer is null', [named.connection, named.once])
    throw error
  }
}

async function begin({ pools, clock }: Parts, { connection, once }: Named): Promise<HeardAnswer | null> {
  const now = clock.now()
  const { rowCount } = await pools.page.query(
    `insert into heard (connection, once, heard_at) values ($1, $2, $3)
     on conflict (connection, once) do update set heard_at = excluded.heard_at where heard.answer is null and heard.heard_at < $4`,
    [connection, once, momentOf(now), momentOf(now.subtract({ seconds: BUSY_SECONDS }))],
  )
  if (rowCount === 1) return null
  const { rows } = await pools.page.query<{ answer: HeardAnswer | null }>('select answer from heard where connection = $1 and once = $2', [
    connection,
    once,
  ])
  if (rows[0]?.answer) return rows[0].answer
  throw new Problem({ code: 'being-heard', status: 409, detail: 'The same is being carried out at this moment; nothing was done twice.' })
}
