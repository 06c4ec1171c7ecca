import type { OutgoingMessage } from '../../core/paging/outgoing.ts'
import type { MailAnswer } from '../../platform/outbound/outbound.ts'
import type { Address, Integration, SendIo } from '../declaration.ts'
import { textOf } from '../reading.ts'
import { badAddress, type FailureReason, notConfigured, type Receipt, receiptOfFailure } from '../receipt.ts'
import { mailOf } from './mail.ts'
import { hearMail } from './reply.ts'
import { tokenOf } from './token.ts'

/** One plain address: no name, no list, no quoting, so that nothing can be smuggled into the envelope. */
const ADDRESS = /^[^\s@<>()[\]\\,;:"\p{Cc}]{1,64}@[^\s@<>()[\]\\,;:"\p{Cc}]{1,253}$/u

const NO_SERVER = 'no mail server is set up; set TOCSIN_SMTP_URL, or fill in Server here'

async function send(message: OutgoingMessage, to: Address, io: SendIo): Promise<Receipt> {
  if (!ADDRESS.test(to)) return badAddress(`"${to.slice(0, 40)}" is not an e-mail address; write one such as ann@example.com`)
  const from = textOf(io.fields.from) || io.smtp.sender
  if (!from) return notConfigured('there is no sender address; fill in From')
  const host = URL.parse(io.publicUrl)?.hostname ?? 'localhost'
  const token = io.secrets.replyKey ? tokenOf(message.id, io.secrets.replyKey) : undefined
  const replyTo = message.replyTo ?? (token && replyAddress(textOf(io.fields.replyTo), token))
  const receipt = await attempt(io, () => io.smtp.send(mailOf(message, { from, to, host, token, replyTo }), io.secrets.server))
  return receipt.ok && token ? { ...receipt, providerId: token } : receipt
}

/** `pager@example.com` → `pager+token@example.com`; undefined where nobody listens. */
function replyAddress(address: string, token: string): string | undefined {
  const at = address.lastIndexOf('@')
  return ADDRESS.test(address) ? `${address.slice(0, at)}+${token}${address.slice(at)}` : undefined
}

async function attempt(io: SendIo, hand: () => Promise<MailAnswer>): Promise<Receipt> {
  if (!io.secrets.server && !io.smtp.isSetUp) return notConfigured(NO_SERVER)
  try {
    return receiptOfMail(await hand())
  } catch (error) {
    return receiptOfFailure(error)
  }
}

/** 4xx: the server asks to come back. 5xx: it will not take this mail. */
function receiptOfMail({ isAccepted, code, said }: MailAnswer): Receipt {
  if (isAccepted) return { ok: true, said }
  const retry = code !== undefined && code >= 400 && code < 500
  const reason: FailureReason = retry ? 'server-error' : code === 530 || code === 535 ? 'unauthorized' : 'rejected'
  return { ok: false, retry, reason, said }
}

export default {
  id: 'email',
  title: 'E-mail',
  summary: 'Sends messages through any SMTP server, each alert or incident as one conversation.',
  fields: [
    {
      name: 'from',
      label: 'From',
      kind: 'text',
      help: 'Sender address; without it that of TOCSIN_SMTP_URL (?from= or its account), else tocsin@ and the name of this server.',
      placeholder: 'tocsin@example.com',
    },
    {
      name: 'server',
      label: 'Server',
      kind: 'secret',
      help: 'Only when another than the one of TOCSIN_SMTP_URL is to be used; it holds the password, so it is kept as a secret.',
      placeholder: 'smtp://user:password@smtp.example.com:587',
    },
    {
      name: 'replyTo',
      label: 'Replies to',
      kind: 'text',
      help: 'an address whose mail is delivered to TOCSIN_SMTP_IN_PORT of this server: people then answer pages by replying "ack".',
      placeholder: 'pager@tocsin.example.com',
    },
    {
      name: 'declareAt',
      label: 'Declares incidents',
      kind: 'text',
      help: 'another such address: a new mail from somebody of yours declares an incident, its subject ("SEV-2 Payments fail") is the title. Senders can be forged: let your mail server check them (SPF, DMARC).',
      placeholder: 'incident@tocsin.example.com',
    },
  ],
  send,
  hear: hearMail,
  hearsMail: true,
  probe: (io) => attempt(io, () => io.smtp.verify(io.secrets.server)),
  roads: ['email'],
  addressOf: (contacts) => contacts.email ?? null,
} satisfies Integration
