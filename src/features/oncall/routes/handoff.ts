import type { FastifyRequest } from 'fastify'
import type { DutyState } from '../../../core/duty/state.ts'
import { whoAt } from '../../../core/oncall/shifts-between.ts'
import { isPermitted } from '../../../platform/auth/permissions.ts'
import { problemOf } from '../../../platform/http/problem.ts'
import { whoIs, yourId } from '../../alerts/reads/people.ts'
import type { App } from '../../feature.ts'
import { actorOf } from '../../policies/reads.ts'
import { noSchedule } from '../change.ts'
import { type HandoffView, handoffView, noteBody } from '../contract/handoff.ts'
import { type Api, idParams, readerOf, you } from './api.ts'

/** What whoever has the shift leaves for whoever comes next. */
export function handoffRoutes(routes: Api, app: App): void {
  const path = '/api/v1/schedules/:id/handoff'
  const response = { 200: handoffView }
  routes.get(path, { config: { action: 'oncall.read' as const }, schema: { params: idParams, response } }, async (request) =>
    present(app, request, request.params.id),
  )
  const write = { action: 'oncall.override' as const }
  routes.post(path, { config: write, schema: { params: idParams, body: noteBody, response } }, async (request) => {
    const { id } = request.params
    const data = { user: you(app, request), text: request.body.text }
    const by = actorOf(request.principal, app.policies.live())
    const { refusal } = await app.engine.execute({ name: 'note', to: { kind: 'duty', id }, by, data })
    if (refusal) throw problemOf(refusal)
    return await present(app, request, id)
  })
}

async function present(app: App, request: FastifyRequest, id: string): Promise<HandoffView> {
  const reader = readerOf(app, request)
  if (!reader.policy.schedule(id)) throw noSchedule(app, id)
  const [row] = await app.store.load([{ kind: 'duty', id }])
  const state = row?.state as DutyState | undefined
  const person = (user: string) => whoIs(`user:${user}`, reader)
  const may = request.principal !== null && isPermitted(request.principal, 'oncall.override') && yourId(reader) !== null
  return {
    schedule: id,
    holders: whoAt(reader.policy, id, app.clock.now()).members.map(person),
    handedAt: state?.handedAt ?? null,
    before: (state?.before ?? []).map(person),
    note: state?.note ? { ...state.note, by: person(state.note.by) } : null,
    can: { write: may },
  }
}
