import type { Command, Subject } from '../core/command/command.ts'
import { type Moment, momentOf } from '../core/time/moment.ts'
import type { Pool } from '../platform/db/pool.ts'
import type { Clock } from './clock.ts'
import type { Outcome } from './decide-batch.ts'
import { asked } from './pg-errors.ts'

/** More than this at once is no stray alert but a defect; the next pass goes on. */
const mostFindings = 500

/** An open alert that nothing will ever wake anybody for. `repair` is whom the repair is sent to. */
export type Finding = { alert: string; problem: string; repair: Subject }

/** One look at everything: what was found, and what became of it. */
export type AuditPass = { at: Moment; waiting: number; findings: (Finding & { isRepaired: boolean; said: string })[] }

/**
 * The invariant of the pager: every open, unacknowledged alert has something that will wake somebody: its own timer
 * while it belongs to no ladder (or sleeps), else its ladder's timer, a message of the ladder on its way, or a ladder
 * that has asked everybody and said so. What a ladder has handed over is written in the ladder's own state.
 */
const findingsText = `
  with waiting as (
    select a.id, a.status, a.escalation from alert a where a.status in ('triggered', 'snoozed') and a.state ->> 'quiet' is null
  ), judged as (
    select w.id, w.status, w.escalation, e.status as ladder, case
      when w.status = 'snoozed' then case when t.id is null then 'it is snoozed, and nothing will end the snooze' end
      when w.escalation is null then case when t.id is null then 'it was never sent up a ladder, and nothing will do so' end
      when e.id is null then 'its ladder does not exist'
      when et.id is not null then null
      when e.status = 'exhausted' and (e.state ->> 'announced')::int > 0 then null
      when exists (
        select 1 from message m where m.from_id = e.id and m.from_kind = 'escalation' and m.status in ('queued', 'claimed', 'sending')
      ) then null
      else 'its ladder is ' || e.status || ', has no timer and sends nothing'
    end as problem
    from waiting w
    left join timer t on t.kind = 'alert' and t.id = w.id
    left join escalation e on e.id = w.escalation
    left join timer et on et.kind = 'escalation' and et.id = e.id
  )
  select (select count(*) from waiting) as waiting, id, status, escalation, ladder, problem
  from (select 1) one left join (select * from judged where problem is not null order by id limit ${mostFindings}) found on true`

type FindingRow = { waiting: number; id: string | null; status: string; escalation: string | null; ladder: string | null; problem: string }

/** A ladder that should climb repairs itself; without one that does, the alert is sent up anew. */
function findingFrom({ id, status, escalation, ladder, problem }: FindingRow & { id: string }): Finding {
  const climbs = status === 'triggered' && escalation !== null && (ladder === 'running' || ladder === 'exhausted')
  return { alert: id, problem, repair: climbs ? { kind: 'escalation', id: escalation } : { kind: 'alert', id } }
}

/** Looks without repairing. Hand in the side pool. */
export async function findUnwatched(pool: Pool): Promise<{ waiting: number; findings: Finding[] }> {
  const { rows } = await asked(pool.query<FindingRow>(findingsText))
  const findings = rows.flatMap((row) => (row.id === null ? [] : [findingFrom({ ...row, id: row.id })]))
  return { waiting: rows[0]?.waiting ?? 0, findings }
}

type Parts = { pool: Pool; clock: Clock }

/** One pass: finds, repairs through the subject's own machine (which records it as a fact), and says what came of it. */
export function createAuditor({ pool, clock }: Parts): (execute: (command: Command) => Promise<Outcome>) => Promise<AuditPass> {
  return async (execute) => {
    const { waiting, findings } = await findUnwatched(pool)
    const repairs = new Map<string, Promise<{ isRepaired: boolean; said: string }>>()
    const pass: AuditPass = { at: momentOf(clock.now()), waiting, findings: [] }
    for (const finding of findings) {
      const name = `${finding.repair.kind}:${finding.repair.id}`
      const repair = repairs.get(name) ?? repaired(execute, finding)
      repairs.set(name, repair)
      pass.findings.push({ ...finding, ...(await repair) })
    }
    return pass
  }
}

async function repaired(
  execute: (command: Command) => Promise<Outcome>,
  { alert, problem, repair }: Finding,
): Promise<{ isRepaired: boolean; said: string }> {
  try {
    const { refusal } = await execute({ name: 'audit.repair', to: repair, by: 'engine', data: { alert, problem } })
    return refusal ? { isRepaired: false, said: refusal.message } : { isRepaired: true, said: 'sent up again' }
  } catch (error) {
    // One alert that cannot be repaired must not keep the others from it; it stays among the findings, red.
    return { isRepaired: false, said: error instanceof Error ? error.message : String(error) }
  }
}
