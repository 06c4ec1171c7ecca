import {
  type GuardedFetch,
  type OutboundAnswer,
  OutboundFailure,
  type OutboundReason,
  type OutboundRequest,
} from '../platform/outbound/outbound.ts'

/** Named, so that the alert's page can say why in the reader's language. */
export type FailureReason =
  | 'timeout'
  | 'unreachable'
  | 'rate-limited'
  | 'server-error'
  | 'rejected'
  | 'unauthorized'
  | 'gone'
  | 'forbidden-target'
  | 'bad-address'
  | 'not-configured'

/**
 * What became of one try. `said` is one line for people: our words and the provider's code, never its whole answer and never a secret.
 * `gone` says the address will never work again and may be removed.
 */
export type Receipt =
  | { ok: true; said: string; providerId?: string }
  | { ok: false; retry: boolean; reason: FailureReason; said: string; retryAfterMs?: number; gone?: boolean }

/** Nobody waits longer than this for a page; a larger Retry-After is a mistake or a refusal. */
const MAX_RETRY_AFTER_MS = 60 * 60 * 1000

const REASONS: Record<OutboundReason, FailureReason> = {
  forbidden: 'forbidden-target',
  invalid: 'bad-address',
  timeout: 'timeout',
  refused: 'unreachable',
  unresolved: 'unreachable',
  tls: 'unreachable',
  broken: 'unreachable',
  redirects: 'rejected',
}

export const notConfigured = (said: string): Receipt => ({ ok: false, retry: false, reason: 'not-configured', said })
export const badAddress = (said: string): Receipt => ({ ok: false, retry: false, reason: 'bad-address', said })

type Hop = {
  url: string
  request: OutboundRequest
  read?: (answer: OutboundAnswer) => Partial<{ providerId: string; said: string; gone: boolean; retryAfterMs: number }>
}

/** Sends one request and says what became of it. `read` adds what only this provider's answer tells. */
export async function deliver(io: { fetch: GuardedFetch; now: Temporal.Instant }, { url, request, read }: Hop): Promise<Receipt> {
  try {
    const answer = await io.fetch(url, request)
    return receiptOf(answer, { now: io.now, ...read?.(answer) })
  } catch (error) {
    return receiptOfFailure(error)
  }
}

export function receiptOfFailure(error: unknown): Receipt {
  if (!(error instanceof OutboundFailure)) throw error
  return { ok: false, retry: error.isTransient, reason: REASONS[error.reason], said: error.message }
}

/** Anything but 2xx is a failure: 408, 425, 429 and 5xx may get better by themselves, the rest needs somebody to change something. */
export function receiptOf(
  answer: OutboundAnswer,
  more: { now: Temporal.Instant; providerId?: string; said?: string; gone?: boolean; retryAfterMs?: number },
): Receipt {
  const { status } = answer
  const said = [`answered ${status}`, more.said].filter(Boolean).join(': ')
  if (status >= 200 && status < 300) return { ok: true, said, ...(more.providerId ? { providerId: more.providerId } : {}) }
  if (more.gone || status === 410) return { ok: false, retry: false, reason: 'gone', said, gone: true }
  const retry = status === 408 || status === 425 || status === 429 || status >= 500
  if (!retry) return { ok: false, retry, reason: status === 401 || status === 403 ? 'unauthorized' : 'rejected', said }
  const retryAfterMs = retryAfterOf(answer.headers['retry-after'], more)
  const reason = status === 429 ? 'rate-limited' : status === 408 ? 'timeout' : 'server-error'
  return { ok: false, retry, reason, said, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
}

/** Seconds or an HTTP date, as milliseconds from `now`; what the body says more exactly is given. */
function retryAfterOf(header = '', { now, retryAfterMs }: { now: Temporal.Instant; retryAfterMs?: number }): number | undefined {
  if (!header && retryAfterMs === undefined) return undefined
  const said = /^\d+(\.\d+)?$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now.epochMilliseconds
  const ms = retryAfterMs ?? said
  return Number.isFinite(ms) ? Math.min(Math.max(Math.round(ms), 0), MAX_RETRY_AFTER_MS) : undefined
}
