import type { OutgoingMessage } from '../core/paging/outgoing.ts'
import { oneLine } from '../core/paging/wording.ts'
import type { Address, Integration, SendIo } from './declaration.ts'
import type { Concerning, Heard, HeardAnswer, HearRequest, Polled, PollQuestion, ReplyAction, ReplyResult } from './hear.ts'
import { textOf } from './reading.ts'
import { badAddress, notConfigured, type Receipt } from './receipt.ts'
import { ACCOUNT_FIELDS, create, postedTo, probe, read, toldOf } from './twilio/account.ts'
import { isMachine, receiptsOfCall } from './twilio/call-status.ts'
import { phoneOf } from './twilio/phone.ts'
import { type TwilioForm, verified } from './twilio/signature.ts'
import { documentOf, gather, HANGUP, pause, say, twiml } from './twilio/twiml.ts'

/** Longer than a person needs to find the telephone, shorter than most mailboxes wait. */
const RING_SECONDS = 25
/** Words are said, not read: this is about twenty seconds. */
const SAID_LENGTH = 260
const KEY_SECONDS = 8
/** Said so often while nobody presses a key. */
const TIMES_SAID = 3
/** Wrong keys after which it ends: it may be a menu at the other end. */
const MOST_TURNS = 4

const KEYS: Readonly<Record<string, ReplyAction>> = { 4: 'acknowledge', 6: 'resolve', 1: 'escalate' }
const KEYS_SAID = 'Press 4 to acknowledge, 6 to resolve, 1 to escalate.'
const CALL_SID = /^CA[0-9a-fA-F]{32}$/

async function send(message: OutgoingMessage, to: Address, io: SendIo): Promise<Receipt> {
  const number = phoneOf(to)
  if (!number) return badAddress(`"${to.slice(0, 20)}" is no telephone number; write one such as +49 151 23456789`)
  const from = phoneOf(textOf(io.fields.from))
  if (!from) return notConfigured('there is no number to call from; fill in From with a voice number of the account')
  const words = wordsOf(message)
  const url = postedTo(io)
  const carried = new URLSearchParams({ m: message.id, ack: message.ackUrl ? '1' : '', say: words })
  const talk: [string, string][] = url
    ? [
        ['Url', `${url}/say?${carried}`],
        ['StatusCallback', `${url}/status?m=${encodeURIComponent(message.id)}`],
        ['StatusCallbackEvent', 'ringing'],
        ['StatusCallbackEvent', 'completed'],
      ]
    : [['Twiml', documentOf(...spokenOnly(words, message))]]
  return await create(io, 'Calls', [
    ['To', number],
    ['From', from],
    ...talk,
    ['Timeout', String(RING_SECONDS)],
    ['MachineDetection', 'Enable'],
  ])
}

/** Service and title first: who is woken hears at once what it is about. */
function wordsOf({ kind, service, title, severity, text, reference }: OutgoingMessage): string {
  const what = [service, reference, title].filter(Boolean).map((each) => oneLine(String(each)))
  const level = severity ? `${severity.name}.` : ''
  const lead = kind === 'test' ? 'This is a test.' : ''
  const body = kind === 'page' || kind === 'update' ? '' : oneLine(text ?? '')
  return `${[lead, `${what.join('. ')}.`, level, body].filter(Boolean).join(' ').slice(0, SAID_LENGTH)} Tocsin.`
}

/** Where Twilio cannot ask us what a key means, it is said twice and how else to answer. */
function spokenOnly(words: string, { ackUrl }: OutgoingMessage): string[] {
  const how = ackUrl ? 'This call takes no keys. Acknowledge by text message, by the link in any other message, or in the console.' : ''
  return Array.from({ length: TIMES_SAID - 1 }, () => [say(`${words} ${how}`.trim()), pause(1)]).flat()
}

function hear(request: HearRequest): Heard {
  const checked = verified(request)
  if ('why' in checked) return { refused: { ...checked, body: '' } }
  const { form } = checked
  const message = request.query.get('m')
  if (!CALL_SID.test(form.CallSid ?? '') || !message) return { refused: { status: 400, body: '', why: 'is about no call of ours' } }
  const call = { form, request, concerning: { message } }
  if (request.rest === 'say') return hearAnswered(call)
  return request.rest === 'keys' ? hearKey(call) : hearStatus(call)
}

type Call = { form: TwilioForm; request: HearRequest; concerning: Concerning }

const statusOf = (form: TwilioForm) => ({ status: form.CallStatus ?? '', answeredBy: form.AnsweredBy ?? '', errorCode: form.ErrorCode })

/** How a call stands may be told twice: the same evidence changes nothing. */
const hearStatus = ({ form, concerning }: Call): Heard => ({
  receipts: receiptsOfCall(statusOf(form), concerning),
  once: null,
  answer: () => twiml(),
})

