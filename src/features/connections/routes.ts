import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Bundle } from '../../core/policy/schema/bundle.ts'
import type { Integration as Instance } from '../../core/policy/schema/intake.ts'
import type { Integration } from '../../integrations/declaration.ts'
import { isPermitted } from '../../platform/auth/permissions.ts'
import { Problem, problemOf } from '../../platform/http/problem.ts'
import type { App } from '../feature.ts'
import { actorOf, changePolicy } from '../policies/reads.ts'
import { connectionAnswer, connectionBody, connectionsAnswer, keyAnswer, madeAnswer, newConnectionBody } from './contract.ts'
import { keptFields, keyOf, mintKey, rotated, withInstance } from './edit.ts'
import { connectionOf, typeOf } from './present.ts'
import { lastActivity } from './reads/activity.ts'
import { freeIdFor } from './rules.ts'

const params = z.object({ id: z.string() })
const read = { action: 'integration.read' } as const
const write = { action: 'integration.write' } as const
const base = '/api/v1/integrations'

const typed = (server: FastifyInstance) => server.withTypeProvider<ZodTypeProvider>()
type Api = ReturnType<typeof typed>

/** What is connected, and the forms to connect more: all of it from the integrations' own declarations. */
export function connectionRoutes(server: FastifyInstance, app: App): void {
  const api = typed(server)
  addWriting(api, app)
  addKeys(api, app)
  api.get(base, { config: read, schema: { response: { 200: connectionsAnswer } } }, async (request) => {
    const { bundle } = app.policies.live()
    const mayWrite = request.principal !== null && isPermitted(request.principal, 'integration.write')
    const activity = await lastActivity(app)
    return {
      items: (bundle.integrations ?? []).map((each) =>
        connectionOf(each, {
          declaration: app.integrations.get(each.type),
          activity: activity.get(each.id),
          mayWrite,
          publicUrl: app.publicUrl,
        }),
      ),
      next: null,
      types: [...app.integrations.values()].map((each) => typeOf(each, app.publicUrl)),
      services: (bundle.services ?? []).map(({ id, name }) => ({ id, name: name ?? id })),
      can: { add: mayWrite },
    }
  })
}

function addWriting(api: Api, app: App): void {
  api.post(base, { config: write, schema: { body: newConnectionBody, response: { 201: madeAnswer } } }, async (request, reply) => {
    const { type, name, service, fields } = request.body
    const declaration = declarationOf(app, type)
    const taken = new Set((app.policies.live().bundle.integrations ?? []).map(({ id }) => id))
    const instance: Instance = {
      id: freeIdFor(name, taken),
      type,
      name,
      ...(service ? { service } : {}),
      ...(declaration.receive ? { key: await mintKey(app) } : {}),
      fields: await keptFields(app, declaration, { typed: fields }),
    }
    await change(app, request, { note: `${name} connected`, edited: (bundle) => withInstance(bundle, instance) })
    return reply.code(201).send({ connection: await shown(app, instance.id), key: await keyOf(app, declaration, instance) })
  })

  api.post(
    `${base}/:id`,
    { config: write, schema: { params, body: connectionBody, response: { 200: connectionAnswer } } },
    async (request) => {
      const before = instanceOf(app, request.params.id)
      const { name, service, fields } = request.body
      const kept = fields ? await keptFields(app, declarationOf(app, before.type), { typed: fields, before }) : before.fields
      const { service: oldService, ...rest } = before
      const nextService = service === undefined ? oldService : service
      const instance = { ...rest, ...(name ? { name } : {}), ...(nextService ? { service: nextService } : {}), fields: kept }
      await change(app, request, { note: `${before.name ?? before.id} changed`, edited: (bundle) => withInstance(bundle, instance) })
      return shown(app, before.id)
    },
  )
}

function addKeys(api: Api, app: App): void {
  api.get(`${base}/:id/key`, { config: write, schema: { params, response: { 200: keyAnswer } } }, (request) =>
    keyFor(app, request.params.id),
  )

  api.post(`${base}/:id/rotate`, { config: write, schema: { params, response: { 200: madeAnswer } } }, async (request) => {
    const before = instanceOf(app, request.params.id)
    if (!declarationOf(app, before.type).receive)
      throw new Problem({ code: 'no-key', status: 409, detail: `${before.name ?? before.id} only sends; it has no key to change.` })
    const key = await mintKey(app)
    await change(app, request, {
      note: `Key of ${before.name ?? before.id} changed`,
      edited: (bundle) => withInstance(bundle, rotated(before, key, app.clock.now())),
    })
    return { connection: await shown(app, before.id), key: await keyFor(app, before.id) }
  })

  api.delete(`${base}/:id`, { config: write, schema: { params } }, async (request, reply) => {
    const { id, name } = instanceOf(app, request.params.id)
    // Earlier versions of the policy still have it, and its secrets stay kept: applying one of them brings it back.
    await change(app, request, {
      note: `${name ?? id} removed`,
      edited: (bundle) => ({ ...bundle, integrations: bundle.integrations?.filter((each) => each.id !== id) }),
    })
    return reply.code(204).send()
  })
}

export function declarationOf(app: App, type: string): Integration {
  const found = app.integrations.get(type)
  if (found) return found
  throw new Problem({
    code: 'unknown-type',
    status: 400,
    detail: `There is no integration type "${type.slice(0, 40)}"; use one of ${[...app.integrations.keys()].join(', ')}.`,
  })
}

export function instanceOf(app: App, id: string): Instance {
  const found = app.policies.live().integration(id)
  if (found) return found
  throw new Problem({ code: 'not-found', status: 404, detail: `There is no integration ${id.slice(0, 60)}; GET ${base} lists them.` })
}

async function shown(app: App, id: string) {
  const instance = instanceOf(app, id)
  const activity = (await lastActivity(app)).get(id)
  return connectionOf(instance, { declaration: app.integrations.get(instance.type), activity, mayWrite: true, publicUrl: app.publicUrl })
}

async function keyFor(app: App, id: string) {
  const instance = instanceOf(app, id)
  const key = await keyOf(app, declarationOf(app, instance.type), instance)
  if (key) return key
  throw new Problem({
    code: 'no-key',
    status: 409,
    detail: `${instance.name ?? id} has no key: it only sends, or its variable is not set where the policy was applied.`,
  })
}

type Change = { note: string; edited: (bundle: Bundle) => Bundle }

async function change(app: App, { principal }: FastifyRequest, { note, edited }: Change): Promise<void> {
  const outcome = await changePolicy(app, { by: actorOf(principal, app.policies.live()), note }, edited)
  if (outcome.refusal) throw problemOf(outcome.refusal)
}
