import { randomBytes } from 'node:crypto'
import helmet from '@fastify/helmet'
import swagger from '@fastify/swagger'
import fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyRequest, LogController } from 'fastify'
import { jsonSchemaTransform, serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { type Principal, permit } from '../auth/permissions.ts'
import { firstInAWhile } from '../first-in-a-while.ts'
import type { Log } from '../log.ts'
import { readBodies } from './json-body.ts'
import { afterKeeping, asWorkOf } from './kept.ts'
import type { HttpMetrics } from './metrics.ts'
import { PROBLEM_TYPE, Problem, problemBody, problemOf } from './problem.ts'
import './request-additions.ts'
import { readError } from './read-error.ts'
import { refuseForeign } from './same-site.ts'
import { securityHeaders } from './security-headers.ts'

export const BODY_LIMIT_BYTES = 1024 * 1024
/** A sender that is slower than this with its headers and body holds a connection for nothing. */
const REQUEST_MS = 20_000
const KEEP_ALIVE_MS = 65_000
/** A signed link carries what it is about in its path; the library's own limit of 100 would cut it off. */
const PARAM_LENGTH = 2_000

export type App = FastifyInstance
/** Where routes of the API are added: with zod schemas, each with `config: { action }` or `config: { isPublic: true }`. */
export type ApiApp = ReturnType<typeof withZod>
type Addition<A> = (app: A) => void | Promise<void>

export type HttpOptions = {
  log: Log
  publicUrl: string
  version: string
  metrics: HttpMetrics
  /** Who asks. Only for routes of `api`. */
  authenticate: (headers: Record<string, string | string[] | undefined>) => Promise<Principal | null>
  /** Null when alerts are accepted, else why not. */
  trouble: () => Promise<Error | null>
  /** Routes at full speed: no headers, hooks, schemas or measuring. Errors still become problems. */
  fast?: Addition<App>
  /** Pages for browsers: security headers, no sign-in. */
  pages?: Addition<App>
  api?: Addition<ApiApp>
}

const withZod = (app: FastifyInstance) => app.withTypeProvider<ZodTypeProvider>()

/** The HTTP server of an installation, ready for `listen` (see listen.ts) or `inject`. */
export async function createHttpServer(options: HttpOptions): Promise<App> {
  const run = randomBytes(4).toString('hex')
  let count = 0
  const app = fastify({
    loggerInstance: options.log as FastifyBaseLogger,
    // Neither a line nor a logger per request: both would cost as much as accepting an alert. Failures are logged below.
    logController: new LogController({ disableRequestLogging: true }),
    childLoggerFactory: (logger) => logger,
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    routerOptions: { maxParamLength: PARAM_LENGTH },
    trustProxy: ['loopback', 'linklocal', 'uniquelocal'],
    genReqId: () => {
      count += 1
      return `${run}-${count.toString(36)}`
    },
  }) as FastifyInstance
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.decorateRequest('principal', null)
  readBodies(app)
  answerProblems(app)
  await app.register(swagger, {
    openapi: { openapi: '3.1.0', info: { title: 'Tocsin', version: options.version }, servers: [{ url: options.publicUrl }] },
    transform: jsonSchemaTransform,
  })
  addOwnRoutes(app, options)
  await app.register(async (scope) => options.fast?.(scope))
  await app.register(async (scope) => {
    await scope.register(helmet, securityHeaders(options.publicUrl))
    measure(scope, options.metrics)
    refuseNul(scope)
    await scope.register(async (pages) => options.pages?.(pages))
    await scope.register(async (api) => {
      guard(api, options)
      await options.api?.(withZod(api))
    })
  })
  return app
}

function failureLog(): (problem: Problem, request: FastifyRequest) => void {
  const isNews = firstInAWhile()
  return (problem, request) => {
    if (problem.status < 500) return
    if (problem.retryAfterSeconds === undefined) return request.log.error({ err: problem.cause ?? problem, req: request }, 'request failed')
    if (isNews(problem.code)) request.log.error({ code: problem.code, req: request }, problem.message)
  }
}

function answerProblems(app: FastifyInstance): void {
  const logFailure = failureLog()
  app.setErrorHandler((error, request, reply) => {
    const problem = afterKeeping(readError(error), request)
    logFailure(problem, request)
    if (problem.retryAfterSeconds !== undefined) reply.header('retry-after', String(problem.retryAfterSeconds))
    return reply
      .code(problem.status)
      .type(PROBLEM_TYPE)
      .send(JSON.stringify(problemBody(problem, request.id)))
  })
  app.setNotFoundHandler((request) => {
    throw new Problem({
      code: 'not-found',
      status: 404,
      detail: `There is nothing at ${request.method} ${request.url.split('?')[0]}; /openapi.json lists what there is.`,
    })
  })
}

function addOwnRoutes(app: FastifyInstance, { metrics, trouble }: HttpOptions): void {
  const hidden = { schema: { hide: true } }
  const health = async () => {
    const found = await trouble()
    if (found) throw found
    return { status: 'ok' }
  }
  app.get('/healthz', hidden, health)
  app.get('/readyz', hidden, health)
  app.get('/metrics', hidden, async (_request, reply) => reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()))
  let document: string | undefined
  app.get('/openapi.json', hidden, async (_request, reply) => {
    document ??= JSON.stringify(app.swagger())
    return reply.type('application/json; charset=utf-8').send(document)
  })
}

function measure(scope: FastifyInstance, metrics: HttpMetrics): void {
  scope.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    metrics.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000)
  })
}

/** No name or text that we keep has U+0000 in it, and the database refuses to be asked for one. */
function refuseNul(scope: FastifyInstance): void {
  scope.addHook('onRequest', async ({ url }) => {
    if (/%00/.test(url))
      throw new Problem({ code: 'malformed-url', status: 400, detail: 'The address contains the character U+0000 (%00): leave it out.' })
  })
}

/** Every route of the API says who may use it: one that does not is a defect found at the start, not an open door. */
function guard(api: FastifyInstance, { authenticate, publicUrl }: HttpOptions): void {
  const publicOrigin = new URL(publicUrl).origin
  api.addHook('onRoute', ({ config, method, url }) => {
    if (!config?.action && !config?.isPublic) throw new Error(`The route ${method} ${url} needs config.action or config.isPublic.`)
  })
  api.addHook('onRequest', async (request) => {
    refuseForeign(request, publicOrigin)
    const { action, isPublic } = request.routeOptions.config
    if (isPublic && !request.headers.cookie && !request.headers.authorization) return
    request.principal = await authenticate(request.headers)
    const refusal = action ? permit(request.principal, action) : null
    if (refusal) throw problemOf(refusal)
  })
  // After the body was read: its events belong to the connection, not to the request.
  api.addHook('preHandler', (request, _reply, done) => asWorkOf(request, done))
}
