import type { Guest, RoomCall } from '../../core/room/call.ts'
import { instantOf } from '../../core/time/moment.ts'
import type { SendIo } from '../declaration.ts'
import { isObject, textOf } from '../reading.ts'
import { badAddress, notConfigured, type Receipt } from '../receipt.ts'
import { callSlack, type SlackAnswer } from './api.ts'
import { HANDLE, NO_TOKEN } from './places.ts'
import { cardOf, textsOf } from './room-blocks.ts'

type Call<A extends RoomCall['act']> = Extract<RoomCall, { act: A }>
type Body = Readonly<Record<string, unknown>>

/** So many rooms of one name in a day mean that the template is not unique. */
const MOST_SUFFIXES = 20
const LONGEST_NAME = 80
/** Our clock and Slack's may differ by this. */
const SKEW_S = 120
const LISTED = 200
/** A workspace's channels are looked through at most this far: the newest come last. */
const MOST_PAGES = 25
const LONGEST_TOPIC = 250

const done = (receipt: Receipt, providerId?: string): Receipt => (receipt.ok && providerId ? { ...receipt, providerId } : receipt)
/** What is so already was done by an earlier try. */
const settled = ({ receipt, body }: SlackAnswer, errors: RegExp): Receipt =>
  !receipt.ok && errors.test(textOf(body.error)) ? { ok: true, said: `already so (${textOf(body.error)})` } : receipt

export async function room(call: RoomCall, io: SendIo): Promise<Receipt> {
  if (!io.secrets.token) return notConfigured(NO_TOKEN)
  switch (call.act) {
    case 'open':
      return open(call, io)
    case 'join':
      return join(call, io)
    case 'topic':
      return settled(
        await callSlack(io, 'conversations.setTopic', { channel: call.place, topic: call.text.slice(0, LONGEST_TOPIC) }),
        /^is_archived$/,
      )
    case 'links':
      return links(call, io)
    case 'invite':
      return invite(call, io)
    case 'say':
      return say(call, io)
    case 'card':
      return card(call, io)
    case 'archive':
      return settled(await callSlack(io, 'conversations.archive', { channel: call.place }), /^(already_archived|is_archived)$/)
    case 'restore':
      return settled(await callSlack(io, 'conversations.unarchive', { channel: call.place }), /^not_archived$/)
  }
}

/** A name that is taken is ours when we made it for this incident and its answer was lost; else the next one is tried. */
async function open({ name, isPrivate, mark, since }: Call<'open'>, io: SendIo): Promise<Receipt> {
  for (let count = 1; count <= MOST_SUFFIXES; count += 1) {
    const suffix = count === 1 ? '' : `-${count}`
    const wanted = `${name.slice(0, LONGEST_NAME - suffix.length)}${suffix}`
    const made = await callSlack(io, 'conversations.create', { name: wanted, is_private: isPrivate })
    const taken = textOf(made.body.error) === 'name_taken'
    if (!made.receipt.ok && !taken) return made.receipt
    const found = taken ? await ownRoom(io, { name: wanted, mark, since }) : { channel: made.body.channel }
    if ('refused' in found) return found.refused
    if (!isObject(found.channel)) continue
    const id = textOf(found.channel.id)
    const marked = await callSlack(io, 'conversations.setPurpose', { channel: id, purpose: mark })
    return marked.receipt.ok ? done(marked.receipt, `${id} ${wanted}`) : marked.receipt
  }
  return badAddress(`"${name}" and ${MOST_SUFFIXES - 1} names after it are taken; make the room's name in the policy unique`)
}

type Sought = { name: string; mark: string; since: string }
type Found = { channel: unknown } | { refused: Receipt }

async function ownRoom(io: SendIo, { name, mark, since }: Sought): Promise<Found> {
  const me = await callSlack(io, 'auth.test')
  if (!me.receipt.ok) return { refused: me.receipt }
  const found = await channelNamed(io, name)
  if ('refused' in found || !isObject(found.channel)) return found
  const { channel } = found
  const purpose = isObject(channel.purpose) ? textOf(channel.purpose.value) : ''
  const isFresh = Number(channel.created) >= instantOf(since).epochMilliseconds / 1000 - SKEW_S
  const isOwn = textOf(channel.creator) === textOf(me.body.user_id) && (purpose === mark || (purpose === '' && isFresh))
  return { channel: isOwn && channel.is_archived !== true ? channel : null }
}

async function channelNamed(io: SendIo, name: string): Promise<Found> {
  let cursor = ''
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { receipt, body } = await callSlack(io, 'conversations.list', {
      types: 'public_channel,private_channel',
      limit: LISTED,
      ...(cursor ? { cursor } : {}),
    })
    if (!receipt.ok) return { refused: receipt }
    const channels = Array.isArray(body.channels) ? body.channels.filter(isObject) : []
    const channel = channels.find((each) => textOf(each.name) === name)
    if (channel) return { channel }
    cursor = isObject(body.response_metadata) ? textOf(body.response_metadata.next_cursor) : ''
    if (!cursor) return { channel: null }
  }
  return { channel: null }
}

