import { OutboundFailure } from './outbound.ts'

export type SmtpServer = {
  host: string
  port: number
  /** TLS from the first byte; otherwise STARTTLS where it is offered. */
  secure: boolean
  auth?: { user: string; pass: string }
  tls: { rejectUnauthorized?: boolean }
  ignoreTLS: boolean
  requireTLS: boolean
  from?: string
}

const EXAMPLE = 'smtp://user:password@smtp.example.com:587?from=tocsin@example.com'
const PORTS: Record<string, number> = { 'smtp:': 587, 'smtps:': 465 }

/**
 * `smtp://` or `smtps://`, user, password, host, port, and `?from=` `requireTLS=true` `ignoreTLS=true` `rejectUnauthorized=false`.
 * Throws OutboundFailure; the message names `setting` but not the URL, which holds a password.
 */
export function smtpServerFrom(text: string, setting: string): SmtpServer {
  const url = URL.parse(text)
  const port = PORTS[url?.protocol ?? '']
  if (!url || port === undefined || url.hostname === '') {
    throw new OutboundFailure('invalid', `${setting} cannot be read; write a URL such as ${EXAMPLE}`)
  }
  const from = url.searchParams.get('from')
  return {
    host: decodeURIComponent(url.hostname.replace(/^\[|\]$/g, '')),
    port: url.port === '' ? port : Number(url.port),
    secure: url.protocol === 'smtps:',
    ...(url.username ? { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } } : {}),
    tls: url.searchParams.get('rejectUnauthorized') === 'false' ? { rejectUnauthorized: false } : {},
    ignoreTLS: url.searchParams.get('ignoreTLS') === 'true',
    requireTLS: url.searchParams.get('requireTLS') === 'true',
    ...(from ? { from } : {}),
  }
}
