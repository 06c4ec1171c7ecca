import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { createPolicy } from '../../../core/policy/policy.ts'
import type { Bundle } from '../../../core/policy/schema/bundle.ts'
import type { Absence } from '../../../core/policy/schema/people.ts'
import { isPermitted } from '../../../platform/auth/permissions.ts'
import { Problem } from '../../../platform/http/problem.ts'
import type { App } from '../../feature.ts'
import { personOf } from '../../policies/reads.ts'
import { changeDuty, edited } from '../change.ts'
import { type AddAway, type AwayAnswer, awayAnswer, awayBody } from '../contract/changes.ts'
import { presentMove } from '../present.ts'
import { keyOfAbsence, openedBy, withAbsence, withoutAbsence } from '../rules/away.ts'
import { calendarOfReason } from '../rules/imported.ts'
import { foreseeable } from '../rules/moves.ts'
import { instantText, momentText } from '../rules.ts'
import { type Api, idParams, readerOf, you } from './api.ts'

/** How far ahead open shifts of a long absence are spelled out. */
const SPELLED_DAYS = 91

const response = { 200: awayAnswer }
const keyed = z.object({ key: z.string().min(1).max(100) })

/** Time off: one's own by oneself, anybody's by whoever may write about people. */
export function awayRoutes(routes: Api, app: App): void {
  const mine = { action: 'oncall.read' as const }
  const path = '/api/v1/me/away'
  routes.get(path, { config: mine, schema: { response } }, async (request) => present(app, request, { user: you(app, request) }))
  routes.post(path, { config: mine, schema: { body: awayBody, response } }, async (request) =>
    add(app, request, { user: you(app, request), ...request.body }),
  )
  routes.delete(`${path}/:key`, { config: mine, schema: { params: keyed, response } }, async (request) =>
    remove(app, request, { user: you(app, request), key: request.params.key }),
  )

  const theirs = '/api/v1/people/:id/away'
  const write = { action: 'people.write' as const }
  routes.get(theirs, { config: { action: 'people.read' as const }, schema: { params: idParams, response } }, async (request) =>
    present(app, request, { user: request.params.id }),
  )
  routes.post(theirs, { config: write, schema: { params: idParams, body: awayBody, response } }, async (request) =>
    add(app, request, { user: request.params.id, ...request.body }),
  )
  const oneOfTheirs = idParams.extend(keyed.shape)
  routes.delete(`${theirs}/:key`, { config: write, schema: { params: oneOfTheirs, response } }, async (request) =>
    remove(app, request, { user: request.params.id, key: request.params.key }),
  )
}

const nobody = (user: string) => (): Problem =>
  new Problem({ code: 'not-found', status: 404, detail: `There is nobody "${user}" in the policy.` })

async function add(
  app: App,
  request: FastifyRequest,
  { user, from, to, reason, isTrial }: AddAway & { user: string },
): Promise<AwayAnswer> {
  const absence: Absence = { from: instantText(from), to: instantText(to), ...(reason ? { reason } : {}) }
  // Why somebody is away is between them and who reads the policy; the record needs only when.
  const note = `${user} is away, ${from} to ${to}`
  const edit = (bundle: Bundle): Bundle => edited(withAbsence(bundle, user, absence), nobody(user))
  const { policy } = await changeDuty(app, request, { note, edit, span: absence, isTrial })
  return present(app, request, { user, bundle: policy.bundle })
}

async function remove(app: App, request: FastifyRequest, { user, key }: { user: string; key: string }): Promise<AwayAnswer> {
  const absence = app.policies
    .live()
    .user(user)
    ?.away.find((each, i) => keyOfAbsence(each, i) === key)
  const calendar = calendarOfReason(absence?.reason)
  if (calendar)
    throw new Problem({ code: 'from-calendar', status: 409, detail: `This was read from the calendar "${calendar}"; remove it there.` })
  const missing = () => new Problem({ code: 'not-found', status: 404, detail: `${user} has no such time off any more.` })
  const edit = (bundle: Bundle): Bundle => edited(withoutAbsence(bundle, user, key), missing)
  const span = absence ?? { from: app.clock.now().toString(), to: app.clock.now().toString() }
  const { policy } = await changeDuty(app, request, { note: `${user} is not away after all`, edit, span })
  return present(app, request, { user, bundle: policy.bundle })
}

function present(
  app: App,
  request: FastifyRequest,
  { user, bundle = app.policies.live().bundle }: { user: string; bundle?: Bundle },
): AwayAnswer {
  const policy = createPolicy(bundle, app.policies.live().version)
  const person = policy.user(user)
  if (!person) throw nobody(user)()
  const reader = { ...readerOf(app, request), policy }
  const isOwn = personOf(policy, request.principal)?.id === user
  const may = isOwn || (request.principal !== null && isPermitted(request.principal, 'people.write'))
  const now = app.clock.now().toString()
  const items = person.away.flatMap((absence, i) => {
    if (momentText(absence.to) <= now) return []
    const opens = openedBy(
      bundle,
      { user, absence },
      foreseeable({ from: absence.from > now ? absence.from : now, to: absence.to }, SPELLED_DAYS),
    )
    const calendar = calendarOfReason(absence.reason)
    return {
      key: keyOfAbsence(absence, i),
      from: momentText(absence.from),
      to: momentText(absence.to),
      reason: absence.reason ?? null,
      calendar,
      opens: opens.map((move) => presentMove(move, reader)),
      can: { remove: may && calendar === null },
    }
  })
  return { items, can: { add: may } }
}
