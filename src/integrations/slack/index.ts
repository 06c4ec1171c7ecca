import type { OutgoingMessage } from '../../core/paging/outgoing.ts'
import { wordingOf } from '../../core/paging/wording.ts'
import type { Address, Integration, SendIo } from '../declaration.ts'
import { isObject, textOf } from '../reading.ts'
import { badAddress, notConfigured, type Receipt } from '../receipt.ts'
import { linksOnly, replyButtonsOf } from '../reply-buttons.ts'
import { callSlack } from './api.ts'
import { blocksOf, escaped, mentionOf } from './blocks.ts'
import { hear } from './hear.ts'
import { emailOf, messageAt } from './members.ts'
import { HANDLE, NO_TOKEN } from './places.ts'
import { room } from './room.ts'
import { isSocketMode, listen, listensTo } from './socket.ts'

/** A member (a message to one is a direct message), a channel or conversation, or a channel's name. */
const MEMBER = /^[UW][A-Z0-9]{2,20}$/
const CONVERSATION = /^[CDG][A-Z0-9]{2,20}$/
const CHANNEL_NAME = /^#?[\p{L}\p{N}_-]{1,80}$/u
async function send(message: OutgoingMessage, to: Address, io: SendIo): Promise<Receipt> {
  const place = placeFrom(to || textOf(io.fields.channel))
  if (!io.secrets.token) return notConfigured(NO_TOKEN)
  if (!place)
    return badAddress(`"${to.slice(0, 20)}" is neither a Slack member nor a channel; write a member id such as U012AB3CD, or #channel`)
  const { receipt, body } = await callSlack(io, 'chat.postMessage', { channel: place, ...contentOf(message, io) })
  const [channel, ts] = [textOf(body.channel), textOf(body.ts)]
  return receipt.ok && channel && ts ? { ...receipt, providerId: `${channel}:${ts}` } : receipt
}

/** A channel's name is told from an id by its mark. */
function placeFrom(text: string): string | null {
  if (MEMBER.test(text) || CONVERSATION.test(text)) return text
  return CHANNEL_NAME.test(text) ? `#${text.replace(/^#/, '')}` : null
}

/** What became of it stands where it was asked, so that nobody answers what is answered. */
async function amend(message: OutgoingMessage, handle: string, io: SendIo): Promise<Receipt> {
  const [, channel, ts] = HANDLE.exec(handle) ?? []
  if (!channel || !ts) return badAddress(`"${handle.slice(0, 40)}" is not a message of Slack`)
  return (await callSlack(io, 'chat.update', { channel, ts, ...contentOf(message, io) })).receipt
}

const canBePressed = (io: SendIo): boolean => listensTo(io) || Boolean(io.secrets.signingSecret && io.hearUrl)

/** Where Slack cannot post presses to us, or nobody could tell them from forgeries, there are links instead. */
function contentOf(message: OutgoingMessage, io: SendIo): Record<string, unknown> {
  const wording = wordingOf(message)
  const pressed = canBePressed(io) ? replyButtonsOf(message) : []
  const buttons = pressed.map(({ action, ...more }) => ({ name: action, value: message.id, ...more }))
  const named = (message.mentions ?? []).map(mentionOf).join(' ')
  // `text` is what notifications and screen readers get; nothing in it is looked up as a name.
  return {
    text: [named, escaped(wording.headline)].filter(Boolean).join(' '),
    blocks: blocksOf(wording, { named, buttons }),
    parse: 'none',
    link_names: false,
    unfurl_links: false,
    unfurl_media: false,
  }
}

async function probe(io: SendIo): Promise<Receipt> {
  if (!io.secrets.token) return notConfigured(NO_TOKEN)
  const { receipt, body } = await callSlack(io, 'auth.test')
  return receipt.ok && isObject(body) ? { ...receipt, said: `signed in to ${textOf(body.team)} as ${textOf(body.user)}` } : receipt
}

export default {
  id: 'slack',
  title: 'Slack',
  summary: 'Pages with buttons, war rooms, and /incident with all its commands, by your own Slack app.',
  needsAccount: true,
  fields: [
    {
      name: 'token',
      label: 'Bot token',
      kind: 'secret',
      required: true,
      help: 'copy it from your Slack app, page OAuth & Permissions; it begins with xoxb- and needs the scope chat:write.',
      placeholder: 'xoxb-…',
    },
    {
      name: 'signingSecret',
      label: 'Signing secret',
      kind: 'secret',
      help: 'Makes commands and buttons work: copy it from your Slack app, page Basic Information. Socket Mode needs none.',
    },
    {
      name: 'mode',
      label: 'How Slack reaches Tocsin',
      kind: 'choice',
      options: [
        { value: 'http', label: 'It posts to the address of this installation' },
        { value: 'socket', label: 'Socket Mode: Tocsin calls out, and needs no public address' },
      ],
      default: 'http',
      help: 'Socket Mode works behind any firewall.',
    },
    {
      name: 'appToken',
      label: 'App token',
      kind: 'secret',
      help: 'For Socket Mode: page Basic Information, App-Level Tokens, with the scope connections:write; it begins with xapp-.',
    },
    {
      name: 'channel',
      label: 'Channel',
      kind: 'text',
      help: 'For messages to nobody in particular; invite the app to it. People are written to directly.',
      placeholder: '#incidents',
    },
    { name: 'api', label: 'API address', kind: 'url', help: 'Another one only for GovSlack.', default: 'https://slack.com/api' },
  ],
  send,
  amend,
  room,
  emailOf,
  messageAt,
  probe,
  hear,
  listen,
  listensTo,
  unheard: (io) => (isSocketMode(io) ? null : linksOnly('Slack')(io)),
  roads: ['chat'],
  addressOf: (contacts) => (contacts.slack && MEMBER.test(contacts.slack) ? contacts.slack : null),
  placeOf: ({ name }) => name,
} satisfies Integration