/** The policy's own channel: it is there, and the app is let in where it may. */
async function join({ name }: Call<'join'>, io: SendIo): Promise<Receipt> {
  const plain = name.replace(/^#/, '')
  const found = /^[CG][A-Z0-9]{6,20}$/.test(plain) ? { channel: { id: plain } } : await channelNamed(io, plain)
  if ('refused' in found) return found.refused
  if (!isObject(found.channel)) return badAddress(`there is no channel #${plain}; make it, and invite the app where it is private`)
  const id = textOf(found.channel.id)
  const joined = await callSlack(io, 'conversations.join', { channel: id })
  return done(settled(joined, /^(method_not_supported_for_channel_type|already_in_channel)$/), `${id} ${plain}`)
}

async function links({ place, links: wanted }: Call<'links'>, io: SendIo): Promise<Receipt> {
  const listed = await callSlack(io, 'bookmarks.list', { channel_id: place })
  if (!listed.receipt.ok) return listed.receipt
  const there = Array.isArray(listed.body.bookmarks) ? listed.body.bookmarks.filter(isObject).map(({ link }) => textOf(link)) : []
  let last: Receipt = listed.receipt
  for (const { title, url } of wanted.filter((each) => !there.includes(each.url))) {
    last = (await callSlack(io, 'bookmarks.add', { channel_id: place, title, type: 'link', link: url })).receipt
    if (!last.ok) return last
  }
  return last
}

/** One by one, so that one who cannot be let in keeps nobody else out. */
async function invite({ place, guests }: Call<'invite'>, io: SendIo): Promise<Receipt> {
  const refused: string[] = []
  for (const guest of guests) {
    const member = await memberOf(guest, io)
    if (typeof member !== 'string') return member
    if (!member) continue
    const answer = await callSlack(io, 'conversations.invite', { channel: place, users: member })
    const receipt = settled(answer, /^(already_in_channel|cant_invite_self)$/)
    if (!receipt.ok && receipt.retry) return receipt
    if (!receipt.ok) refused.push(receipt.said)
  }
  return { ok: true, said: refused.length > 0 ? `some could not be let in: ${[...new Set(refused)].join('; ')}` : 'let in' }
}

/** `''`: Slack knows nobody of that address. */
async function memberOf({ address, email }: Guest, io: SendIo): Promise<string | Receipt> {
  if (address) return address
  if (!email) return ''
  const { receipt, body } = await callSlack(io, 'users.lookupByEmail', { email })
  if (!receipt.ok && receipt.retry) return receipt
  return isObject(body.user) ? textOf(body.user.id) : ''
}

const QUIET = { parse: 'none', link_names: false, unfurl_links: false, unfurl_media: false }
/** Slack forgets nothing that it is asked to carry: by this a post is known again. */
const known = (id: string) => ({ event_type: 'tocsin', event_payload: { id } })

async function say({ place, id, text, isAgain }: Call<'say'>, io: SendIo): Promise<Receipt> {
  return await post(io, { place, id, isAgain, content: { ...textsOf(text), ...QUIET } })
}

async function card(call: Call<'card'>, io: SendIo): Promise<Receipt> {
  const content = { ...cardOf(call), ...QUIET }
  const [, channel, ts] = HANDLE.exec(call.handle ?? '') ?? []
  if (channel && ts) return done((await callSlack(io, 'chat.update', { channel, ts, ...content })).receipt, `${channel}:${ts}`)
  const posted = await post(io, { ...call, content })
  const [, place, stamp] = HANDLE.exec((posted.ok && posted.providerId) || '') ?? []
  if (!place) return posted
  const pinned = settled(await callSlack(io, 'pins.add', { channel: place, timestamp: stamp }), /^already_pinned$/)
  // A card that is not pinned is still a card.
  return pinned.ok || !pinned.retry ? posted : pinned
}

type Posting = { place: string; id: string; isAgain: boolean; content: Record<string, unknown> }

async function post(io: SendIo, { place, id, isAgain, content }: Posting): Promise<Receipt> {
  const before = isAgain ? await postedBefore(io, { place, id }) : ''
  if (typeof before !== 'string') return before
  if (before) return { ok: true, said: 'it stood there already', providerId: before }
  const { receipt, body } = await callSlack(io, 'chat.postMessage', { channel: place, metadata: known(id), ...content })
  return done(receipt, `${textOf(body.channel)}:${textOf(body.ts)}`)
}

const LOOKED_BACK = 50

async function postedBefore(io: SendIo, { place, id }: { place: string; id: string }): Promise<string | Receipt> {
  const { receipt, body } = await callSlack(io, 'conversations.history', {
    channel: place,
    limit: LOOKED_BACK,
    include_all_metadata: true,
  })
  // Without the permission to read back a second post is the lesser evil.
  if (!receipt.ok) return receipt.retry ? receipt : ''
  const posts = Array.isArray(body.messages) ? body.messages.filter(isObject) : []
  const own = posts.find(({ metadata }) => idIn(metadata) === id)
  return own ? `${place}:${textOf(own.ts)}` : ''
}

const idIn = (metadata: unknown): string => {
  const payload = isObject(metadata) ? (metadata as Body).event_payload : null
  return isObject(payload) ? textOf(payload.id) : ''
}
