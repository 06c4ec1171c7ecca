import { type ContactTask, type EscalationState, hasAnswered, noneYet } from '../../../core/escalation/state.ts'
import { isPermitted } from '../../../platform/auth/permissions.ts'
import type { Pool } from '../../../platform/db/pool.ts'
import { severityOf } from '../../alerts/reads/alert-row.ts'
import { foreseenFor, presentNext } from '../../alerts/reads/foreseen.ts'
import { type Reader, whoIs } from '../../alerts/reads/people.ts'
import { nextPeople } from '../../alerts/rules.ts'
import type { App } from '../../feature.ts'
import { ladderVisibleTo, type Viewer } from '../../people/reads/viewer.ts'
import { actorOf } from '../../policies/reads.ts'
import type { Page } from '../contract.ts'
import { DRILL } from '../rules/drill.ts'

export type Running = { id: string; state: EscalationState }

const LISTED_AT_MOST = 100

const ACTIVE = `status in ('running', 'exhausted')`

async function pagesWhere(pool: Pool, condition: (put: (value: unknown) => string) => string): Promise<Running[]> {
  const values: unknown[] = []
  const put = (value: unknown): string => `$${values.push(value)}`
  const text = `select id, state from escalation where ${condition(put)} order by started_at desc limit ${LISTED_AT_MOST}`
  const { rows } = await pool.query<Running>(text, values)
  return rows
}

/** Ladders that still ask for somebody, newest first. */
export const activePages = (pool: Pool, viewer: Viewer): Promise<Running[]> =>
  pagesWhere(pool, (put) => `${ACTIVE} and ${ladderVisibleTo(viewer, put)}`)

/** Those of them that page this person. */
export const activePagesOf = (pool: Pool, user: string): Promise<Running[]> =>
  pagesWhere(pool, (put) => `${ACTIVE} and state->'pages' @> ${put(JSON.stringify([{ user }]))}::jsonb`)

/** Ladders that still climb for an incident or for an alert of it: who may read the incident may read these. */
export const activePagesAbout = (pool: Pool, incident: string): Promise<Running[]> =>
  pagesWhere(pool, (put) => {
    const id = put(incident)
    return `${ACTIVE} and (about_id = ${id} or id in (select escalation from alert where incident = ${id} and escalation is not null))`
  })

/** Null when there is none, or none for the viewer. */
export const pageSeenBy = async (pool: Pool, id: string, viewer: Viewer): Promise<EscalationState | null> =>
  (await pagesWhere(pool, (put) => `id = ${put(id)} and ${ladderVisibleTo(viewer, put)}`))[0]?.state ?? null

/** For whoever holds its link: the page was sent to them. */
export const findPage = async (pool: Pool, id: string): Promise<EscalationState | null> =>
  (await pagesWhere(pool, (put) => `id = ${put(id)}`))[0]?.state ?? null

export function presentPage(app: Pick<App, 'policies' | 'canSend'>, { id, state: stored }: Running, reader: Reader): Page {
  const state = { ...noneYet, ...stored }
  const mayAct = reader.principal !== null && isPermitted(reader.principal, 'alert.act')
  const isClimbing = state.status === 'running' || state.status === 'exhausted'
  const { acknowledged } = state
  return {
    id,
    title: state.title,
    isDrill: state.flags.includes(DRILL),
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
    ...presentAnswers(state, reader),
    next: presentNext(state, nextPeople(state, foreseenFor(app, { id, state })), reader),
    can: {
      acknowledge: mayAct && isClimbing && mayAnswer(state, reader),
      takeOver: mayAct && state.status === 'acknowledged',
      escalate: mayAct && state.status !== 'stopped',
    },
  }
}

/** Where each answers for themselves, only who was asked and has not answered can. */
function mayAnswer(state: EscalationState, { principal, policy }: Reader): boolean {
  if (state.basis !== 'unresolved' && !state.isCallOut) return true
  const actor = principal ? actorOf(principal, policy) : ''
  return state.pages.some(({ user }) => `user:${user}` === actor && !hasAnswered(state, user))
}

function presentAnswers(state: EscalationState, reader: Reader): Pick<Page, 'board' | 'isCallOut' | 'contacts' | 'reminder'> {
  const asked = state.isCallOut || state.basis === 'unresolved' ? [...new Set(state.pages.map(({ user }) => user))] : []
  return {
    isCallOut: state.isCallOut,
    board: asked.map((user) => {
      const answer = state.answers.find((each) => each.user === user)
      return { person: whoIs(`user:${user}`, reader), answeredAt: answer?.at ?? null, via: answer?.via ?? null }
    }),
    contacts: state.contacts.map((task) => presentContact(task, reader)),
    reminder: state.remindEvery ? { every: state.remindEvery, next: state.remindAt } : null,
  }
}

/** The card is the policy's of now: whom to call must be right when somebody calls. */
function presentContact({ contact, askedAt, reason, done }: ContactTask, reader: Reader): Page['contacts'][number] {
  const card = reader.policy.bundle.contacts?.find((each) => each.id === contact)
  const { name = contact, url = null, email = null, phone = null, chat = null, hours = null, plan = null, notes = null } = card ?? {}
  const told = done && { ...done, by: whoIs(done.by, reader) }
  return { id: contact, name, url, email, phone, chat, hours, plan, notes, reason, askedAt, done: told }
}
