import type { AddressInfo } from 'node:net'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'

export type Letter = { from: string; to: string[]; raw: string; mail: Email; headers: Map<string, string[]> }

export type Refusal = { code: number; text: string }

/** A mail as it was handed over and the code that it got; null where it never got one. */
export type Delivery = { at: string; to: string[]; raw: string; status: number | null }

export type Mailbox = {
  readonly deliveries: Delivery[]
  keepTime(now: () => string): void
  readonly url: string
  readonly port: number
  readonly letters: Letter[]
  readonly connections: number
  /** The next `times` mails are refused with this SMTP answer. */
  refuseNext(refusal: Refusal, times?: number): void
  /** Recipients in the envelope that are refused as unknown, from now on. */
  refuseRecipient(address: string): void
  /** Takes mails and never answers. */
  hang(): void
  expect(count: number): Promise<Letter[]>
  close(): Promise<void>
}

/** A real SMTP server on 127.0.0.1 whose letters are read by another library than the one that writes them. */
export async function createMailbox(account?: { user: string; pass: string }): Promise<Mailbox> {
  const letters: Letter[] = []
  const deliveries: Delivery[] = []
  const refusals: Refusal[] = []
  let stamp = (): string => new Date().toISOString()
  const unknown = new Set<string>()
  const waiting: { count: number; resolve: (all: Letter[]) => void }[] = []
  let isHanging = false
  let connections = 0

  const take = async (stream: SMTPServerDataStream, session: SMTPServerSession, done: (error?: Error | null) => void) => {
    const raw = await textOf(stream)
    const refusal = refusals.shift()
    const to = session.envelope.rcptTo.map((each) => each.address)
    deliveries.push({ at: stamp(), to, raw, status: isHanging ? null : (refusal?.code ?? 250) })
    if (isHanging) return
    if (refusal) return done(smtpError(refusal))
    letters.push(await letterOf(raw, session))
    done()
    for (const one of waiting.splice(0)) letters.length >= one.count ? one.resolve(letters) : waiting.push(one)
  }
  const server = new SMTPServer({
    authOptional: account === undefined,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    onConnect: (_session, done) => {
      connections += 1
      done()
    },
    onAuth: ({ username, password }, _session, done) =>
      username === account?.user && password === account?.pass
        ? done(null, { user: username })
        : done(smtpError({ code: 535, text: 'wrong password' })),
    onRcptTo: ({ address }, _session, done) => done(unknown.has(address) ? smtpError({ code: 550, text: 'no such user' }) : null),
    onData: (stream, session, done) => void take(stream, session, done),
  })
  server.on('error', () => {}) // a client that hangs up is part of the tests
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const port = (server.server.address() as AddressInfo).port
  return {
    url: `smtp://${account ? `${account.user}:${account.pass}@` : ''}127.0.0.1:${port}?from=tocsin@example.com`,
    port,
    letters,
    deliveries,
    keepTime: (now) => {
      stamp = now
    },
    get connections() {
      return connections
    },
    refuseNext: (refusal, times = 1) => {
      for (let each = 0; each < times; each += 1) refusals.push(refusal)
    },
    refuseRecipient: (address) => void unknown.add(address),
    hang: () => {
      isHanging = true
    },
    expect: (count) => (letters.length >= count ? Promise.resolve(letters) : new Promise((resolve) => waiting.push({ count, resolve }))),
    close: () => closeNow(server),
  }
}

async function letterOf(raw: string, { envelope }: SMTPServerSession): Promise<Letter> {
  const mail = await PostalMime.parse(raw)
  const headers = new Map<string, string[]>()
  for (const { key, value } of mail.headers) headers.set(key, [...(headers.get(key) ?? []), value])
  const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
  return { from, to: envelope.rcptTo.map((each) => each.address), raw, mail, headers }
}

/** Connections that are kept alive by the sender would hold a friendly close open. */
const closeNow = (server: SMTPServer): Promise<void> =>
  new Promise((resolve) => {
    for (const each of server.connections) (each as unknown as { _socket: { destroy(): void } })._socket.destroy()
    server.close(() => resolve())
  })

const smtpError = ({ code, text }: Refusal): Error => Object.assign(new Error(text), { responseCode: code })

async function textOf(stream: SMTPServerDataStream): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
