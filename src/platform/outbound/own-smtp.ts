import type { SmtpTransport } from './outbound.ts'
import { createSmtp, type SmtpOptions } from './smtp.ts'

/** Where the mail server that a process uses was said: to itself, or to another process on the same database. */
export type MailServer = { url: string | null; from: 'environment' | 'database' | 'nowhere' }

/** The transport through the installation's own server, which may become another one while the process runs. */
export type OwnSmtp = SmtpTransport & { server(): MailServer; use(server: MailServer): void }

/** Mails that are under way through the former server are let end; those that wait for a connection fail and are tried again. */
export function createOwnSmtp({ url, ...options }: SmtpOptions): OwnSmtp {
  let current = createSmtp({ ...options, ...(url ? { url } : {}) })
  let server: MailServer = { url: url ?? null, from: url ? 'environment' : 'nowhere' }
  return {
    get isSetUp() {
      return current.isSetUp
    },
    get sender() {
      return current.sender
    },
    server: () => server,
    send: (mail, other) => current.send(mail, other),
    verify: (other) => current.verify(other),
    close: () => current.close(),
    use(next) {
      const isOther = next.url !== server.url
      server = next
      if (!isOther) return
      const former = current
      current = createSmtp({ ...options, ...(next.url ? { url: next.url } : {}) })
      former.close()
    },
  }
}
