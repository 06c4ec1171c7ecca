import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import type { App } from '../../feature.ts'
import { takeMail } from './take-mail.ts'

/** A reply with a long mail quoted below; pictures belong elsewhere. */
const LARGEST_BYTES = 1024 * 1024
const MOST_CLIENTS = 50
const PATIENCE_MS = 30_000

export type MailServer = { port: number | null; stop(): Promise<void> }

type Done = (error?: Error | null, message?: string) => void

/** Takes replies to pages by SMTP where TOCSIN_SMTP_IN_PORT says so. It passes nothing on: a mail is a reply to us, or refused. */
export async function startMailServer(app: App): Promise<MailServer> {
  const { smtpInPort, host } = app.settings
  if (smtpInPort === null) return { port: null, stop: async () => {} }
  const server = new SMTPServer({
    name: URL.parse(app.publicUrl)?.hostname ?? 'tocsin',
    banner: 'replies to pages only',
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    size: LARGEST_BYTES,
    maxClients: MOST_CLIENTS,
    socketTimeout: PATIENCE_MS,
    onData: (stream, session, done) => void receive(app, { stream, session, done }),
  })
  server.on('error', (err) => app.log.warn({ err }, 'a mail could not be taken'))
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(smtpInPort, host, () => resolve())
  })
  return { port: (server.server.address() as AddressInfo).port, stop: () => new Promise((resolve) => server.close(() => resolve())) }
}

type Receiving = { stream: SMTPServerDataStream; session: SMTPServerSession; done: Done }

/** 250 only when it is carried out. What could not be is to come again (451), for nobody may believe that they have acknowledged. */
async function receive(app: App, { stream, session, done }: Receiving): Promise<void> {
  try {
    const chunks: Buffer[] = []
    // What is too large is read to its end, as the protocol wants, and not kept.
    for await (const chunk of stream) if (!stream.sizeExceeded) chunks.push(chunk as Buffer)
    if (stream.sizeExceeded) return done(smtpError(552, 'This mail is too large; a reply needs one word.'))
    const { mailFrom, rcptTo } = session.envelope
    const envelope = { sender: mailFrom === false ? '' : mailFrom.address, recipients: rcptTo.map((each) => each.address) }
    const { status, body, follow } = await takeMail(app, Buffer.concat(chunks), envelope)
    if (status >= 300) return done(smtpError(status, body))
    done(null, body)
    await follow?.()
  } catch (err) {
    app.log.error({ err }, 'a mail could not be heard; its server sends it again')
    done(smtpError(451, 'Not acknowledged: try again in a minute. Paging goes on.'))
  }
}

const smtpError = (code: number, text: string): Error => Object.assign(new Error(text.replace(/[\r\n]+/g, ' ')), { responseCode: code })
