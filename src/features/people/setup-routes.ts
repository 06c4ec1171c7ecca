import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { AlertEvent } from '../../core/alert/event.ts'
import { alertKey } from '../../core/alert/machine.ts'
import type { AlertState } from '../../core/alert/state.ts'
import type { Subject } from '../../core/command/command.ts'
import type { EscalationState } from '../../core/escalation/state.ts'
import { instantOf } from '../../core/time/moment.ts'
import { Problem, problemOf } from '../../platform/http/problem.ts'
import type { App } from '../feature.ts'
import { actorOf, personOf } from '../policies/reads.ts'
import { organizationBody, profileAnswer, type TestPageAnswer, testPageAnswer } from './contract.ts'
import { change } from './routes.ts'
import { withPerson } from './rules.ts'

/** Where the test's alert comes from, so that nobody takes it for a monitor's. */
const SETUP = 'set-up'

const config = { action: 'people.write' } as const

/** The steps of the set-up wizard after the account: the organisation, and a page that must be acknowledged. */
export function setupRoutes(server: FastifyInstance, app: App): void {
  const api = server.withTypeProvider<ZodTypeProvider>()
  const organization = profileAnswer.shape.organization

  api.post(
    '/api/v1/setup/organization',
    { config, schema: { body: organizationBody, response: { 200: organization } } },
    async (request) => {
      const { name, timezone } = request.body
      const { principal } = request
      await change(app, request, {
        note: 'Set up',
        edited: (bundle) => {
          const named = { ...bundle, organization: { ...bundle.organization, name, timezone } }
          const isKnown = personOf(app.policies.live(), principal) !== null || principal?.kind !== 'user' || !principal.email
          return isKnown
            ? named
            : withPerson(named, {
                id: principal.id,
                name: principal.name ?? principal.id,
                role: 'admin',
                timezone,
                contacts: { email: principal.email ?? null },
              })
        },
      })
      return { name, timezone }
    },
  )

  api.post('/api/v1/setup/test-page', { config, schema: { response: { 201: testPageAnswer } } }, async (request, reply) => {
    const outcome = await app.engine.execute(testAlert(app, request))
    if (outcome.refusal) throw problemOf(outcome.refusal)
    return reply.code(201).send(await testPage(app, outcome.subject as Subject))
  })

  const params = z.object({ id: z.string() })
  api.get('/api/v1/setup/test-page/:id', { config, schema: { params, response: { 200: testPageAnswer } } }, ({ params: { id } }) =>
    testPage(app, { kind: 'alert', id }),
  )

  api.post('/api/v1/setup/test-page/:id/finish', { config, schema: { params, response: { 200: testPageAnswer } } }, async (request) => {
    const subject = { kind: 'alert', id: request.params.id }
    await testPage(app, subject)
    const by = actorOf(request.principal, app.policies.live())
    const { refusal } = await app.engine.execute({ name: 'resolve', to: subject, by, data: { via: SETUP } })
    if (refusal && refusal.code !== 'already-resolved') throw problemOf(refusal)
    return testPage(app, subject)
  })
}

/** A real alert: no rule classifies it, so it climbs the fallback's ladder, which before anything else is set up is this admin. */
function testAlert(app: App, { principal }: FastifyRequest) {
  const policy = app.policies.live()
  const person = personOf(policy, principal)
  if (!person)
    throw new Problem({
      code: 'not-in-policy',
      status: 409,
      detail: 'Name your organisation first: that also makes you somebody who can be paged.',
    })
  const paged = policy.fallbackLadder.steps.flatMap((step) => step.page)
  if (paged.length !== 1 || paged[0] !== `user:${person.id}`)
    throw new Problem({
      code: 'others-would-be-paged',
      status: 409,
      detail: `This test would also wake ${paged.join(', ')}. Send yourself a test from Settings, Integrations instead.`,
    })
  const event: AlertEvent = {
    action: 'open',
    key: `test-page-${person.id}`,
    title: 'Test page: acknowledge me to finish the set-up',
    labels: { alertname: 'TestPage' },
    details: {},
    links: [],
    source: 'Tocsin',
  }
  const key = alertKey(SETUP, event.key)
  return {
    name: 'open',
    to: { kind: 'alert', key, orNew: app.newId() },
    by: actorOf(principal, policy),
    data: { event, integration: SETUP, service: null },
  }
}

/** Ways to acknowledge that need no page. */
const AT_A_DESK = ['console', 'api', 'cli', 'alert', 'incident']

async function testPage(app: App, subject: Subject): Promise<TestPageAnswer> {
  const [row] = await app.store.load([subject])
  const alert = row?.state as AlertState | undefined
  if (alert?.integration !== SETUP)
    throw new Problem({ code: 'not-found', status: 404, detail: `There is no test page ${subject.id.slice(0, 60)}.` })
  const [climbing] = alert.escalation ? await app.store.load([{ kind: 'escalation', id: alert.escalation }]) : []
  const escalation = climbing?.state as EscalationState | undefined
  const { acknowledged, openedAt } = alert
  return {
    alert: subject.id,
    status: alert.status,
    openedAt,
    acknowledgedAfterMs: acknowledged ? instantOf(acknowledged.at).epochMilliseconds - instantOf(openedAt).epochMilliseconds : null,
    acknowledgedVia: acknowledged?.via ?? null,
    showsRoad: acknowledged !== null && !AT_A_DESK.includes(acknowledged.via),
    roads: (escalation?.pages ?? []).flatMap((page) => page.roads.map(({ channel, status, said }) => ({ channel, status, said }))),
  }
}
