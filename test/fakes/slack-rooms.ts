import { type ChatPost, isRecord, json } from './chat.ts'
import type { Behaviour } from './receiver.ts'

export type SlackRoom = {
  id: string
  name: string
  isPrivate: boolean
  isArchived: boolean
  creator: string
  created: number
  purpose: string
  topic: string
  members: string[]
  links: { title: string; link: string }[]
  pins: string[]
}

export type SlackMember = { id: string; email: string; team: string }

/** What a workspace holds besides posts. */
export type Workspace = {
  rooms: SlackRoom[]
  members: SlackMember[]
  views: Record<string, unknown>[]
  /** Where Socket Mode is spoken. */
  socketUrl?: string
  now(): number
}

export const BOT = 'U0BOT'
export const TEAM = 'T0CAG'
const LONGEST_NAME = 80

const ok = (more: object = {}): Behaviour => json(200, { ok: true, ...more })
const no = (error: string): Behaviour => json(200, { ok: false, error })

/** The channel that every workspace has, of the recorded calls' id. */
export const generalRoom = (): SlackRoom => ({
  ...{ id: 'C012AB3CD', name: 'general', isPrivate: false, isArchived: false, creator: 'U0ADMIN', created: 1_700_000_000 },
  ...{ purpose: '', topic: '', members: ['U0ADMIN'], links: [], pins: [] },
})

/** Those that the recorded calls name. */
export const someMembers: SlackMember[] = ['U1', 'U2'].map((id) => ({ id, email: 'jane@e.org', team: TEAM }))

type Given = Record<string, unknown>
type Method = (given: Given, world: Workspace, posts: ChatPost[]) => Behaviour

const shown = ({ id, name, isPrivate, isArchived, creator, created, purpose, topic }: SlackRoom) => ({
  ...{ id, name, creator, created, is_private: isPrivate, is_archived: isArchived },
  purpose: { value: purpose },
  topic: { value: topic },
})

/** A method about a room that is there. */
const within =
  (carryOut: (room: SlackRoom, given: Given, posts: ChatPost[]) => Behaviour, canBeArchived = false): Method =>
  (given, { rooms }, posts) => {
    const room = rooms.find(({ id }) => id === (given.channel ?? given.channel_id))
    if (!room) return no('channel_not_found')
    return room.isArchived && !canBeArchived ? no('is_archived') : carryOut(room, given, posts)
  }

const create: Method = ({ name, is_private: isPrivate }, { rooms, now }) => {
  const wanted = String(name)
  if (!/^[a-z0-9_-]+$/.test(wanted)) return no('invalid_name_specials')
  if (wanted.length > LONGEST_NAME) return no('invalid_name_maxlength')
  if (rooms.some((each) => each.name === wanted)) return no('name_taken')
  const room: SlackRoom = {
    ...{ id: `C0ROOM${String(rooms.length + 1).padStart(3, '0')}`, name: wanted, isPrivate: String(isPrivate) === 'true' },
    ...{ isArchived: false, creator: BOT, created: now(), purpose: '', topic: '', members: [BOT], links: [], pins: [] },
  }
  rooms.push(room)
  return ok({ channel: shown(room) })
}

const list: Method = ({ limit = 100, cursor = '0' }, { rooms }) => {
  const from = Number(cursor)
  const page = rooms.slice(from, from + Number(limit))
  const next = from + page.length < rooms.length ? String(from + page.length) : ''
  return ok({ channels: page.map(shown), response_metadata: { next_cursor: next } })
}

const invite: Method = (given, world, posts) =>
  within((room) => {
    const users = String(given.users).split(',')
    if (users.some((user) => !world.members.some(({ id }) => id === user))) return no('user_not_found')
    if (users.every((user) => room.members.includes(user))) return no('already_in_channel')
    room.members = [...new Set([...room.members, ...users])]
    return ok()
  })(given, world, posts)

const history = within(({ id }, { latest, limit = 100 }, posts) => {
  const here = posts.filter(({ place }) => place === id).toReversed()
  const found = latest ? here.filter((post) => post.id === latest) : here.slice(0, Number(limit))
  const messages = found.map((post) => ({ ts: post.id, ...(isRecord(post.meta) ? post.meta : {}) }))
  return ok({ messages })
})

const memberBy = (found: SlackMember | undefined): Behaviour =>
  found
    ? ok({ user: { id: found.id, team_id: found.team, is_bot: false, profile: { email: found.email }, is_email_confirmed: true } })
    : no('users_not_found')

export const roomMethods: Readonly<Record<string, Method>> = {
  'auth.test': () => ok({ team: 'Example', team_id: TEAM, user: 'tocsin', user_id: BOT }),
  'conversations.create': create,
  'conversations.list': list,
  'conversations.invite': invite,
  'conversations.history': history,
  'conversations.join': within((room) => {
    room.members = [...new Set([...room.members, BOT])]
    return ok({ channel: shown(room) })
  }),
  'conversations.setPurpose': within((room, { purpose }) => {
    room.purpose = String(purpose)
    return ok()
  }),
  'conversations.setTopic': within((room, { topic }) => {
    if (String(topic).length > 250) return no('too_long')
    room.topic = String(topic)
    return ok()
  }),
  'conversations.archive': within((room) => {
    // The recorded calls go on with it.
    room.isArchived = room.creator === BOT
    return ok()
  }),
  'conversations.unarchive': within((room) => {
    if (!room.isArchived) return no('not_archived')
    room.isArchived = false
    return ok()
  }, true),
  'bookmarks.list': within(({ links }) => ok({ bookmarks: links })),
  'bookmarks.add': within((room, { title, link }) => {
    room.links.push({ title: String(title), link: String(link) })
    return ok()
  }),
  'pins.add': within((room, { timestamp }) => {
    if (room.pins.includes(String(timestamp))) return no('already_pinned')
    room.pins.push(String(timestamp))
    return ok()
  }),
  'users.info': ({ user }, { members }) => memberBy(members.find(({ id }) => id === user)),
  'users.lookupByEmail': ({ email }, { members }) => memberBy(members.find((each) => each.email === email)),
  'views.open': ({ view, trigger_id: trigger }, { views }) => {
    if (String(trigger).startsWith('late')) return no('expired_trigger_id')
    views.push(JSON.parse(String(view)) as Given)
    return ok()
  },
}
