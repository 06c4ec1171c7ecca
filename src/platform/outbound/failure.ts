import { OutboundFailure, type OutboundReason } from './outbound.ts'

const REASONS: Record<string, OutboundReason> = {
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  ENOTFOUND: 'unresolved',
  EAI_AGAIN: 'unresolved',
  ETIMEDOUT: 'timeout',
  UND_ERR_ABORTED: 'timeout',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  UND_ERR_INVALID_ARG: 'invalid',
  // nodemailer's own
  EDNS: 'unresolved',
  ETLS: 'tls',
  ENOAUTH: 'invalid',
  ECONFIG: 'invalid',
}

const TLS = /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO)/

const SENTENCES: Record<OutboundReason, (target: string, timeoutMs: number) => string> = {
  forbidden: (target) => `${target} may not be reached; see TOCSIN_ALLOW_TARGETS`,
  invalid: (target) => `the request to ${target} is not valid HTTP; check the URL and headers in the settings`,
  timeout: (target, timeoutMs) => `${target} did not answer within ${timeoutMs} ms`,
  refused: (target) => `${target} refused the connection; is it running?`,
  unresolved: (target) => `the name of ${target} could not be resolved; check its spelling and the DNS server`,
  tls: (target) => `${target} did not offer a certificate that can be trusted`,
  broken: (target) => `the connection to ${target} broke before the answer was complete`,
  redirects: (target) => `${target} redirects too often; write the final URL`,
}

/** Whatever a socket, a TLS handshake or undici threw, as a named reason that says what to do. */
export function failureFrom(error: unknown, { target, timeoutMs }: { target: string; timeoutMs: number }): OutboundFailure {
  for (let each: unknown = error; each instanceof Error; each = each.cause) if (each instanceof OutboundFailure) return each
  const code = codeOf(error)
  const reason = REASONS[code] ?? (TLS.test(code) ? 'tls' : 'broken')
  const detail = reason === 'tls' || reason === 'broken' || reason === 'invalid' ? ` (${code || messageOf(error)})` : ''
  return new OutboundFailure(reason, SENTENCES[reason](target, timeoutMs) + detail, error)
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'ETIMEDOUT'
  const own = (error as NodeJS.ErrnoException).code
  if (typeof own === 'string') return own
  return codeOf(error instanceof AggregateError ? error.errors[0] : error.cause)
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 200)
