import type { Guest, RoomCall } from '../../core/room/call.ts'
import type { SendIo } from '../declaration.ts'
import { markdownText } from '../markdown-text.ts'
import { cutText, textOf } from '../reading.ts'
import { badAddress, notConfigured, type Receipt } from '../receipt.ts'
import { callMattermost, type MattermostAnswer } from './api.ts'
import { ID, nameOf, PLACE } from './places.ts'
import { keyOf, proofOf } from './post.ts'

type Call<A extends RoomCall['act']> = Extract<RoomCall, { act: A }>

const MOST_SUFFIXES = 20
/** Mattermost's limits, in characters. */
const LONGEST_NAME = 64
const LONGEST_HEADER = 1024
const LONGEST_TEXT = 8000

const NOT_SET = 'war rooms need the server, a bot token and the team; fill them in'

const done = (receipt: Receipt, providerId: string): Receipt => (receipt.ok ? { ...receipt, providerId } : receipt)
const isTaken = ({ body }: MattermostAnswer): boolean => /save_channel\.(exists|previously)|channel\.exists/.test(textOf(body.id))

export async function room(call: RoomCall, io: SendIo): Promise<Receipt> {
  if (!io.secrets.token || !textOf(io.fields.server)) return notConfigured(NOT_SET)
  switch (call.act) {
    case 'open':
      return open(call, io)
    case 'join':
      return join(call, io)
    case 'topic':
      return (
        await callMattermost(io, {
          method: 'PUT',
          path: `channels/${call.place}/patch`,
          given: { header: cutText(markdownText(call.text), LONGEST_HEADER) },
        })
      ).receipt
    case 'links':
      return links(call, io)
    case 'invite':
      return invite(call, io)
    case 'say':
      return post(io, { ...call, content: { message: markdownText(cutText(call.text, LONGEST_TEXT)) } })
    case 'card':
      return card(call, io)
    case 'archive':
      return (await callMattermost(io, { method: 'DELETE', path: `channels/${call.place}`, given: {} })).receipt
    case 'restore':
      return (await callMattermost(io, { method: 'POST', path: `channels/${call.place}/restore`, given: {} })).receipt
  }
}

/** The purpose is set as the channel is made, so that one whose answer was lost is known again. */
async function open({ name, isPrivate, mark }: Call<'open'>, io: SendIo): Promise<Receipt> {
  if (!textOf(io.fields.team)) return notConfigured(NOT_SET)
  const team = await callMattermost(io, { path: `teams/name/${textOf(io.fields.team)}` })
  if (!team.receipt.ok) return team.receipt
  for (let count = 1; count <= MOST_SUFFIXES; count += 1) {
    const suffix = count === 1 ? '' : `-${count}`
    const wanted = `${name.slice(0, LONGEST_NAME - suffix.length)}${suffix}`
    const given = { team_id: team.body.id, name: wanted, display_name: wanted, type: isPrivate ? 'P' : 'O', purpose: mark }
    const made = await callMattermost(io, { method: 'POST', path: 'channels', given })
    if (made.receipt.ok) return done(made.receipt, `${textOf(made.body.id)} ${wanted}`)
    if (!isTaken(made)) return made.receipt
    const found = await callMattermost(io, { path: `teams/${textOf(team.body.id)}/channels/name/${wanted}` })
    if (found.receipt.ok && textOf(found.body.purpose) === mark) return done(found.receipt, `${textOf(found.body.id)} ${wanted}`)
    if (!found.receipt.ok && found.receipt.retry) return found.receipt
  }
  return badAddress(`"${name}" and ${MOST_SUFFIXES - 1} names after it are taken; make the room's name in the policy unique`)
}

async function join({ name }: Call<'join'>, io: SendIo): Promise<Receipt> {
  const [, team, channel] = PLACE.exec(name) ?? []
  const path = ID.test(name) ? `channels/${name}` : team && channel ? `teams/name/${team}/channels/name/${channel}` : null
  if (!path) return badAddress(`"${name.slice(0, 40)}" is no channel of Mattermost; write team/channel as in the address bar`)
  const { receipt, body } = await callMattermost(io, { path })
  return done(receipt, `${textOf(body.id)} ${name}`)
}

/** Servers without bookmarks have the links on the card. */
async function links({ place, links: wanted }: Call<'links'>, io: SendIo): Promise<Receipt> {
  const listed = await callMattermost(io, { path: `channels/${place}/bookmarks` })
  if (!listed.receipt.ok) return listed.receipt.retry ? listed.receipt : { ok: true, said: 'this server has no bookmarks' }
  const there = Object.values(listed.body).map((each) => textOf((each as { link_url?: unknown } | null)?.link_url))
  for (const { title, url } of wanted.filter((each) => !there.includes(each.url))) {
    const given = { display_name: cutText(title, LONGEST_NAME), link_url: url, type: 'link' }
    const { receipt } = await callMattermost(io, { method: 'POST', path: `channels/${place}/bookmarks`, given })
    if (!receipt.ok && receipt.retry) return receipt
  }
  return { ok: true, said: 'linked' }
}

async function invite({ place, guests }: Call<'invite'>, io: SendIo): Promise<Receipt> {
  for (const guest of guests) {
    const path = pathOf(guest)
    if (!path) continue
    const user = await callMattermost(io, { path })
    if (!user.receipt.ok && user.receipt.retry) return user.receipt
    if (!user.receipt.ok) continue
    const given = { user_id: textOf(user.body.id) }
    const { receipt } = await callMattermost(io, { method: 'POST', path: `channels/${place}/members`, given })
    if (!receipt.ok && receipt.retry) return receipt
  }
  return { ok: true, said: 'let in' }
}

function pathOf({ address, email }: Guest): string | null {
  if (address) return `users/username/${nameOf(address)}`
  return email ? `users/email/${encodeURIComponent(email)}` : null
}

type Posting = { place: string; id: string; content: Record<string, unknown> }

/** The server takes one post for each `pending_post_id`. */
async function post(io: SendIo, { place, id, content }: Posting): Promise<Receipt> {
  const given = { channel_id: place, pending_post_id: id, ...content }
  const { receipt, body } = await callMattermost(io, { method: 'POST', path: 'posts', given })
  return done(receipt, textOf(body.id))
}

async function card(call: Call<'card'>, io: SendIo): Promise<Receipt> {
  const content = cardOf(call, io)
  if (call.handle) return (await callMattermost(io, { method: 'PUT', path: `posts/${call.handle}/patch`, given: content })).receipt
  const posted = await post(io, { ...call, content })
  if (!posted.ok) return posted
  const pinned = await callMattermost(io, { method: 'POST', path: `posts/${posted.providerId}/pin`, given: {} })
  return pinned.receipt.ok || !pinned.receipt.retry ? posted : pinned.receipt
}

function cardOf({ title, lines, url, incident, buttons }: Call<'card'>, io: SendIo): Record<string, unknown> {
  const key = keyOf(io)
  const actions = buttons.map(({ name, label, style }) => ({
    ...{ id: name, type: 'button', name: label, style: style ?? 'default' },
    integration: { url: io.hearUrl, context: { room: name, incident, proof: proofOf(key, { message: incident, action: `room.${name}` }) } },
  }))
  const text = `${lines.map(markdownText).join('\n')}\n\n[Open](${url})`
  const attachment = { fallback: title, text, actions: io.hearUrl ? actions : [] }
  return { message: `**${markdownText(title)}**`, props: { attachments: [attachment] } }
}
