import type { EscalationState } from '../../../core/escalation/state.ts'
import { isPermitted } from '../../../platform/auth/permissions.ts'
import type { Pool } from '../../../platform/db/pool.ts'
import { severityOf } from '../../alerts/reads/alert-row.ts'
import { foreseenFor, presentNext } from '../../alerts/reads/foreseen.ts'
import { type Reader, whoIs } from '../../alerts/reads/people.ts'
import { nextPeople } from '../../alerts/rules.ts'
import type { App } from '../../feature.ts'
import type { Page } from '../contract.ts'

export type Running = { id: string; state: EscalationState }

const LISTED_AT_MOST = 100

/** Ladders that still ask for somebody, newest first; with `user` only those that page this person. */
export async function activePages(pool: Pool, user?: string): Promise<Running[]> {
  const mine = user === undefined ? '' : `and state->'pages' @> $1::jsonb`
  const text = `select id, state from escalation where status in ('running', 'exhausted') ${mine} order by started_at desc limit ${LISTED_AT_MOST}`
  const { rows } = await pool.query<Running>(text, user === undefined ? [] : [JSON.stringify([{ user }])])
  return rows
}

export async function findPage(pool: Pool, id: string): Promise<EscalationState | null> {
  const { rows } = await pool.query<Running>('select id, state from escalation where id = $1', [id])
  return rows[0]?.state ?? null
}

export function presentPage(app: Pick<App, 'policies' | 'canSend'>, { id, state }: Running, reader: Reader): Page {
  const mayAct = reader.principal !== null && isPermitted(reader.principal, 'alert.act')
  const isClimbing = state.status === 'running' || state.status === 'exhausted'
  const { acknowledged } = state
  return {
    id,
    title: state.title,
    reason: state.reason ?? state.ladder.reason,
    severity: severityOf(state, reader),
    status: state.status,
    about: state.about,
    startedAt: state.startedAt,
    people: state.pages.map(({ user, startedAt, because, roads }) => ({
      person: whoIs(`user:${user}`, reader),
      at: startedAt,
      because,
      roads: roads.map(({ road, channel, at, status }) => ({ road, channel, at, status })),
    })),
    acknowledged: acknowledged && { ...acknowledged, by: whoIs(acknowledged.by, reader) },
    next: presentNext(state, nextPeople(state, foreseenFor(app, { id, state })), reader),
    can: {
      acknowledge: mayAct && isClimbing && state.basis !== 'unresolved',
      takeOver: mayAct && state.status === 'acknowledged',
      escalate: mayAct && state.status !== 'stopped',
    },
  }
}
