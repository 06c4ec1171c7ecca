import type { SmtpTransport } from './outbound.ts'
import { createSmtp, type SmtpOptions } from './smtp.ts'

/** The transport through the installation's own server, which may become another one while the process runs. */
export type OwnSmtp = SmtpTransport & { use(url: string | null): void }

/** Mails that are under way through the former server are let end; those that wait for a connection fail and are tried again. */
export function createOwnSmtp({ url, ...options }: SmtpOptions): OwnSmtp {
  let current = createSmtp({ ...options, ...(url ? { url } : {}) })
  let used = url ?? null
  return {
    get isSetUp() {
      return current.isSetUp
    },
    get sender() {
      return current.sender
    },
    send: (mail, server) => current.send(mail, server),
    verify: (server) => current.verify(server),
    close: () => current.close(),
    use(next) {
      if (next === used) return
      const former = current
      current = createSmtp({ ...options, ...(next ? { url: next } : {}) })
      used = next
      former.close()
    },
  }
}
