import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { AlertEvent, InboundEvent } from '../../core/alert/event.ts'
import type { Answer, FixedPath, Integration } from '../../integrations/declaration.ts'
import { DEEPEST_JSON, isDeeperThan, storableIn } from '../../platform/http/json-body.ts'
import { Problem } from '../../platform/http/problem.ts'
import type { App } from '../feature.ts'
import { keepChange } from './changes.ts'
import type { Activity } from './reads/activity.ts'
import type { Connection, ConnectionIndex } from './reads/connection-index.ts'
import type { ReceivedLog } from './reads/received.ts'
import { chainsOf, commandOf, receiptOf } from './rules.ts'

/** Header by which an accepted event can be looked up: the ids of the first alerts it became. */
const RECEIPT_HEADER = 'tocsin-receipt'

type Keyed = { Params: { type: string; key: string } }
type Parts = { app: App; index: ConnectionIndex; activity: Activity; received: ReceivedLog }
type Arrived = { raw: Buffer; body: unknown }

/**
 * Where alerts come in. What is answered with 2xx is on disk; when the database is down the answer is 503 and the
 * sender keeps it. Nothing is counted, limited or logged here: a refused alert is a lost one.
 */
export function intakeRoutes(server: FastifyInstance, parts: Parts): void {
  readRaw(server)
  const take = (request: FastifyRequest<Keyed>, reply: FastifyReply) => takeByKey(parts, request, reply)
  for (const url of ['/in/:type/:key', '/in/:type/:key/']) {
    server.route({ method: ['POST', 'PUT'], url, handler: take })
    server.route({ method: 'GET', url, handler: () => Promise.reject(onlyPost()) })
  }
  for (const declaration of parts.app.integrations.values()) {
    for (const fixed of declaration.paths ?? []) addFixedPath(server, parts, { declaration, fixed })
  }
}

/** Senders are sloppy with content types, so every body is read as it is; signatures need its bytes anyway. */
function readRaw(server: FastifyInstance): void {
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
}

/** JSON from outside; `undefined` when it is none. What could not be kept is taken out of its texts. */
function readJson(text: string): unknown {
  try {
    return storableIn(text, JSON.parse(text))
  } catch {
    return undefined
  }
}

const NOTHING = Buffer.alloc(0)

function arrivedIn(request: FastifyRequest): Arrived {
  const raw = Buffer.isBuffer(request.body) ? request.body : NOTHING
  const encoding = request.headers['content-encoding']
  if (encoding !== undefined && encoding !== 'identity')
    throw new Problem({ code: 'encoded-body', status: 415, detail: `The body is encoded as "${encoding}": send it uncompressed.` })
  if (isDeeperThan(raw, DEEPEST_JSON))
    throw new Problem({ code: 'too-deep', status: 400, detail: `The JSON nests deeper than ${DEEPEST_JSON} levels: flatten it.` })
  return { raw, body: readJson(raw.toString('utf8')) }
}

async function takeByKey(parts: Parts, request: FastifyRequest<Keyed>, reply: FastifyReply): Promise<FastifyReply> {
  const { type, key } = request.params
  const connection = parts.index.find(type, key) ?? (await parts.index.findOpening(type, key))
  if (!connection) throw unknownKey(parts.app, type)
  return await accept(parts, { connection, request, reply, arrived: arrivedIn(request), key })
}

function addFixedPath(server: FastifyInstance, parts: Parts, { declaration, fixed }: { declaration: Integration; fixed: FixedPath }): void {
  const handler = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const arrived = arrivedIn(request)
    const key = fixed.keyFrom(arrived.body, request.headers)
    const connection = key === null ? null : (parts.index.find(declaration.id, key) ?? (await parts.index.findOpening(declaration.id, key)))
    if (!connection) return answer(reply, fixed.refuse(arrived.body, request.headers))
    return await accept(parts, { connection, request, reply, arrived, key: key ?? '' })
  }
  const options = fixed.bodyLimit === undefined ? {} : { bodyLimit: fixed.bodyLimit }
  for (const url of [fixed.path, `${fixed.path}/`]) server.route({ method: 'POST', url, handler, ...options })
}

type Accepted = { connection: Connection; request: FastifyRequest; reply: FastifyReply; arrived: Arrived; key: string }
/** What became of an event: the alert it belongs to, and whether it opened that alert. */
type Kept = { id: string | undefined; isNew: boolean }

async function accept({ app, activity, received: log }: Parts, accepted: Accepted): Promise<FastifyReply> {
  const { connection, request, reply, arrived, key } = accepted
  const { declaration, fields } = connection
  const asked = { id: app.newId(), path: request.url, headers: request.headers, body: arrived.body, raw: arrived.raw, fields }
  const received = declaration.receive?.(asked)
  if (!received) throw unknownKey(app, declaration.id)
  activity.heard(connection.id)
  const kept = await keep(app, connection, received.events)
  if (kept.length > 0) reply.header(RECEIPT_HEADER, receiptOf(kept.map(({ id }) => id)))
  log.note({ ...arrived, key, alerts: kept.flatMap(({ id, isNew }) => (isNew && id ? [id] : [])) })
  return answer(reply, received.answer)
}

/** Resolves when everything is on disk. */
async function keep(app: App, connection: Connection, events: InboundEvent[]): Promise<Kept[]> {
  const [only] = events
  if (events.length === 1 && only && only.action !== 'change') return [await execute(app, connection, only)]
  const changes = events.filter((event) => event.action === 'change')
  const alerts = events.filter((event) => event.action !== 'change')
  return await Promise.all([
    ...chainsOf(alerts).map((chain) => keepChain(app, connection, chain)),
    ...changes.map(async (event) => ({ id: await keepChange(app, connection, event), isNew: false })),
  ])
}

async function keepChain(app: App, connection: Connection, chain: AlertEvent[]): Promise<Kept> {
  let last: Kept = { id: undefined, isNew: false }
  for (const event of chain) {
    const { id, isNew } = await execute(app, connection, event)
    last = { id, isNew: isNew || (last.isNew && id === last.id) }
  }
  return last
}

async function execute(app: App, connection: Connection, event: AlertEvent): Promise<Kept> {
  const orNew = app.newId()
  const { subject } = await app.engine.execute(commandOf(event, connection, orNew))
  return { id: subject?.id, isNew: event.action === 'open' && subject?.id === orNew }
}

function answer(reply: FastifyReply, said: Answer): FastifyReply {
  if ('code' in said) throw new Problem(said)
  return reply.code(said.status).header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(said.body))
}

function unknownKey(app: App, type: string): Problem {
  const senders = [...app.integrations.values()].filter((each) => each.receive).map((each) => each.id)
  const detail = senders.includes(type)
    ? `No integration of type "${type}" has this key. Copy the address from Settings, Integrations.`
    : `There is no integration type "${type.slice(0, 40)}" that takes alerts; there are ${senders.join(', ')}.`
  return new Problem({ code: 'unknown-key', status: 404, detail })
}

const onlyPost = (): Problem =>
  new Problem({ code: 'post-alerts', status: 405, detail: 'This address takes alerts: POST them here. A browser has nothing to see.' })