/** Somebody or something took the call. A machine hears nothing: words in a mailbox at night wake nobody. */
function hearAnswered(call: Call): Heard {
  const { form, concerning } = call
  const receipts = receiptsOfCall({ ...statusOf(form), status: 'in-progress' }, concerning)
  return { receipts, once: null, answer: () => (isMachine(form.AnsweredBy ?? '') ? twiml(HANGUP) : ask(call, wordsIn(call))) }
}

/** The connection's own address, as Twilio calls it. */
const baseOf = ({ url, rest }: HearRequest): string => (url.split('?')[0] ?? '').replace(new RegExp(`/${rest}/?$`), '')

const wordsIn = ({ request }: Call): string => request.query.get('say') ?? ''
const turnIn = ({ request }: Call): number => Number(request.query.get('n') ?? '1') || 1

/** Says it and waits for a key, again and again; a message that asks nothing is only said. */
function ask(call: Call, words: string): HeardAnswer {
  const { request } = call
  if (request.query.get('ack') !== '1') return twiml(say(words), pause(1), say(words), HANGUP)
  const next = new URLSearchParams({ m: request.query.get('m') ?? '', ack: '1', n: String(turnIn(call) + 1), say: wordsIn(call) })
  const asked = gather(`${words} ${KEYS_SAID}`, { action: `${baseOf(request)}/keys?${next}`, seconds: KEY_SECONDS })
  return twiml(...Array.from({ length: TIMES_SAID }, () => asked), say('No key was pressed. Goodbye.'), HANGUP)
}

/** A pressed key is a human. The call was made by us, so whoever was called (`To`) presses. */
function hearKey(call: Call): Heard {
  const { form, concerning } = call
  const digit = (form.Digits ?? '').trim()
  const isOurs = (form.Direction ?? '').startsWith('outbound')
  const reply = { from: (isOurs ? form.To : form.From) ?? '', concerning, text: digit, action: KEYS[digit] ?? null }
  return { replies: [reply], once: `keys ${form.CallSid} ${turnIn(call)}`, answer: (results) => answerKey(call, results) }
}

function answerKey(call: Call, [result]: readonly ReplyResult[]): HeardAnswer {
  if (!result || result.outcome === 'stranger') return twiml(say('This number is not known here. Goodbye.'), HANGUP)
  const isUnknown = result.outcome === 'unknown' || result.outcome === 'choose'
  if (!isUnknown) return twiml(say(result.said), HANGUP)
  if (turnIn(call) > MOST_TURNS) return twiml(say('Goodbye.'), HANGUP)
  return ask(call, `Key ${result.reply.text} means nothing here.`)
}

const NO_KEYS =
  'Calls take no keys: Twilio cannot ask this installation what a key means, so they say to acknowledge by text message, link or console.'

/** Whoever is woken should not learn in the call that pressing 4 does nothing. */
function unheard({ hearUrl, fields }: Pick<SendIo, 'hearUrl' | 'fields'>): string | null {
  if (!hearUrl) return `${NO_KEYS} Set TOCSIN_PUBLIC_URL to an https address that can be reached from the internet.`
  return fields.hearing === 'ask' ? `${NO_KEYS} Choose "Posted if it can be" under Receipts and replies.` : null
}

/** Works where Twilio cannot post to us: how calls went. */
async function poll({ open, cursor }: PollQuestion, io: SendIo): Promise<Polled> {
  if (postedTo(io)) return { cursor }
  const told = await toldOf(
    open.map(async ({ message, providerId }) => {
      const call = await read(io, `Calls/${encodeURIComponent(providerId)}.json`)
      return { receipts: receiptsOfCall({ status: textOf(call.status), answeredBy: textOf(call.answered_by) }, { message }) }
    }),
  )
  return { receipts: told.flatMap((each) => each.receipts ?? []), cursor }
}

export default {
  id: 'twilio-voice',
  title: 'Telephone call (Twilio)',
  summary: 'Calls that say what is broken and take a key: 4 acknowledges, 6 resolves, 1 escalates. An answering machine does not count.',
  fields: [
    ...ACCOUNT_FIELDS.slice(0, 2),
    {
      name: 'from',
      label: 'From',
      kind: 'text',
      required: true,
      help: 'a number of the account that can call. Give it to people as a favourite contact, so that it rings at night.',
      placeholder: '+15017122661',
    },
    ...ACCOUNT_FIELDS.slice(2),
  ],
  needsAccount: true,
  send,
  probe,
  hear,
  unheard,
  poll,
  addressKey: phoneOf,
  roads: ['phone'],
  addressOf: (contacts) => contacts.phone ?? null,
} satisfies Integration
