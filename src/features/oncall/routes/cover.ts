import type { FastifyRequest } from 'fastify'
import type { AskCover, CoverState } from '../../../core/cover/state.ts'
import { idOf } from '../../../core/policy/policy.ts'
import { momentOf } from '../../../core/time/moment.ts'
import { Problem, problemOf } from '../../../platform/http/problem.ts'
import type { App } from '../../feature.ts'
import { actorOf } from '../../policies/reads.ts'
import { answerCoverBody, askCoverBody, type CoverView, coverList, coverQuery, coverView } from '../contract/cover.ts'
import { writeCover } from '../cover-writing.ts'
import { mayAskForCover, presentCover } from '../present-cover.ts'
import { coverRequests } from '../reads/cover.ts'
import { type Api, idParams, personMeant, readerOf } from './api.ts'

const whole = (moment: string): string => momentOf(Temporal.Instant.from(moment))

/** ask → accept (or decline, withdraw, expire) → done. Until the override is written the asker is on call. */
export function coverRoutes(routes: Api, app: App): void {
  const read = { action: 'oncall.read' as const }
  const act = { action: 'oncall.override' as const }
  const response = { 200: coverView }

  routes.get('/api/v1/cover', { config: read, schema: { querystring: coverQuery, response: { 200: coverList } } }, async (request) => {
    const { status, schedule } = request.query
    const found = await coverRequests(app.pools.side, { isOpen: status === 'open', schedule })
    const reader = readerOf(app, request)
    return { items: found.map((each) => presentCover(each, reader)), can: { ask: mayAskForCover(reader) } }
  })

  routes.get('/api/v1/cover/:id', { config: read, schema: { params: idParams, response } }, async (request) =>
    shown(app, request, request.params.id),
  )

  routes.post('/api/v1/cover', { config: act, schema: { body: askCoverBody, response } }, async (request) => {
    const { schedule, from, to, asker, ask, swap, reason, expires } = request.body
    const data: AskCover = {
      schedule: idOf(schedule),
      asker: personMeant(app, request, asker),
      from: whole(from),
      to: whole(to),
      asked: [...new Set(ask.map(idOf))],
      swap: swap ? { schedule: idOf(swap.schedule), from: whole(swap.from), to: whole(swap.to) } : null,
      reason: reason ?? null,
      expiresAt: expires ? whole(expires) : null,
    }
    return await command(app, request, { id: app.newId(), name: 'ask', data })
  })

  answerRoutes(routes, app)
}

function answerRoutes(routes: Api, app: App): void {
  const act = { action: 'oncall.override' as const }
  const response = { 200: coverView }
  for (const name of ['accept', 'decline'] as const)
    routes.post(
      `/api/v1/cover/:id/${name}`,
      { config: act, schema: { params: idParams, body: answerCoverBody, response } },
      async (request) => {
        const { id } = request.params
        const view = await command(app, request, { id, name, data: { user: personMeant(app, request, request.body.user) } })
        if (name === 'decline') return view
        await writeCover(app, id)
        return await shown(app, request, id)
      },
    )

  routes.post('/api/v1/cover/:id/withdraw', { config: act, schema: { params: idParams, response } }, async (request) => {
    const { id } = request.params
    const state = await stateOf(app, id)
    personMeant(app, request, state.asker)
    return await command(app, request, { id, name: 'withdraw', data: {} })
  })
}

type Asked = { id: string; name: string; data: object }

async function command(app: App, request: FastifyRequest, { id, name, data }: Asked): Promise<CoverView> {
  const by = actorOf(request.principal, app.policies.live())
  const { refusal } = await app.engine.execute({ name, to: { kind: 'cover', id }, by, data })
  if (refusal) throw problemOf(refusal)
  return await shown(app, request, id)
}

const shown = async (app: App, request: FastifyRequest, id: string): Promise<CoverView> =>
  presentCover({ id, state: await stateOf(app, id) }, readerOf(app, request))

async function stateOf(app: App, id: string): Promise<CoverState> {
  const [row] = await app.store.load([{ kind: 'cover', id }])
  if (row) return row.state as CoverState
  throw new Problem({ code: 'not-found', status: 404, detail: `There is no request for cover "${id}".` })
}
