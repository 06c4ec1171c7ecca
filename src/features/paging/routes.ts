import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { User } from '../../core/policy/schema/people.ts'
import { problemOf } from '../../platform/http/problem.ts'
import type { App } from '../feature.ts'
import { actorOf, changePolicy } from '../policies/reads.ts'
import { pushAnswer, subscriptionBody, unsubscribeBody } from './contract.ts'
import { vapidKeys } from './own-settings.ts'
import { whoAsks } from './who-asks.ts'

type Device = User['contacts']['webpush'][number]

/** Push messages to a person's own browsers: the subscription is one of their contacts. */
export function pushRoutes(server: FastifyInstance, app: App): void {
  const api = server.withTypeProvider<ZodTypeProvider>()
  const config = { action: 'page.read' } as const
  const answer = async (user: User) => ({
    publicKey: (await vapidKeys(app)).publicKey,
    devices: user.contacts.webpush.map(({ endpoint, label }) => ({ endpoint, label: label ?? null })),
  })

  api.get('/api/v1/me/push', { config, schema: { response: { 200: pushAnswer } } }, async (request) => answer(whoAsks(app, request)))

  api.post('/api/v1/me/push', { config, schema: { body: subscriptionBody, response: { 200: pushAnswer } } }, async (request) => {
    const { endpoint } = request.body
    const devices = await change(app, request, (list) => [...list.filter((each) => each.endpoint !== endpoint), request.body])
    return answer(devices)
  })

  api.delete('/api/v1/me/push', { config, schema: { body: unsubscribeBody, response: { 200: pushAnswer } } }, async (request) => {
    const { endpoint } = request.body
    return answer(await change(app, request, (list) => list.filter((each) => each.endpoint !== endpoint)))
  })
}

async function change(app: App, request: FastifyRequest, edit: (devices: Device[]) => Device[]): Promise<User> {
  const { id } = whoAsks(app, request)
  const by = actorOf(request.principal, app.policies.live())
  const outcome = await changePolicy(app, { by, note: `Browser push of ${id}` }, (bundle) => ({
    ...bundle,
    users: bundle.users?.map((user) =>
      user.id === id ? { ...user, contacts: { ...user.contacts, webpush: edit(user.contacts.webpush) } } : user,
    ),
  }))
  if (outcome.refusal) throw problemOf(outcome.refusal)
  return whoAsks(app, request)
}
