import { followServer } from '../clock.ts'
import { heardServer, lostServer } from './connection.ts'

/** A problem as the server tells it (RFC 9457), or as the console names it when no server answered. */
export type Problem = {
  status: number
  /** Stable code, part of the contract: `alert.already-acknowledged`. */
  code: string
  title: string
  detail?: string
  /** Which fields were wrong and what to write instead. */
  fields?: { field: string; message: string }[]
  /** The id under which the server logged it. */
  requestId?: string
  isRetryable: boolean
}

export class ApiProblem extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.detail ?? problem.title)
    this.name = 'ApiProblem'
    this.problem = problem
  }
}

export type ApiRequest = {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  body?: unknown
  /** A repeated request with the same key acts once; `send` makes one when there is none. */
  idempotencyKey?: string
  signal?: AbortSignal
  /** For what is worked out at length; default 15 s. */
  timeoutMs?: number
}

let onSignedOut: () => void = () => {}
/** What happens when a session has ended: the shell leads to the sign-in screen. */
export function whenSignedOut(act: () => void): void {
  onSignedOut = act
}

const TIMEOUT_MS = 15_000
const UNREACHABLE = 0
const UNAUTHORISED = 401
const UNAVAILABLE = 503
const NO_CONTENT = 204
const isWorthRetrying = (status: number): boolean => status === UNREACHABLE || status === 429 || status >= 500

/** Asks the server: `api<Alert>('/api/v1/alerts/ALR-1')`. Throws `ApiProblem` for every answer that is not 2xx, and for none at all. */
export async function api<T>(path: string, request: ApiRequest = {}): Promise<T> {
  const answer = await hand(path, request)
  const date = answer.headers.get('date')
  if (date) followServer(Date.parse(date))
  if (answer.status === UNAVAILABLE) lostServer('database')
  else heardServer()
  if (!answer.ok) {
    if (answer.status === UNAUTHORISED) onSignedOut()
    throw new ApiProblem(await problemOf(answer))
  }
  return (answer.status === NO_CONTENT ? undefined : await answer.json()) as T
}

async function hand(path: string, request: ApiRequest): Promise<Response> {
  const { method = 'GET', body, idempotencyKey, signal, timeoutMs = TIMEOUT_MS } = request
  const headers: Record<string, string> = { accept: 'application/json' }
  if (body !== undefined) headers['content-type'] = 'application/json'
  if (method !== 'GET') headers['idempotency-key'] = idempotencyKey ?? crypto.randomUUID()
  const deadline = AbortSignal.timeout(timeoutMs)
  try {
    return await fetch(path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: 'same-origin',
      signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
    })
  } catch (error) {
    if (signal?.aborted) throw error
    lostServer(isBrowserOffline() ? 'offline' : 'server')
    throw new ApiProblem({ status: UNREACHABLE, code: 'server.unreachable', title: 'The server did not answer', isRetryable: true })
  }
}

const isBrowserOffline = (): boolean => typeof navigator !== 'undefined' && navigator.onLine === false

async function problemOf(answer: Response): Promise<Problem> {
  const isProblem = answer.headers.get('content-type')?.includes('json') ?? false
  const said = isProblem ? ((await answer.json().catch(() => ({}))) as Record<string, unknown>) : {}
  const text = (name: string): string | undefined => (typeof said[name] === 'string' ? said[name] : undefined)
  return {
    status: answer.status,
    code: text('code') ?? text('type') ?? `http.${answer.status}`,
    title: text('title') ?? `The server answered ${answer.status}`,
    detail: text('detail'),
    fields: Array.isArray(said.errors) ? (said.errors as Problem['fields']) : undefined,
    requestId: text('requestId') ?? text('instance') ?? answer.headers.get('x-request-id') ?? undefined,
    isRetryable: isWorthRetrying(answer.status),
  }
}
