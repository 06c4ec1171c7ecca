import pino, { type DestinationStream, type Logger } from 'pino'

export type Log = Logger

const HIDDEN = '[hidden]'
/** Fields whose value is a secret wherever they stand, up to three levels deep. */
const SECRET_FIELDS = [
  'authorization',
  'cookie',
  'password',
  'token',
  'secret',
  'routing_key',
  'routingKey',
  'integrationKey',
  'set-cookie',
]

const redactedPaths = SECRET_FIELDS.flatMap((field) => {
  const name = field.includes('-') ? `["${field}"]` : field
  const behind = (prefix: string) => (name.startsWith('[') ? `${prefix}${name}` : `${prefix}.${name}`)
  return [name, behind('*'), behind('*.*')]
})

/** An address as it may be logged: without integration keys, link tokens, secret parameters and words of pages. */
export function loggedUrl(url: string): string {
  return (
    url
      .replace(/^(\/in\/[^/?]+\/)[^/?]+/, `$1${HIDDEN}`)
      .replace(/^(\/(?:ack|a|calendar|invite|setup|heartbeat)\/)[^/?]+/, `$1${HIDDEN}`)
      // What a call is to say stands in the address that its provider asks for.
      .replace(/^(\/hear\/[^?]+\?).*/, `$1${HIDDEN}`)
      .replace(/([?&](?:key|token|secret|routing_key|signature|code)=)[^&]*/gi, `$1${HIDDEN}`)
  )
}

/** What went wrong and where. Libraries hang whole connections on their errors: pages of noise, and not all of it for a log. */
function shownError(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const { name, message, stack, cause } = error
  const code = 'code' in error ? error.code : undefined
  return {
    type: name,
    message,
    ...(code === undefined ? {} : { code }),
    stack,
    ...(cause === undefined ? {} : { cause: shownError(cause) }),
  }
}

/** JSON lines. Secrets in known fields are hidden; line breaks in values cannot start a line of their own. */
export function createLog(options: { level?: string; to?: DestinationStream } = {}): Log {
  // Standard error, so that standard output holds only what a person is told.
  const to = options.to ?? pino.destination(2)
  return pino(
    {
      level: options.level ?? 'info',
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: redactedPaths, censor: HIDDEN },
      serializers: {
        req: (request: { id: string; method: string; url: string }) => ({
          id: request.id,
          method: request.method,
          url: loggedUrl(request.url),
        }),
        err: shownError,
      },
    },
    to,
  )
}
