import type { FastifyRequest } from 'fastify'
import { isPermitted } from '../../../platform/auth/permissions.ts'
import { moduleBeside } from '../../../platform/work/work.ts'
import { whoIs, yourId } from '../../alerts/reads/people.ts'
import type { App } from '../../feature.ts'
import { noSchedule } from '../change.ts'
import { type FairnessView, fairnessQuery, fairnessView } from '../contract/fairness.ts'
import { piecesOf } from '../reads/history.ts'
import { pagesTaken } from '../reads/pages-taken.ts'
import { momentText } from '../rules.ts'
import type { task } from '../weigh.ts'
import { type Api, readerOf } from './api.ts'

const WEIGH = moduleBeside(import.meta.url, '../weigh')

type Asked = { from: string; to: string; schedule?: string | undefined }

/** Hours, nights, weekends and pages of everybody, how even they are, and what is paid for them. */
export function fairnessRoutes(routes: Api, app: App): void {
  const config = { action: 'oncall.read' as const }
  routes.get(
    '/api/v1/oncall/fairness',
    { config, schema: { querystring: fairnessQuery, response: { 200: fairnessView } } },
    async (request) => fairness(app, request, request.query),
  )
}

async function fairness(app: App, request: FastifyRequest, { from, to, schedule }: Asked): Promise<FairnessView> {
  const reader = readerOf(app, request)
  if (schedule !== undefined && !reader.policy.schedule(schedule)) throw noSchedule(app, schedule)
  const span = { from: Temporal.Instant.from(from), to: Temporal.Instant.from(to) }
  const live = reader.policy.bundle
  const pieces = await piecesOf(app.pools.side, live, { span, now: app.clock.now() })
  const all = await pagesTaken(app.pools.side, span)
  const pages = schedule === undefined ? all : all.filter((page) => page.schedule === schedule)
  const schedules = schedule === undefined ? {} : { schedules: [schedule] }
  const question = { live, pieces, pages, from: momentText(from), to: momentText(to), ...schedules }
  const { loads, balance, pay } = await app.work.run<typeof task>(WEIGH, question)
  const person = (user: string) => whoIs(`user:${user}`, reader)
  const seeAllPay = request.principal !== null && isPermitted(request.principal, 'people.write')
  const isShown = ({ user }: { user: string }): boolean => seeAllPay || user === yourId(reader)
  return {
    from: momentText(from),
    to: momentText(to),
    people: loads.map(({ user, ...load }) => ({ person: person(user), ...load })),
    balance: balance.map(({ measure, mean, shares }) => ({
      measure,
      mean,
      shares: shares.map(({ user, share }) => ({ person: person(user), share })),
    })),
    pay: pay.filter(isShown).map(({ user, ...line }) => ({ ...line, person: person(user) })),
    can: { seeAllPay },
  }
}
