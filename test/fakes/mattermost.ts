import { type Chat, type ChatPost, createChat, isOfType, isRecord, isText, json, listIn } from './chat.ts'
import { type MattermostRoom, roomRoute } from './mattermost-rooms.ts'
import type { Behaviour, Heard } from './receiver.ts'

export const MATTERMOST_TOKEN = 'x1y2z3x1y2z3x1y2z3x1y2z3x1'
const HOOK = '/hooks/xyz'
const LONGEST = 16_383
/** Ids have 26 characters. */
export const idOf = (name: string): string => name.padEnd(26, '0')
const NAMES = ['ann', 'ben', 'tocsin']

const no = (status: number, id: string): Behaviour => json(status, { id, message: 'internal secret', status_code: status })

/** A server's API (v4) for one bot, and one incoming webhook. */
export async function createMattermost(): Promise<Chat & { rooms: MattermostRoom[] }> {
  const rooms: MattermostRoom[] = []
  return { ...(await createChat((heard, posts) => answer(heard, posts, rooms))), rooms }
}

function answer(heard: Heard, posts: ChatPost[], rooms: MattermostRoom[]): Behaviour {
  if (heard.path.startsWith('/hooks/')) return hook(heard, posts)
  if (!heard.path.startsWith('/api/v4/')) return { status: 404, body: '<html>not here</html>' }
  if (heard.headers.authorization !== `Bearer ${MATTERMOST_TOKEN}`) return no(401, 'api.context.session_expired.app_error')
  if (heard.method !== 'GET' && (!isOfType(heard, 'application/json') || heard.json === undefined))
    return no(400, 'api.context.invalid_body_param.app_error')
  const [, , , ...way] = heard.path.split('/')
  const inRoom = roomRoute(`${heard.method} ${way.join('/')}`, heard.json, rooms)
  if (inRoom) return inRoom
  return route(`${heard.method} ${way.join('/')}`, heard, posts)
}

function route(call: string, { json: given }: Heard, posts: ChatPost[]): Behaviour {
  if (call === 'GET users/me') return json(200, { id: idOf('tocsin'), username: 'tocsin' })
  const name = /^GET users\/username\/(.+)$/.exec(call)?.[1]
  if (name) return NAMES.includes(name) ? json(200, { id: idOf(name), username: name }) : no(404, 'app.user.missing_account.const')
  if (call === 'POST channels/direct') return direct(given)
  if (call === 'GET teams/name/ops/channels/name/incidents') return json(200, { id: idOf('incidents') })
  const edited = /^PUT posts\/(\w{26})\/patch$/.exec(call)?.[1]
  if (call === 'POST posts' || edited)
    return isRecord(given) ? write(given, { posts, edited }) : no(400, 'api.context.invalid_body_param.app_error')
  return no(404, 'api.context.404.app_error')
}

function direct(given: unknown): Behaviour {
  const isPair = Array.isArray(given) && given.length === 2 && given.every((each) => NAMES.map(idOf).includes(String(each)))
  return isPair
    ? json(201, { id: idOf(`dm${String(given[1]).replace(/0+$/, '')}`) })
    : no(400, 'api.channel.create_direct_channel.invalid_user.app_error')
}

function write(given: Record<string, unknown>, { posts, edited }: { posts: ChatPost[]; edited: string | undefined }): Behaviour {
  const error = contentError(given.message, isRecord(given.props) ? given.props.attachments : undefined)
  if (error) return no(400, error)
  const shown = shownIn(given.message, isRecord(given.props) ? given.props.attachments : undefined)
  const found = posts.find(({ id }) => id === edited)
  if (edited && !found) return no(404, 'app.post.get.app_error')
  if (found) {
    Object.assign(found, shown, { revisions: found.revisions + 1 })
    return json(200, { id: found.id })
  }
  const place = String(given.channel_id ?? '')
  if (!/^\w{26}$/.test(place)) return no(400, 'api.context.invalid_body_param.app_error')
  const id = idOf(`post${posts.length + 1}x`)
  posts.push({ id, place: place.replace(/0+$/, ''), revisions: 0, ...shown })
  return json(201, { id, channel_id: place })
}

function hook(heard: Heard, posts: ChatPost[]): Behaviour {
  if (heard.path !== HOOK) return no(404, 'web.incoming_webhook.invalid.app_error')
  if (heard.method !== 'POST') return no(405, 'api.context.405.app_error')
  if (!isOfType(heard, 'application/json') || !isRecord(heard.json)) return no(400, 'web.incoming_webhook.parse.app_error')
  const { text, channel = 'town-square', attachments } = heard.json
  const error = contentError(text, attachments)
  if (error) return no(400, error)
  if (String(channel).startsWith('@') && !NAMES.includes(String(channel).slice(1))) return no(404, 'web.incoming_webhook.user.app_error')
  posts.push({ id: '', place: String(channel), revisions: 0, ...shownIn(text, attachments) })
  return { status: 200, body: 'ok' }
}

function contentError(text: unknown, attachments: unknown): string {
  if (!text && listIn(attachments).length === 0) return 'web.incoming_webhook.text.app_error'
  const isShort = isText(text, LONGEST) && JSON.stringify(attachments ?? []).length <= 2 * LONGEST
  if (!isShort || (attachments !== undefined && !Array.isArray(attachments))) return 'model.post.is_valid.msg.app_error'
  const actions = listIn(attachments).flatMap((each) => listIn(each.actions))
  return actions.every(isAction) ? '' : 'model.post.is_valid.props.app_error'
}

const isAction = ({ id, name, type, integration }: Record<string, unknown>): boolean =>
  /^[A-Za-z0-9]+$/.test(String(id)) &&
  isText(name, 64) &&
  type === 'button' &&
  isRecord(integration) &&
  URL.canParse(String(integration.url))

function shownIn(text: unknown, attachments: unknown): Pick<ChatPost, 'text' | 'buttons' | 'body'> {
  const cards = listIn(attachments)
  const actions = cards.flatMap((each) => listIn(each.actions))
  return { text: [text, ...cards.map((each) => each.text)].join('\n'), buttons: actions.map(({ id }) => String(id)), body: actions }
}

/** What the server posts when somebody presses a button of a post: the context, which nobody but the server knows. */
export function pressInMattermost({
  user,
  action,
  post,
  trigger = 't1',
}: {
  user: string
  action: string
  post: ChatPost
  trigger?: string
}) {
  const pressed = listIn(post.body).find(({ id }) => id === action)
  const integration = isRecord(pressed?.integration) ? pressed.integration : {}
  const body = JSON.stringify({
    user_id: idOf(user),
    user_name: user,
    channel_id: idOf(post.place),
    post_id: post.id,
    trigger_id: trigger,
    type: 'button',
    data_source: '',
    context: integration.context ?? {},
  })
  return { url: String(integration.url ?? ''), headers: { 'content-type': 'application/json' }, body }
}
