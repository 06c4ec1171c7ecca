import type { Socket } from 'node:net'
import { createTransport } from 'nodemailer'
import { failureFrom } from './failure.ts'
import { connectGuarded } from './guarded-socket.ts'
import { type Mail, type MailAnswer, OutboundFailure, type SmtpTransport } from './outbound.ts'
import { type SmtpServer, senderFor, smtpServerFrom } from './smtp-server-url.ts'
import { createTargetGuard, type Resolve, type TargetGuard } from './target-guard.ts'

export type SmtpOptions = {
  /** `TOCSIN_SMTP_URL`: the operator's own choice, so its address is not checked. */
  url?: string
  /** Where people reach the console: with the URL's `?from=` or account it says who a mail is from. Without it mails without From are refused. */
  publicUrl?: string
  allowTargets: readonly string[]
  resolve?: Resolve
  timeoutMs?: number
}

/** Greylisting servers let clients wait before they greet. */
const DEFAULT_TIMEOUT_MS = 15_000
/** Per server; most refuse more. */
const MAX_CONNECTIONS = 5
/** Mails over one connection before a new one is made. */
const MAX_MAILS = 500
const IDLE_MS = 30_000

type Pool = ReturnType<typeof poolFor>

/** Connections to each server are kept and shared. Throws at once when `url` cannot be read. */
export function createSmtp(options: SmtpOptions): SmtpTransport {
  const guard = createTargetGuard(options)
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS
  const own = options.url ? smtpServerFrom(options.url, 'TOCSIN_SMTP_URL') : null
  const sender = options.publicUrl === undefined ? own?.from : senderFor(own, options.publicUrl)
  const pools = new Map<string, Pool>()
  const ownPool = own ? poolFor(own, { timeoutMs, guard: null }) : null

  const poolOf = (server: string | undefined): Pool => {
    if (!server) {
      if (!ownPool) throw new OutboundFailure('invalid', 'no mail server is set up; set TOCSIN_SMTP_URL')
      return ownPool
    }
    const known = pools.get(server) ?? poolFor(smtpServerFrom(server, 'Server'), { timeoutMs, guard })
    pools.set(server, known)
    return known
  }
  return {
    isSetUp: own !== null,
    ...(sender ? { sender } : {}),
    send: async (mail, server) => {
      const pool = poolOf(server)
      return await answerOf(pool, async () => (await pool.transport.sendMail(wireOf(mail))).response)
    },
    verify: async (server) => {
      const pool = poolOf(server)
      return await answerOf(pool, async () => ((await pool.transport.verify()) ? 'ready' : 'not ready'))
    },
    close: () => {
      for (const pool of [...pools.values(), ...(ownPool ? [ownPool] : [])]) pool.transport.close()
    },
  }
}

function poolFor(server: SmtpServer, { timeoutMs, guard }: { timeoutMs: number; guard: TargetGuard | null }) {
  const { host, port, secure, auth, tls, ignoreTLS, requireTLS } = server
  const transport = createTransport({
    pool: true,
    host,
    port,
    secure,
    ...(auth ? { auth } : {}),
    tls: { servername: host, ...tls },
    ignoreTLS,
    requireTLS,
    maxConnections: MAX_CONNECTIONS,
    maxMessages: MAX_MAILS,
    // A mail that was under way when the connection broke may have arrived: the outbox decides, and says so in the text.
    maxRequeues: 0,
    idleTimeout: IDLE_MS,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(guard ? { getSocket: socketThrough(guard, { host, port, timeoutMs }) } : {}),
  })
  return { transport, target: `${host}:${port}`, timeoutMs }
}

type Handed = (error: Error | null, options?: { connection: Socket } | false) => void

const socketThrough =
  (guard: TargetGuard, target: { host: string; port: number; timeoutMs: number }) => (_options: object, done: Handed) => {
    connectGuarded(guard, target).then(
      (connection) => done(null, { connection }),
      (error: Error) => done(error),
    )
  }

/** Addresses are handed over as one address each, never as text to be parsed: a comma cannot add a recipient. */
function wireOf(mail: Mail) {
  const { to, messageId, inReplyTo, references, ...rest } = mail
  const asId = (id: string) => `<${id}>`
  return {
    ...rest,
    to: { name: '', address: to },
    envelope: { from: mail.from, to: [to] },
    messageId: asId(messageId),
    ...(inReplyTo ? { inReplyTo: asId(inReplyTo) } : {}),
    ...(references ? { references: references.map(asId) } : {}),
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

async function answerOf(pool: Pool, run: () => Promise<string>): Promise<MailAnswer> {
  try {
    const said = await run()
    return { isAccepted: true, code: 250, said: oneLine(said) }
  } catch (error) {
    const code = (error as { responseCode?: number }).responseCode
    if (code === undefined) throw failureFrom(error, pool)
    return { isAccepted: false, code, said: oneLine((error as { response?: string }).response ?? String(code)) }
  }
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, 200)
