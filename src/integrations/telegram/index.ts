import type { OutgoingMessage } from '../../core/paging/outgoing.ts'
import { plainTextOf, wordingOf } from '../../core/paging/wording.ts'
import type { Address, Integration, SendIo } from '../declaration.ts'
import { cutText, isObject, textOf } from '../reading.ts'
import { badAddress, type Receipt } from '../receipt.ts'
import { replyButtonsOf } from '../reply-buttons.ts'
import { callTelegram } from './api.ts'
import { hear } from './hear.ts'
import { poll } from './poll.ts'

/** Telegram's limit, in characters after entities; ours have none. */
const TEXT_LENGTH = 4096
/** A person or group by number, a public channel by name. */
const CHAT = /^(-?\d{1,20}|@[A-Za-z]\w{3,31})$/
const HANDLE = /^(-?\d{1,20}):(\d{1,15})$/

async function send(message: OutgoingMessage, to: Address, io: SendIo): Promise<Receipt> {
  const chat = to || textOf(io.fields.chat)
  if (!CHAT.test(chat))
    return badAddress(`"${chat.slice(0, 20)}" is no Telegram chat; write its number, which the bot tells whoever writes /start to it`)
  const { receipt, result } = await callTelegram(io, 'sendMessage', { chat_id: chat, ...contentOf(message, io) })
  const handle = handleOf(result)
  return receipt.ok && handle ? { ...receipt, providerId: handle } : receipt
}

async function amend(message: OutgoingMessage, handle: string, io: SendIo): Promise<Receipt> {
  const [, chat, id] = HANDLE.exec(handle) ?? []
  if (!chat || !id) return badAddress(`"${handle.slice(0, 40)}" is not a message of Telegram`)
  const content = { chat_id: chat, message_id: Number(id), ...contentOf(message, io) }
  return (await callTelegram(io, 'editMessageText', content)).receipt
}

function handleOf(result: unknown): string | null {
  if (!isObject(result) || !isObject(result.chat)) return null
  const handle = `${textOf(result.chat.id)}:${textOf(result.message_id)}`
  return HANDLE.test(handle) ? handle : null
}

/** Presses come to us, or are asked for where nobody outside can reach us. */
const isHeard = ({ hearUrl, secrets }: SendIo): boolean => !hearUrl || Boolean(secrets.webhookSecret)

/** Without a parse mode nothing in the text is markup. */
function contentOf(message: OutgoingMessage, io: SendIo): object {
  const wording = wordingOf(message)
  const buttons = isHeard(io) ? replyButtonsOf(message) : []
  const text = [wording.headline, plainTextOf({ ...wording, title: '', ...(buttons.length > 0 ? { action: null } : {}) })].join('\n\n')
  const keyboard = buttons.map(({ action, label }) => ({ text: label, callback_data: action }))
  return {
    text: cutText(text, TEXT_LENGTH),
    link_preview_options: { is_disabled: true },
    // An empty keyboard takes the buttons away from a message that had some.
    reply_markup: { inline_keyboard: keyboard.length > 0 ? [keyboard] : [] },
  }
}

/** Signs in, and tells Telegram where to post presses, when it can reach us. */
async function probe(io: SendIo): Promise<Receipt> {
  const { receipt, result } = await callTelegram(io, 'getMe')
  if (!receipt.ok) return receipt
  const said = `signed in as @${isObject(result) ? textOf(result.username) : ''}`
  if (!io.hearUrl || !io.secrets.webhookSecret) return { ...receipt, said }
  const asked = { url: io.hearUrl, secret_token: io.secrets.webhookSecret, allowed_updates: ['message', 'callback_query'] }
  const { receipt: hooked } = await callTelegram(io, 'setWebhook', asked)
  return hooked.ok ? { ...hooked, said: `${said}; answers come to ${io.hearUrl}` } : hooked
}

export default {
  id: 'telegram',
  title: 'Telegram',
  summary: 'Messages by your own Telegram bot, with buttons that acknowledge, resolve and escalate.',
  needsAccount: true,
  fields: [
    {
      name: 'token',
      label: 'Bot token',
      kind: 'secret',
      required: true,
      help: 'write /newbot to @BotFather in Telegram and copy the token it gives.',
      placeholder: '110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw',
    },
    {
      name: 'webhookSecret',
      label: 'Webhook secret',
      kind: 'secret',
      help: 'Makes the buttons work: 16 to 256 letters, digits, _ or - of your own invention. Send a test afterwards.',
    },
    { name: 'chat', label: 'Chat', kind: 'text', help: 'For messages to nobody in particular: the number of a group, or @channel.' },
    {
      name: 'api',
      label: 'API address',
      kind: 'url',
      help: 'Another one only for your own Bot API server.',
      default: 'https://api.telegram.org',
    },
  ],
  send,
  amend,
  probe,
  hear,
  poll,
  roads: ['chat'],
  addressOf: ({ telegram }) => (telegram && CHAT.test(telegram) ? telegram : null),
  placeOf: ({ name }) => (CHAT.test(name) ? name : ''),
} satisfies Integration
