import type { Moment } from '../../../core/time/moment.ts'
import type { Pool } from '../../../platform/db/pool.ts'

export type ProofRow = {
  channel: string
  address: string
  tried_at: Moment | null
  is_ok: boolean | null
  said: string | null
  code: string | null
  code_until: Moment | null
  wrong: number
  proved_at: Moment | null
}

export async function proofsOf(pool: Pool, user: string): Promise<Map<string, ProofRow>> {
  const text = 'select channel, address, tried_at, is_ok, said, code, code_until, wrong, proved_at from road_proof where user_id = $1'
  const { rows } = await pool.query<ProofRow>(text, [user])
  return new Map(rows.map((row) => [row.channel, row]))
}

/** A page that was acknowledged by its own link was seen: by its one channel, for nobody knows which of several it was. */
const BY_LINK = `select min(sent.data->>'channel') as channel, a.at
    from fact a join fact sent on sent.stream = a.stream and sent.name = 'page.delivered' and sent.at <= a.at
      and sent.data->>'target' = 'user:' || $1
    where a.name in ('escalation.acknowledged', 'escalation.answered') and a.at > $2 and a.by = 'user:' || $1 and a.data->>'via' = 'link'
    group by a.stream, a.seq, a.at having count(distinct sent.data->>'channel') = 1`

/** When a page was last delivered to, seen or answered by this person, by channel: a night that went well proves a road too. */
export async function pagesProved(pool: Pool, user: string, since: Moment): Promise<Map<string, Moment>> {
  const text = `select channel, max(at) as at from (
      select data->>'channel' as channel, at from fact where name = any($3) and at > $2 and data->>'user' = $1
      union all ${BY_LINK}) as proof group by 1`
  const { rows } = await pool.query<{ channel: string; at: Moment }>(text, [user, since, ['page.arrived', 'page.seen', 'page.answered']])
  return new Map(rows.map(({ channel, at }) => [channel, at]))
}
