import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { isRefusal, momentIn } from '../../core/incident/promise.ts'
import type { IncidentState } from '../../core/incident/state.ts'
import { viewOf } from '../../core/incident/view.ts'
import type { Policy } from '../../core/policy/policy.ts'
import type { Template } from '../../core/policy/schema/publication.ts'
import { holds } from '../../core/policy/when.ts'
import { isTimezone } from '../../core/time/wall-clock.ts'
import type { Principal } from '../../platform/auth/permissions.ts'
import { Problem, problemOf } from '../../platform/http/problem.ts'
import type { App } from '../feature.ts'
import { incidentFor } from '../incidents/reads/one-incident.ts'
import { contextOf } from '../incidents/reads/present.ts'
import { type PreviewAnswer, type PreviewBody, previewAnswer, previewBody, templateList } from './contract.ts'
import { exampleState, presentTemplate, previewOf } from './rules.ts'

const BASE = '/api/v1/templates'

/** The policy's texts, and how they read before anybody else reads them. Nothing is sent from here. */
export function templateRoutes(server: FastifyInstance, app: App): void {
  const routes = server.withTypeProvider<ZodTypeProvider>()
  const config = { action: 'incident.read' as const }
  routes.get(BASE, { config, schema: { response: { 200: templateList } } }, async () => {
    const policy = app.policies.live()
    const items = (policy.bundle.templates ?? []).map((each) => presentTemplate(each, conditionOf(each)))
    return { items, next: null }
  })
  routes.post(`${BASE}/preview`, { config, schema: { body: previewBody, response: { 200: previewAnswer } } }, ({ body, principal }) =>
    previewFor(app, body, principal),
  )
}

/** The condition as it is written, level by level. */
function conditionOf({ when }: Template): string | null {
  const words = when.map(({ severity, at_least, flag, type }) =>
    [...severity, ...(at_least ? [`${at_least} and worse`] : []), ...flag, ...type].join(', '),
  )
  return words.length > 0 ? words.join(' or ') : null
}

type Shown = { state: IncidentState; policy: Policy; isExample: boolean }

async function previewFor(app: App, body: PreviewBody, who: Principal | null): Promise<PreviewAnswer> {
  const { state, policy, isExample } = await shownState(app, body, who)
  const nextBy = momentIn(body.nextIn, contextOf({ app, reader: { policy, principal: who } }))
  if (isRefusal(nextBy)) throw problemOf(nextBy)
  if (body.timezone && !isTimezone(body.timezone))
    throw refused('timezone-unknown', `"${body.timezone}" is no time zone; write one such as Europe/Berlin.`)
  const now = app.clock.now()
  const saying = {
    text: body.say ?? (isExample ? 'Here stands what you write.' : undefined),
    nextBy: nextBy ?? undefined,
    recipient: body.recipient ?? { name: '(name)', impact: '(what it means for them)' },
  }
  const situation = { state, policy, now, saying, timezone: body.timezone ?? policy.bundle.organization.timezone }
  const templates = templatesIn(
    body,
    policy,
    (template) => isExample || holds(template.when, viewOf(state, contextOf({ app, reader: { policy, principal: who } })).facts),
  )
  return { items: templates.map((each) => previewOf(each, situation)), isExample }
}

async function shownState(app: App, { incident }: PreviewBody, who: Principal | null): Promise<Shown> {
  const live = app.policies.live()
  if (!incident) return { state: exampleState(live, app.clock.now()), policy: live, isExample: true }
  const { state } = await incidentFor(app, incident, who)
  await app.policies.ensure([state.policy])
  return { state, policy: app.policies.at(state.policy), isExample: false }
}

function templatesIn(body: PreviewBody, { bundle }: Policy, isFitting: (template: Template) => boolean): Template[] {
  const { id, text, subject, moment } = body
  if (text !== undefined)
    return [{ id: id ?? 'draft', for: body.for ?? 'draft', moment: moment ?? 'draft', when: [], text, ...(subject ? { subject } : {}) }]
  const known = bundle.templates ?? []
  if (id) {
    const found = known.find((each) => each.id === id)
    if (!found)
      throw refused('template-unknown', `The policy has no template "${id}"; it has ${known.map((each) => each.id).join(', ') || 'none'}.`)
    return [found]
  }
  return known.filter((each) => (!moment || each.moment === moment) && (!body.for || each.for === body.for) && isFitting(each))
}

const refused = (code: string, detail: string): Problem => new Problem({ code, status: 400, detail })
