import assert from 'node:assert/strict'
import { type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { as, type Installation, startInstallation } from '../../../test/world/installation.ts'
import type { Principal } from '../../platform/auth/permissions.ts'
import type { Feature } from '../feature.ts'
import { liveRoutes } from './routes.ts'

const KINDS = {
  users: [
    { id: 'ann', role: 'admin' },
    { id: 'eve', role: 'viewer' },
  ],
  incident: { types: [{ id: 'security', private: true, when: { flag: 'security' } }] },
}
let world: Installation
const gone = new Set<string>()
/** Beats follow each other at once, so that no test waits. */
const BEAT_MS = 5
const live: Feature = {
  id: 'live',
  routes: (server, app) => {
    server.get('/api/v1/me', { config: { action: 'alert.read' } }, async () => ({}))
    liveRoutes(server, app, BEAT_MS)
  },
}
const authenticate = async (headers: Record<string, string | string[] | undefined>): Promise<Principal | null> => {
  const known = headers.cookie ?? headers['x-principal']
  if (typeof known !== 'string' || gone.has(known)) return null
  return JSON.parse(known) as Principal
}
before(async () => {
  world = await startInstallation({ features: [live], bundle: KINDS, authenticate })
  await world.server.listen({ host: '127.0.0.1', port: 0 })
})
after(() => world?.close())

const cookieOf = (role: Principal['role'], id: string) => ({ cookie: as(role, id)['x-principal'] ?? '' })

type Stream = { next(until: (text: string) => boolean): Promise<string>; close(): void; answer: IncomingMessage }

async function listen(headers: Record<string, string>): Promise<Stream> {
  const { port } = world.server.server.address() as AddressInfo
  const asked = request({ host: '127.0.0.1', port, path: '/api/v1/events', headers })
  const answer = await new Promise<IncomingMessage>((resolve) => asked.on('response', resolve).end())
  let heard = ''
  let check = (): void => {}
  answer.setEncoding('utf8').on('data', (text: string) => {
    heard += text
    check()
  })
  const next = (until: (text: string) => boolean): Promise<string> =>
    new Promise((resolve) => {
      check = () => until(heard) && resolve(heard)
      check()
    })
  return { next, close: () => asked.destroy(), answer }
}

const declare = (id: string, data: object) =>
  world.app.engine.execute({
    name: 'declare',
    to: { kind: 'incident', id },
    by: 'user:ann',
    data: { title: 't', severity: 'critical', service: null, source: 'person', alerts: [], page: false, flags: [], type: null, ...data },
  })

test('whoever is signed in hears what changed; outsiders never the id of a private incident', { timeout: 15_000 }, async () => {
  const [ann, eve] = await Promise.all([listen(cookieOf('admin', 'ann')), listen(cookieOf('viewer', 'eve'))])
  assert.equal(ann.answer.headers['content-type'], 'text/event-stream')
  const secret = await declare('inc-secret', { type: 'security', flags: ['security'] })
  assert.equal(secret.refusal, undefined)
  await declare('inc-open', {})
  assert.match(await ann.next((text) => text.includes('inc-open') && text.includes('inc-secret')), /inc-secret/)
  const heard = await eve.next((text) => text.includes('inc-open'))
  assert.ok(!heard.includes('inc-secret'), heard)
  ann.close()
  eve.close()
})

test('nobody hears anything without signing in', async () => {
  const { answer } = await listen({})
  assert.equal(answer.statusCode, 401)
})

test('a stream beats while its session lasts, and ends with it', { timeout: 15_000 }, async () => {
  const headers = cookieOf('admin', 'ann')
  const { answer, next } = await listen(headers)
  const ended = new Promise((resolve) => answer.on('end', resolve))
  await next((text) => text.split('event: beat').length > 3)
  gone.add(headers.cookie)
  await ended
})
