import type { Mail } from '../../platform/outbound/outbound.ts'
import type { SendIo } from '../declaration.ts'
import type { Heard, HearRequest, ReplyResult } from '../hear.ts'
import { isObject, textOf } from '../reading.ts'
import { tokensIn } from './token.ts'

/** How a mail is handed to `hear` as `json`, read and decoded. Header names are small letters; `sender` is the envelope's, `''` for bounces. */
export type InboundMail = {
  sender: string
  recipients: string[]
  from: string
  subject: string
  text: string
  messageId: string
  headers: Record<string, string>
}

/** Not a request of HTTP: mails come in by SMTP, and whoever posts one to the address of the web is refused. */
export const BY_MAIL = 'SMTP'

/** Nobody writes more to a pager; the rest is what was quoted. */
const TEXT_LENGTH = 4_000

const refused = (why: string, body: string, status = 550): Heard => ({ refused: { status, body, why } })

/**
 * A reply counts by the token of the message that it answers, and by nothing that can be typed into a header. Machines
 * that answer by themselves are taken and forgotten, so that two of them never talk.
 */
export function hearMail({ method, json }: HearRequest, io: SendIo): Heard {
  const mail = method === BY_MAIL ? mailFrom(json) : null
  if (!mail) return refused('was posted to the address of the web', 'Replies to mails come by mail.', 404)
  const [token] = tokensIn([...mail.recipients, mail.headers['in-reply-to'] ?? '', mail.headers.references ?? ''])
  if (!token) return declaringMail(mail, io) ?? refused('answers no message of ours', 'This is no reply to a message from here.')
  const concerning = { providerId: token }
  if (isReport(mail)) return heard({ receipts: [{ concerning, stage: 'failed', said: bounceOf(mail), isOver: true }], once: onceOf(mail) })
  if (isAutomatic(mail)) return heard({ once: null })
  const reply = { from: mail.from, concerning, text: mail.text.slice(0, TEXT_LENGTH), action: null }
  return {
    replies: [reply],
    once: onceOf(mail),
    answer: ([result]) => (result?.outcome === 'stranger' ? { status: 550, body: result.said } : { status: 250, body: 'heard' }),
    afterwards: async (results) => {
      for (const result of results) await answerByMail(result, { mail, io })
    },
  }
}

/**
 * A new mail to the address that declares: its subject is the title, and may begin with the level; its text is kept as a note. Null
 * when it is none. Whoever is refused hears it from their own mail server, so that a forged sender gets no mail from here.
 */
function declaringMail(mail: InboundMail, io: SendIo): Heard | null {
  const address = textOf(io.fields.declareAt).toLowerCase()
  const isNew = !mail.headers['in-reply-to'] && !mail.headers.references
  if (!address || !isNew || !mail.recipients.some((each) => each.toLowerCase() === address)) return null
  if (isReport(mail) || isAutomatic(mail)) return heard({ once: null })
  const title = mail.subject.replace(/^\s*((fwd?|wg):\s*)+/i, '').trim()
  if (!title) return refused('has no subject', 'The subject says what customers cannot do: SEV-2 Payments fail.')
  const note = mail.text.trim().slice(0, TEXT_LENGTH)
  return {
    once: onceOf(mail),
    answer: () => ({ status: 250, body: 'heard' }),
    chat: {
      event: { from: mail.from, place: address, kind: 'command', text: `declare ${title}`, incident: null, ...(note ? { note } : {}) },
      answer: (said) => (said && !said.isDone ? { status: 550, body: said.said } : { status: 250, body: 'heard' }),
      later: async ({ isDone, said }, isLate) => {
        if (isDone || isLate) await mailBack(said, { mail, io })
      },
    },
  }
}

const heard = (told: Pick<Extract<Heard, { once: string | null }>, 'receipts' | 'once'>): Heard => ({
  ...told,
  answer: () => ({ status: 250, body: 'heard' }),
})

const onceOf = (mail: InboundMail): string =>
  `mail ${mail.messageId || `${mail.from} ${mail.headers.date ?? ''} ${mail.text.slice(0, 80)}`}`

function mailFrom(json: unknown): InboundMail | null {
  return isObject(json) && typeof json.from === 'string' && Array.isArray(json.recipients) && isObject(json.headers)
    ? (json as unknown as InboundMail)
    : null
}

const isReport = ({ headers }: InboundMail): boolean => /^multipart\/report\b/i.test(headers['content-type'] ?? '')

const bounceOf = ({ subject, text }: InboundMail): string => {
  const code = /\b[45]\.\d{1,3}\.\d{1,3}\b/.exec(text)?.[0]
  return `came back${code ? ` (${code})` : ''}: ${subject}`.slice(0, 120)
}

/** RFC 3834, and what those do who have not read it. */
function isAutomatic({ sender, from, headers }: InboundMail): boolean {
  const submitted = (headers['auto-submitted'] ?? 'no').trim().toLowerCase()
  return (
    sender === '' ||
    !submitted.startsWith('no') ||
    /^(bulk|junk|list|auto.reply)/i.test(headers.precedence ?? '') ||
    ['x-autoreply', 'x-autorespond', 'list-id', 'feedback-id'].some((name) => headers[name] !== undefined) ||
    /^(mailer-daemon|postmaster|no-?reply)@/i.test(from)
  )
}

/** One answer to one reply, marked so that no machine answers it. */
async function answerByMail({ said, outcome }: ReplyResult, asked: { mail: InboundMail; io: SendIo }): Promise<void> {
  if (outcome !== 'stranger' && said) await mailBack(said, asked)
}

async function mailBack(said: string, { mail, io }: { mail: InboundMail; io: SendIo }): Promise<void> {
  const from = textOf(io.fields.from) || io.smtp.sender
  if (!from) return
  const letter: Mail = {
    from,
    to: mail.from,
    subject: /^re:/i.test(mail.subject) ? mail.subject : `Re: ${mail.subject}`,
    text: `${said}\n`,
    html: `<!doctype html><html lang="en"><body><p>${said.replace(/[&<>"']/g, (each) => `&#${each.charCodeAt(0)};`).replaceAll('\n', '<br>')}</p></body></html>`,
    messageId: `answer.${Buffer.from(mail.messageId).toString('hex').slice(-60)}@${URL.parse(io.publicUrl)?.hostname ?? 'localhost'}`,
    ...(mail.messageId ? { inReplyTo: mail.messageId, references: [mail.messageId] } : {}),
    headers: { 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All' },
  }
  const answer = await io.smtp.send(letter, io.secrets.server)
  if (!answer.isAccepted) throw new Error(`the answer to a reply was not taken: ${answer.said}`)
}
