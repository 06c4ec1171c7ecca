import { type Chat, type ChatPost, createChat, isOfType, isRecord, isText, json, listIn } from './chat.ts'
import { type MattermostRoom, roomRoute } from './mattermost-rooms.ts'
import { createMattermostSocket, type MattermostSocket } from './mattermost-socket.ts'
import type { Behaviour, Heard } from './receiver.ts'

export const MATTERMOST_TOKEN = 'x1y2z3x1y2z3x1y2z3x1y2z3x1'
const HOOK = '/hooks/xyz'
const LONGEST = 16_383
/** Ids have 26 characters. */
export const idOf = (name: string): string => name.padEnd(26, '0')
const NAMES = ['ann', 'ben', 'eve', 'tocsin']

const no = (status: number, id: string): Behaviour => json(status, { id, message: 'internal secret', status_code: status })

/** A server's API (v4) for one bot, and one incoming webhook. */
export type MattermostDialog = { url: string; dialog: Record<string, unknown> }
type Inside = { rooms: MattermostRoom[]; dialogs: MattermostDialog[] }

export async function createMattermost(): Promise<Chat & Inside & { socket: MattermostSocket }> {
  const inside: Inside = { rooms: [], dialogs: [] }
  const chat = await createChat((heard, posts) => answer(heard, posts, inside))
  const socket = createMattermostSocket(chat.receiver, MATTERMOST_TOKEN)
  const close = async (): Promise<void> => {
    socket.close()
    await chat.close()
  }
  return { ...chat, ...inside, socket, close }
}

function answer(heard: Heard, posts: ChatPost[], { rooms, dialogs }: Inside): Behaviour {
  if (heard.path.startsWith('/hooks/')) return hook(heard, posts)
  if (!heard.path.startsWith('/api/v4/')) return { status: 404, body: '<html>not here</html>' }
  if (heard.headers.authorization !== `Bearer ${MATTERMOST_TOKEN}`) return no(401, 'api.context.session_expired.app_error')
  if (heard.method !== 'GET' && (!isOfType(heard, 'application/json') || heard.json === undefined))
    return no(400, 'api.context.invalid_body_param.app_error')
  const [, , , ...way] = heard.path.split('/')
  const inRoom = roomRoute(`${heard.method} ${way.join('/')}`, heard.json, rooms)
  if (inRoom) return inRoom
  if (heard.path === '/api/v4/actions/dialogs/open') return openDialog(heard.json, dialogs)
  return route(`${heard.method} ${way.join('/')}`, heard, posts)
}

function route(call: string, { json: given }: Heard, posts: ChatPost[]): Behaviour {
  if (call === 'GET users/me') return json(200, { id: idOf('tocsin'), username: 'tocsin' })
  const name = /^GET users\/username\/(.+)$/.exec(call)?.[1]
  if (name) return NAMES.includes(name) ? json(200, { id: idOf(name), username: name }) : no(404, 'app.user.missing_account.const')
  const member = /^GET users\/(\w{26})$/.exec(call)?.[1]
  if (member) return userBy(member)
  const read = posts.find(({ id }) => call === `GET posts/${id}`)
  if (read) return json(200, { id: read.id, channel_id: idOf(read.place), message: read.text, ...(isRecord(read.meta) ? read.meta : {}) })
  if (call === 'POST channels/direct') return direct(given)
  if (call === 'GET teams/name/ops/channels/name/incidents') return json(200, { id: idOf('incidents') })
  const edited = /^PUT posts\/(\w{26})\/patch$/.exec(call)?.[1]
  if (call === 'POST posts' || edited)
    return isRecord(given) ? write(given, { posts, edited }) : no(400, 'api.context.invalid_body_param.app_error')
  return no(404, 'api.context.404.app_error')
}

function userBy(id: string): Behaviour {
  const name = NAMES.find((each) => idOf(each) === id)
  return name ? json(200, { id, username: name }) : no(404, 'app.user.missing_account.const')
}

/** A trigger is good for three seconds; those of tests that begin with `late` are past that. */
function openDialog(given: unknown, dialogs: MattermostDialog[]): Behaviour {
  if (!isRecord(given) || !isRecord(given.dialog) || !URL.canParse(String(given.url)))
    return no(400, 'api.context.invalid_body_param.app_error')
  if (!given.trigger_id || String(given.trigger_id).startsWith('late')) return no(400, 'interactive_message.decode_trigger_id.expired')
  const { title, submit_label: submit, elements } = given.dialog
  const isRight = isText(title, 24) && isText(submit, 24) && listIn(elements).length > 0 && listIn(elements).every(isElement)
  if (!isRight) return no(400, 'api.post.dialog.app_error')
  dialogs.push({ url: String(given.url), dialog: given.dialog })
  return json(200, { status: 'OK' })
}

const isElement = ({ name, display_name: shown, type, max_length: most, options }: Record<string, unknown>): boolean =>
  isText(name, 300) &&
  isText(shown, 24) &&
  (type === 'select' ? listIn(options).length > 0 : type === 'text' ? Number(most) <= 150 : type === 'textarea' && Number(most) <= 3000)

/** What the server posts when somebody sends a form; who sent it is who is signed in, whatever the browser says. */
export function sentInMattermost({ url, dialog }: MattermostDialog, { user, values }: { user: string; values: Record<string, string> }) {
  const about = { type: 'dialog_submission', url, callback_id: dialog.callback_id, state: dialog.state, cancelled: false }
  const body = JSON.stringify({ ...about, user_id: idOf(user), channel_id: idOf('town'), team_id: idOf('ops'), submission: values })
  return { headers: { 'content-type': 'application/json' }, body }
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
  posts.push({
    id,
    place: place.replace(/0+$/, ''),
    revisions: 0,
    ...shown,
    meta: { root_id: given.root_id ?? '', user_id: idOf('tocsin'), props: { from_bot: 'true' } },
  })
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
