import { createHmac } from 'node:crypto'
import { type Chat, type ChatPost, createChat, isOfType, isRecord, isText, json, listIn } from './chat.ts'
import type { Behaviour, Heard } from './receiver.ts'
import { generalRoom, roomMethods, someMembers, type Workspace } from './slack-rooms.ts'

export const SLACK_TOKEN = 'xoxb-test-token'
export const SLACK_APP_TOKEN = 'xapp-test-token'
export const SLACK_SECRET = '8f742231b10e8888abcd99yyyzzz85a5'

/** Arguments that a method cannot do without. */
const NEEDED: Record<string, string[]> = {
  'auth.test': [],
  'apps.connections.open': [],
  'conversations.create': ['name'],
  'conversations.list': [],
  'conversations.invite': ['channel', 'users'],
  'conversations.join': ['channel'],
  'conversations.setTopic': ['channel', 'topic'],
  'conversations.setPurpose': ['channel', 'purpose'],
  'conversations.archive': ['channel'],
  'conversations.unarchive': ['channel'],
  'conversations.history': ['channel'],
  'conversations.open': ['users'],
  'chat.postMessage': ['channel'],
  'chat.update': ['channel', 'ts'],
  'chat.postEphemeral': ['channel', 'user', 'text'],
  'pins.add': ['channel', 'timestamp'],
  'bookmarks.list': ['channel_id'],
  'bookmarks.add': ['channel_id', 'title', 'type', 'link'],
  'views.open': ['trigger_id', 'view'],
  'users.info': ['user'],
  'users.lookupByEmail': ['email'],
  'usergroups.users.update': ['usergroup', 'users'],
}
const LIMITS = { blocks: 50, text: 40_000, header: 150, section: 3000, label: 75, value: 2000, url: 3000 }

const no = (error: string): Behaviour => json(200, { ok: false, error })

/** Slack's Web API: refusals are a 200 with `ok: false`. Members are U…, channels C… or #name; a message to a member is in D…. */
export async function createSlack(members: Workspace['members'] = someMembers): Promise<Chat & { workspace: Workspace }> {
  const workspace: Workspace = { rooms: [generalRoom()], members, views: [], now: () => Date.now() / 1000 }
  const chat = await createChat((heard, posts) => answer(heard, posts, workspace))
  return { ...chat, workspace }
}

function answer(heard: Heard, posts: ChatPost[], workspace: Workspace): Behaviour {
  // Where the result of a command goes that took longer than Slack waits.
  if (heard.path.startsWith('/commands/')) return { status: 200, body: 'ok' }
  const method = /^\/api\/([a-zA-Z.]+)$/.exec(heard.path)?.[1] ?? ''
  const needed = NEEDED[method]
  if (!needed || heard.method !== 'POST') return no('unknown_method')
  const token = /^Bearer (.+)$/.exec(heard.headers.authorization ?? '')?.[1]
  if (!token) return no('not_authed')
  if (method === 'apps.connections.open') return opening(token, workspace)
  if (token !== SLACK_TOKEN) return no('invalid_auth')
  const given = argumentsOf(heard)
  if (!given) return no('invalid_post_type')
  if (needed.some((name) => !given[name])) return no('invalid_arguments')
  if (method === 'chat.postMessage') return post(given, { posts, workspace })
  if (method === 'chat.update') return update(given, posts)
  return roomMethods[method]?.(given, workspace, posts) ?? json(200, { ok: true })
}

function argumentsOf(heard: Heard): Record<string, unknown> | null {
  if (isOfType(heard, 'application/json')) return isRecord(heard.json) ? heard.json : null
  if (!isOfType(heard, 'application/x-www-form-urlencoded')) return null
  const form = new URLSearchParams(heard.body)
  return new Set(form.keys()).size === form.size ? Object.fromEntries(form) : null
}

/** Socket Mode has a token of its own. */
const opening = (token: string, { socketUrl }: Workspace): Behaviour =>
  token === SLACK_APP_TOKEN && socketUrl ? json(200, { ok: true, url: `${socketUrl}/link/?ticket=1234` }) : no('not_allowed_token_type')

type Here = { posts: ChatPost[]; workspace: Workspace }

