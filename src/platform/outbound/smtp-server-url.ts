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

/**
 * Who a mail is from when nobody has said: the account that signs in at the mail server if that is an address, else
 * "tocsin" at the host people reach the console at. A mail from a name the server dislikes is refused in words; a mail never sent wakes nobody.
 */
export function senderFor(server: Pick<SmtpServer, 'auth' | 'from'> | null, publicUrl: string): string {
  if (server?.from) return server.from
  if (server?.auth?.user.includes('@')) return server.auth.user
  const host = URL.parse(publicUrl)?.hostname ?? ''
  return /^[\w-]+(\.[\w-]+)*\.[a-z][\w-]*$/i.test(host) ? `tocsin@${host}` : LOCAL_SENDER
}

/** An address of a machine without a name in the DNS; mail servers want a dot in it. */
const LOCAL_SENDER = 'tocsin@localhost.localdomain'
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
