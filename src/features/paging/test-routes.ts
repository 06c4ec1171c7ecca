import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { Problem } from '../../platform/http/problem.ts'
import { testAnswer, testBody } from '../connections/contract.ts'
import { activityOf } from '../connections/reads/activity.ts'
import type { App } from '../feature.ts'
import { personOf } from '../policies/reads.ts'
import { destinationOf } from './addresses.ts'
import { ioOf } from './send-io.ts'

const params = z.object({ id: z.string() })

/** "Send a test": through a configured integration, or through a type by its id, to the one who asks. */
export function testRoutes(server: FastifyInstance, app: App): void {
  const api = server.withTypeProvider<ZodTypeProvider>()
  const options = { config: { action: 'integration.write' }, schema: { params, body: testBody, response: { 200: testAnswer } } } as const
  api.post('/api/v1/integrations/:id/test', options, async (request) => {
    const receipt = await sendTest(app, request, request.body.to)
    return { ok: receipt.ok, said: receipt.said }
  })
}

async function sendTest(app: App, request: FastifyRequest<{ Params: { id: string } }>, to: string | undefined) {
  const policy = app.policies.live()
  const { id } = request.params
  const instance = policy.integration(id)
  const declaration = app.integrations.get(instance?.type ?? id)
  if (!declaration?.send) throw new Problem({ code: 'not-found', status: 404, detail: `Nothing called ${id.slice(0, 60)} sends anything.` })
  const person = personOf(policy, request.principal)
  const own = person ? destinationOf({ target: `user:${person.id}`, declaration, policy }).addresses : []
  const message = {
    id: `test.${app.newId()}`,
    kind: 'test' as const,
    possibleRepeat: false,
    title: 'This is a test from Tocsin. Nothing is broken.',
    because: [`${person?.name ?? 'An admin'} asked for it under Settings, Integrations.`],
    url: `${app.publicUrl}/settings/integrations`,
  }
  const io = await ioOf(app, { declaration, instance })
  // Whatever is wrong with the account is told before a message is.
  const tried = instance ? await declaration.probe?.(io) : undefined
  const receipt = tried?.ok === false ? tried : await declaration.send(message, to ?? own[0] ?? '', io)
  activityOf(app).sent(instance?.id ?? declaration.id, receipt.said)
  return receipt
}