function post(given: Record<string, unknown>, { posts, workspace }: Here): Behaviour {
  const to = String(given.channel)
  if (!/^([UWCDG][A-Z0-9]{2,20}|#[a-z0-9_-]{1,80})$/.test(to) || to.endsWith('NOBODY')) return no('channel_not_found')
  const error = contentError(given)
  if (error) return no(error)
  const room = workspace.rooms.find((each) => each.id === to || `#${each.name}` === to)
  if (room?.isArchived) return no('is_archived')
  const place = /^[UW]/.test(to) ? `D${to.slice(1)}` : (room?.id ?? to)
  const id = `1503435956.${String(posts.length + 1).padStart(6, '0')}`
  const metadata = typeof given.metadata === 'string' ? JSON.parse(given.metadata) : null
  posts.push({ id, place, revisions: 0, ...shownIn(given), meta: { metadata, text: given.text, bot_id: 'B0BOT' } })
  return json(200, { ok: true, channel: conversationOf(place), ts: id, message: { type: 'message', text: given.text } })
}

function update(given: Record<string, unknown>, posts: ChatPost[]): Behaviour {
  const found = posts.find(({ id, place }) => id === given.ts && conversationOf(place) === given.channel)
  if (!found) return no('message_not_found')
  const error = contentError(given)
  if (error) return no(error)
  Object.assign(found, shownIn(given), { revisions: found.revisions + 1 })
  return json(200, { ok: true, channel: conversationOf(found.place), ts: found.id })
}

const blocksIn = ({ blocks }: Record<string, unknown>): unknown => {
  try {
    return typeof blocks === 'string' ? JSON.parse(blocks) : blocks
  } catch {
    return 'broken'
  }
}

export function contentError(given: Record<string, unknown>): string {
  const blocks = blocksIn(given)
  if (!given.text && blocks === undefined) return 'no_text'
  if (given.text !== undefined && !isText(given.text, LIMITS.text)) return 'msg_too_long'
  if (blocks === undefined) return ''
  if (!Array.isArray(blocks)) return 'invalid_blocks_format'
  return blocks.length <= LIMITS.blocks && blocks.every(isBlock) ? '' : 'invalid_blocks'
}

function isBlock(block: unknown): boolean {
  if (!isRecord(block)) return false
  if (block.type === 'header') return isTextObject(block.text, LIMITS.header, ['plain_text'])
  if (block.type === 'section') return isTextObject(block.text, LIMITS.section)
  const elements = listIn(block.elements)
  if (block.type === 'context')
    return elements.length > 0 && elements.length <= 10 && elements.every((each) => isTextObject(each, LIMITS.section))
  return block.type === 'actions' && elements.length > 0 && elements.length <= 25 && elements.every(isButton)
}

const isTextObject = (value: unknown, longest: number, types = ['plain_text', 'mrkdwn']): boolean =>
  isRecord(value) && types.includes(String(value.type)) && isText(value.text, longest)

const isButton = ({ type, text, value, url, action_id: id, style }: Record<string, unknown>): boolean =>
  type === 'button' &&
  isTextObject(text, LIMITS.label, ['plain_text']) &&
  isText(id, 255) &&
  (value === undefined || isText(value, LIMITS.value)) &&
  (url === undefined || (isText(url, LIMITS.url) && URL.canParse(url))) &&
  (style === undefined || style === 'primary' || style === 'danger')

export function shownIn(given: Record<string, unknown>): Pick<ChatPost, 'text' | 'buttons' | 'body'> {
  const blocks = listIn(blocksIn(given))
  const buttons = listIn(blocks.find(({ type }) => type === 'actions')?.elements).filter(({ value }) => value !== undefined)
  return { text: JSON.stringify([given.text, ...blocks]), buttons: buttons.map(({ action_id: id }) => String(id)), body: blocks }
}

type Press = { user: string; action: string; post: ChatPost; at: Temporal.Instant; secret?: string }

/** What Slack posts when somebody presses a button of a post. */
export function pressInSlack({ user, action, post: { body, place, id }, at, secret = SLACK_SECRET }: Press) {
  const pressed = listIn(listIn(body).find(({ type }) => type === 'actions')?.elements).find(({ action_id: name }) => name === action)
  const payload = {
    type: 'block_actions',
    user: { id: user, username: 'somebody', team_id: 'T3MDE' },
    api_app_id: 'A0CA5',
    container: { type: 'message', message_ts: id, channel_id: place, is_ephemeral: false },
    trigger_id: '12466734323.1395872398',
    team: { id: 'T0CAG', domain: 'example' },
    response_url: 'https://hooks.slack.com/actions/AABA1ABCD/1232321423432/D09sSasdasdAS9091209',
    actions: [{ type: 'button', block_id: 'page', action_id: action, value: pressed?.value ?? '', action_ts: '1503435957.111' }],
  }
  return signedBySlack(new URLSearchParams({ payload: JSON.stringify(payload) }).toString(), { at, secret })
}

export function signedBySlack(body: string, { at, secret = SLACK_SECRET }: { at: Temporal.Instant; secret?: string }) {
  const timestamp = String(Math.floor(at.epochMilliseconds / 1000))
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`,
  }
  return { headers, body }
}

/** A channel may be called by its name; answers have its id, which is what posts are changed by. */
const conversationOf = (place: string): string =>
  place.startsWith('#')
    ? `C0${place
        .replace(/[^a-z0-9]/gi, '')
        .toUpperCase()
        .slice(0, 15)}`
    : place
