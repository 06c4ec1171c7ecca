import type { OutgoingMessage } from '../core/paging/outgoing.ts'
import { oneLine, type Wording, wordingOf } from '../core/paging/wording.ts'
import type { Address, Integration, SendIo } from './declaration.ts'
import type { Heard, HearRequest, ReplyResult } from './hear.ts'
import { textOf } from './reading.ts'
import { badAddress, notConfigured, type Receipt } from './receipt.ts'
import { ACCOUNT_FIELDS, create, LIST_LENGTH, postedTo, probe, read } from './twilio/account.ts'
import { phoneOf } from './twilio/phone.ts'
import { pollMessages } from './twilio/poll-messages.ts'
import { type TwilioForm, verified } from './twilio/signature.ts'
import { receiptOfStatus } from './twilio/sms-status.ts'
import { message as messageVerb, twiml } from './twilio/twiml.ts'

/** Two to three parts of a text message: a lock screen shows no more, and every part costs. */
const TITLE_LENGTH = 140
const TEXT_LENGTH = 300
/** Twilio's own limit is 1600; nobody reads that on a telephone. */
const ANSWER_LENGTH = 480

/**
 * How long ago a process may have died that had sent it already. Longer than another needs to take over; shorter than ladders
 * repeat, for a repeat reads the same and must not be taken for sent.
 */
const EARLIER = { minutes: 3 }
/** What Twilio has of these reached nobody. */
const LOST: readonly string[] = ['failed', 'undelivered', 'canceled']

const MESSAGE_SID = /^(SM|MM)[0-9a-fA-F]{32}$/

async function send(message: OutgoingMessage, to: Address, io: SendIo): Promise<Receipt> {
  const number = phoneOf(to)
  if (!number) return badAddress(`"${to.slice(0, 20)}" is no telephone number; write one such as +49 151 23456789`)
  const sender = senderOf(io)
  if (!sender) return notConfigured('there is no sender; fill in From with a number of the account or a messaging service (MG…)')
  const earlier = message.possibleRepeat ? await findEarlier(message, number, io) : null
  if (earlier) return earlier
  const url = postedTo(io)
  const callback = url ? [['StatusCallback', `${url}/status?m=${encodeURIComponent(message.id)}`] as const] : []
  return await create(io, 'Messages', [['To', number], sender, ['Body', bodyOf(message)], ...callback])
}

function senderOf({ fields }: SendIo): readonly [string, string] | null {
  const from = textOf(fields.from).trim()
  if (/^MG[0-9a-fA-F]{32}$/.test(from)) return ['MessagingServiceSid', from]
  const number = phoneOf(from) || (/^[A-Za-z0-9 ]{3,11}$/.test(from) ? from : '')
  return number ? ['From', number] : null
}

/** Twilio knows no idempotency keys: what an earlier try may have sent is looked for before it is sent again. */
async function findEarlier(message: OutgoingMessage, to: string, io: SendIo): Promise<Receipt | null> {
  try {
    const { messages } = await read(io, `Messages.json?To=${encodeURIComponent(to)}&PageSize=${LIST_LENGTH}`)
    const body = bodyOf(message)
    const since = io.now.subtract(EARLIER).epochMilliseconds
    const same = (Array.isArray(messages) ? messages : []).find(
      (each: Record<string, unknown>) =>
        each.body === body && !LOST.includes(textOf(each.status)) && Date.parse(textOf(each.date_created)) >= since,
    )
    return same ? { ok: true, said: 'had arrived at Twilio with an earlier try', providerId: textOf(same.sid) } : null
  } catch {
    // Sent twice is better than not at all.
    return null
  }
}

/** What broke first; then how to answer. The same for every try, so that a second copy is found. */
function bodyOf(message: OutgoingMessage): string {
  const wording = wordingOf({ ...message, possibleRepeat: false, title: oneLine(message.title).slice(0, TITLE_LENGTH) })
  const text = oneLine(wording.body).slice(0, TEXT_LENGTH)
  const lines = [wording.headline, message.service ? oneLine(message.service) : '', text, alertsOf(wording), waysToAnswer(message, wording)]
  return lines.filter(Boolean).join('\n')
}

const alertsOf = ({ alerts, more, count }: Wording): string =>
  alerts.length > 0
    ? [
        ...alerts.slice(0, 3).map((title) => `- ${title.slice(0, 60)}`),
        alerts.length > 3 ? `(${count.toLocaleString('en')} in all)` : more,
      ].join('\n')
    : ''

const waysToAnswer = ({ code, url }: OutgoingMessage, { action }: Wording): string =>
  action?.label === 'Acknowledge' ? `Reply 4 ack, 6 resolve, 1 escalate${code ? ` (${code.toUpperCase()})` : ''}` : (url ?? '')

function hear(request: HearRequest): Heard {
  const checked = verified(request)
  if ('why' in checked) return { refused: { ...checked, body: '' } }
  return request.rest === 'status' ? hearStatus(request, checked.form) : hearReply(checked.form)
}

function hearStatus({ query }: HearRequest, form: TwilioForm): Heard {
  const sid = form.MessageSid ?? ''
  const status = form.MessageStatus ?? ''
  const concerning = query.get('m') ? { message: query.get('m') ?? '' } : { providerId: sid }
  const told = receiptOfStatus({ status, errorCode: form.ErrorCode, to: form.To ?? '' }, concerning)
  const isEnd = (told.dead ?? []).length > 0
  return { ...told, once: isEnd ? `status ${sid} ${status}` : null, answer: () => twiml() }
}

function hearReply(form: TwilioForm): Heard {
  const { MessageSid: sid = '', From: from = '', Body: text = '' } = form
  if (!MESSAGE_SID.test(sid) || !phoneOf(from))
    return { refused: { status: 400, body: '', why: 'is no text message: its SID or sender is missing' } }
  // STOP and START are between Twilio and the telephone.
  if (form.OptOutType) return { once: null, answer: () => twiml() }
  return { replies: [{ from, concerning: null, text, action: null }], once: `sms ${sid}`, answer: (results) => twiml(...saidTo(results)) }
}

/** Strangers are told nothing: it would cost money, and two machines could talk for ever. */
const saidTo = (results: readonly ReplyResult[]): string[] =>
  results.filter(({ outcome, said }) => outcome !== 'stranger' && said !== '').map(({ said }) => messageVerb(said.slice(0, ANSWER_LENGTH)))

export default {
  id: 'twilio-sms',
  title: 'Text message (Twilio)',
  summary: 'Text messages that people answer with 4, 6 or 1; carriers tell what became of each.',
  fields: [
    ...ACCOUNT_FIELDS.slice(0, 2),
    {
      name: 'from',
      label: 'From',
      kind: 'text',
      required: true,
      help: 'a number of the account, or a messaging service (MG…). To hear replies at once set its "A message comes in" to the address below.',
      placeholder: '+15017122661',
    },
    ...ACCOUNT_FIELDS.slice(2),
  ],
  needsAccount: true,
  send,
  probe,
  hear,
  poll: (question, io) =>
    pollMessages(question, io, async (to, said) => {
      const sender = senderOf(io)
      if (sender) await create(io, 'Messages', [['To', to], sender, ['Body', said.slice(0, ANSWER_LENGTH)]])
    }),
  addressKey: phoneOf,
  roads: ['sms'],
  addressOf: (contacts) => contacts.phone ?? null,
} satisfies Integration
