/** A request to the outside. `url` is http or https without user information. */
export type OutboundRequest = {
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  headers?: Record<string, string>
  body?: string | Uint8Array
  /** Overrides the client's own limit, from the first byte out to the last byte in. */
  timeoutMs?: number
  /** Overrides how much of an answer is read: for documents, of which half is worthless. */
  maxBodyBytes?: number
  /** `0`: an answer that redirects is handed back as it is. Default 3. */
  maxRedirects?: 0
}

/** Header names are lower case. `isCut` says the body was longer than the client's limit and ends early. */
export type OutboundAnswer = { status: number; headers: Record<string, string>; body: string; isCut: boolean; url: string }

/**
 * The only way to the outside. Resolves with whatever status came back; throws OutboundFailure when there is no answer
 * or the target may not be reached.
 */
export type GuardedFetch = ((url: string, request?: OutboundRequest) => Promise<OutboundAnswer>) & {
  /** Opens a WebSocket (`wss:`, `ws:`) under the same guard. Absent where nothing of that kind may be opened. */
  socket?(url: string): WebSocket
}

/** `forbidden` and `invalid` will not get better by themselves; all others may. */
export type OutboundReason = 'forbidden' | 'invalid' | 'timeout' | 'refused' | 'unresolved' | 'tls' | 'broken' | 'redirects'

export class OutboundFailure extends Error {
  readonly reason: OutboundReason
  constructor(reason: OutboundReason, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'OutboundFailure'
    this.reason = reason
  }

  /** Is another try worth it? */
  get isTransient(): boolean {
    return this.reason !== 'forbidden' && this.reason !== 'invalid' && this.reason !== 'redirects'
  }
}

/** A mail as the sender words it. Every field is plain text: the transport refuses or folds line breaks in headers. */
export type Mail = {
  from: string
  to: string
  subject: string
  text: string
  html: string
  /** Without angle brackets, stable over retries. */
  messageId: string
  inReplyTo?: string
  references?: string[]
  headers: Record<string, string>
}

/** `code` is the SMTP answer (250, 421, 550 …); undefined when there was none. */
export type MailAnswer = { isAccepted: boolean; code?: number; said: string }

/**
 * Hands a mail to an SMTP server: the operator's (`TOCSIN_SMTP_URL`), or with `server` (an `smtp://` or `smtps://` URL
 * of an integration's own settings) another one, whose address is checked like any outgoing request.
 * Throws OutboundFailure when there was no answer.
 */
export type SmtpTransport = {
  /** Is there an operator's server? */
  readonly isSetUp: boolean
  /** From address that goes with the operator's server. */
  readonly sender?: string
  send(mail: Mail, server?: string): Promise<MailAnswer>
  /** Connects and signs in, sends nothing. */
  verify(server?: string): Promise<MailAnswer>
  close(): void
}
