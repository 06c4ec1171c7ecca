import { Agent, type Dispatcher, WebSocket as Socket, request as send } from 'undici'
import { failureFrom } from './failure.ts'
import { createGuardedConnector } from './guarded-connector.ts'
import { type GuardedFetch, type OutboundAnswer, OutboundFailure, type OutboundRequest } from './outbound.ts'
import { createTargetGuard, type Resolve } from './target-guard.ts'

export type GuardedFetchOptions = {
  /** Addresses or CIDR ranges that may be reached although they are not public. */
  allowTargets: readonly string[]
  resolve?: Resolve
  /** For a whole exchange, redirects included. */
  timeoutMs?: number
  maxBodyBytes?: number
}

/** A receiver that takes longer is as good as down; the Standard Webhooks' lower bound. */
const DEFAULT_TIMEOUT_MS = 15_000
/** Answers are read for a message id and a reason, not for content. */
const DEFAULT_MAX_BODY_BYTES = 64 * 1024
const MAX_REDIRECTS = 3
/** Per target: enough for a storm of pages to one gateway, few enough not to look like an attack. */
const CONNECTIONS_PER_ORIGIN = 64
/** Longer than the pauses of a storm, shorter than the idle limit of common proxies (60 s). */
const KEEP_ALIVE_MS = 30_000

/**
 * The one client through which anything leaves. Connections are kept and shared.
 * Each target and each redirect is checked; the checked address is the one connected to.
 */
export function createGuardedFetch(options: GuardedFetchOptions): GuardedFetch & { close(): Promise<void> } {
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS
  const maxBodyBytes = options.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES
  const agent = new Agent({
    connect: createGuardedConnector(createTargetGuard(options), timeoutMs),
    connections: CONNECTIONS_PER_ORIGIN,
    keepAliveTimeout: KEEP_ALIVE_MS,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  })
  const fetch: GuardedFetch = async (text, request = {}) => {
    const limit = request.timeoutMs ?? timeoutMs
    const clock = new AbortController()
    const timer = setTimeout(() => clock.abort(), limit)
    try {
      return await exchange(targetFrom(text), request, {
        agent,
        maxBodyBytes: request.maxBodyBytes ?? maxBodyBytes,
        signal: clock.signal,
      })
    } catch (error) {
      throw failureFrom(error, { target: hostOf(text), timeoutMs: limit })
    } finally {
      clearTimeout(timer)
    }
  }
  const socket = (text: string): WebSocket => new Socket(socketTarget(text), { dispatcher: agent }) as unknown as WebSocket
  return Object.assign(fetch, { socket, close: () => agent.destroy() })
}

type Wire = { agent: Agent; maxBodyBytes: number; signal: AbortSignal }

async function exchange(first: URL, request: OutboundRequest, wire: Wire): Promise<OutboundAnswer> {
  let url = first
  let headers = request.headers ?? {}
  for (let hop = 0; ; hop += 1) {
    const answer = await send(url, {
      dispatcher: wire.agent,
      method: request.method ?? 'GET',
      headers,
      body: request.body ?? null,
      signal: wire.signal,
    })
    const next = redirectOf(url, request, answer)
    if (!next) return await read(answer, url, wire.maxBodyBytes)
    answer.body.on('error', () => {}).destroy()
    if (hop === MAX_REDIRECTS)
      throw new OutboundFailure('redirects', `${first.host} redirects more than ${MAX_REDIRECTS} times; write the final URL`)
    if (next.origin !== url.origin) headers = withoutCredentials(headers)
    url = next
  }
}

/**
 * Where to ask again, or null. 301, 302 and 303 turn a post into a get by custom, which would lose the message:
 * such an answer is handed back as it is, only 307 and 308 are followed with a body.
 */
function redirectOf(from: URL, request: OutboundRequest, answer: Dispatcher.ResponseData): URL | null {
  const isReading = ['GET', 'HEAD', undefined].includes(request.method)
  const isFollowed = [307, 308].includes(answer.statusCode) || (isReading && [301, 302, 303].includes(answer.statusCode))
  const location = answer.headers.location
  if (!isFollowed || request.maxRedirects === 0 || typeof location !== 'string') return null
  const next = targetFrom(URL.parse(location, from)?.href ?? location)
  if (from.protocol === 'https:' && next.protocol === 'http:') {
    throw new OutboundFailure('forbidden', `${from.host} redirects from https to http; write a URL that stays encrypted`)
  }
  return next
}

async function read(answer: Dispatcher.ResponseData, url: URL, maxBodyBytes: number): Promise<OutboundAnswer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of answer.body as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    size += chunk.length
    if (size > maxBodyBytes) break
  }
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(answer.headers)) if (value !== undefined) headers[name] = String(value)
  const body = Buffer.concat(chunks).subarray(0, maxBodyBytes).toString('utf8')
  return { status: answer.statusCode, headers, body, isCut: size > maxBodyBytes, url: url.href }
}

function targetFrom(text: string): URL {
  const url = URL.parse(text)
  if (!url) throw new OutboundFailure('invalid', `"${text.slice(0, 100)}" is not a URL; write one such as https://example.com/hook`)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new OutboundFailure('invalid', `"${url.protocol}" cannot be sent to; write a URL that begins with https:// or http://`)
  }
  if (url.username || url.password) {
    throw new OutboundFailure('invalid', `the URL for ${url.host} carries a user name or password; put them into the settings' own fields`)
  }
  return url
}

/** The same rules as for requests; the address that it leads to is checked when it connects. */
function socketTarget(text: string): URL {
  const url = URL.parse(text)
  if (!url || !/^wss?:$/.test(url.protocol)) throw new OutboundFailure('invalid', 'what was given is no address of a WebSocket')
  targetFrom(text.replace(/^ws/, 'http'))
  return url
}

/** Paths and queries of webhooks are secrets: only the host is ever named. */
const hostOf = (text: string): string => URL.parse(text)?.host ?? 'the target'

const withoutCredentials = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).filter(([name]) => !['authorization', 'cookie', 'proxy-authorization'].includes(name.toLowerCase())),
  )
