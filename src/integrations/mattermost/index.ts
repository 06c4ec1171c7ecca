import type { OutgoingMessage } from '../../core/paging/outgoing.ts'
import type { Address, Integration, SendIo } from '../declaration.ts'
import { textOf } from '../reading.ts'
import { badAddress, notConfigured, type Receipt } from '../receipt.ts'
import { linksOnly } from '../reply-buttons.ts'
import { callMattermost, postToWebhook } from './api.ts'
import { hear } from './hear.ts'
import { messageAt } from './members.ts'
import { ID, nameOf, PLACE } from './places.ts'
import { postOf } from './post.ts'
import { room } from './room.ts'
import { listen, listensTo } from './socket.ts'

/** Mattermost's own rule for a user name. */
const USER = /^@?[a-z0-9][a-z0-9._-]{0,63}$/i

const NOT_SET = 'neither a bot token with its server nor an incoming webhook URL is set; fill in one of the two'

async function send(message: OutgoingMessage, to: Address, io: SendIo): Promise<Receipt> {
  const { token, url } = io.secrets
  if (token && textOf(io.fields.server)) return await sendAsBot(message, to || textOf(io.fields.channel), io)
  if (!url) return notConfigured(NOT_SET)
  if (to && !isUser(to)) return badAddress(`"${to.slice(0, 20)}" is no user name of Mattermost; write one such as @ann`)
  const { message: text, props } = postOf(message, io)
  return await postToWebhook(io, url, { text, ...props, ...(to ? { channel: `@${nameOf(to)}` } : {}) })
}

const isUser = (to: Address): boolean => USER.test(to) && !ID.test(to)

async function sendAsBot(message: OutgoingMessage, to: Address, io: SendIo): Promise<Receipt> {
  const place = await channelOf(to, io)
  if ('refused' in place) return place.refused
  const { receipt, body } = await callMattermost(io, {
    method: 'POST',
    path: 'posts',
    given: { channel_id: place.channel, ...postOf(message, io) },
  })
  return receipt.ok && ID.test(textOf(body.id)) ? { ...receipt, providerId: textOf(body.id) } : receipt
}

type Place = { channel: string } | { refused: Receipt }

async function channelOf(to: Address, io: SendIo): Promise<Place> {
  const [, team, name] = PLACE.exec(to) ?? []
  if (ID.test(to)) return { channel: to }
  if (team && name) return await idOf(io, { path: `teams/name/${team}/channels/name/${name}` })
  if (!isUser(to))
    return { refused: badAddress(`"${to.slice(0, 20)}" is nobody in Mattermost; write a user name such as @ann, or team/channel`) }
  const me = await idOf(io, { path: 'users/me' })
  if ('refused' in me) return me
  const user = await idOf(io, { path: `users/username/${nameOf(to)}` })
  if ('refused' in user) return user
  return await idOf(io, { method: 'POST', path: 'channels/direct', given: [me.channel, user.channel] })
}

async function idOf(io: SendIo, call: Parameters<typeof callMattermost>[1]): Promise<Place> {
  const { receipt, body } = await callMattermost(io, call)
  if (!receipt.ok) return { refused: receipt }
  if (ID.test(textOf(body.id))) return { channel: textOf(body.id) }
  const said = 'answered, but not as Mattermost does; check the address of the server'
  return { refused: { ok: false, retry: true, reason: 'server-error', said } }
}

async function amend(message: OutgoingMessage, handle: string, io: SendIo): Promise<Receipt> {
  if (!io.secrets.token || !ID.test(handle)) return badAddress(`"${handle.slice(0, 40)}" is not a post that the bot can change`)
  return (await callMattermost(io, { method: 'PUT', path: `posts/${handle}/patch`, given: postOf(message, io) })).receipt
}

async function probe(io: SendIo): Promise<Receipt> {
  if (!io.secrets.token || !textOf(io.fields.server)) {
    const said = 'the incoming webhook can only be tried by a test message'
    return io.secrets.url ? { ok: true, said } : notConfigured(NOT_SET)
  }
  const { receipt, body } = await callMattermost(io, { path: 'users/me' })
  return receipt.ok ? { ...receipt, said: `signed in as @${textOf(body.username)}` } : receipt
}

export default {
  id: 'mattermost',
  title: 'Mattermost',
  summary: 'Pages with buttons, war rooms, and /incident with all its commands, by a bot; or posts by an incoming webhook.',
  needsAccount: true,
  fields: [
    {
      name: 'server',
      label: 'Server',
      kind: 'url',
      help: 'The address of your Mattermost, for the bot.',
      placeholder: 'https://chat.example.com',
    },
    {
      name: 'token',
      label: 'Bot token',
      kind: 'secret',
      help: 'Make a bot under Integrations, Bot Accounts, and copy its token. The bot can change its posts when somebody answered.',
    },
    {
      name: 'channel',
      label: 'Channel',
      kind: 'text',
      help: 'For messages to nobody in particular: team/channel as in the address bar. Add the bot to it.',
      placeholder: 'ops/incidents',
    },
    {
      name: 'team',
      label: 'Team',
      kind: 'text',
      help: 'In which war rooms are made: its name in the address bar. Add the bot to it.',
      placeholder: 'ops',
    },
    {
      name: 'commandToken',
      label: 'Token of the slash command',
      kind: 'secret',
      help: 'Makes /incident work: Integrations, Slash Commands; with an outgoing webhook, its token after a comma.',
    },
    {
      name: 'url',
      label: 'Incoming webhook URL',
      kind: 'secret',
      help: 'Instead of a bot: Integrations, Incoming Webhooks, not locked to a channel.',
    },
  ],
  send,
  amend,
  room,
  messageAt,
  probe,
  hear,
  listen,
  listensTo,
  unheard: linksOnly('Mattermost'),
  roads: ['chat'],
  addressOf: ({ mattermost }) => (mattermost && isUser(mattermost) ? mattermost : null),
  addressKey: nameOf,
  placeOf: ({ name }) => (PLACE.test(name) || ID.test(name) ? name : ''),
} satisfies Integration
