import { type Chat, type ChatPost, createChat, isOfType, isRecord, isText, json, listIn } from './chat.ts'
import type { Behaviour, Heard } from './receiver.ts'
import { TELEGRAM_TOKEN } from './rigs.ts'

export const TELEGRAM_SECRET = 'a-secret_of-ours-0123456789'
const LIMITS = { text: 4096, data: 64 }
/** Nobody has written to the bot from another chat. */
const KNOWN = ['4711', '-100200']

const no = (status: number, description: string): Behaviour => json(status, { ok: false, error_code: status, description })
const yes = (result: unknown): Behaviour => json(200, { ok: true, result })

/** The Bot API of one bot. Every answer that is `ok` has a `result`. */
export const createTelegram = (updates: object[] = []): Promise<Chat> => createChat((heard, posts) => answer(heard, { posts, updates }))

type Bot = { posts: ChatPost[]; updates: object[] }

function answer(heard: Heard, bot: Bot): Behaviour {
  const [, token, method = ''] = /^\/bot([^/]+)\/(\w+)$/.exec(heard.path) ?? []
  if (!token) return no(404, 'Not Found')
  if (token !== TELEGRAM_TOKEN) return no(401, 'Unauthorized')
  if (heard.method !== 'POST') return no(405, 'Method Not Allowed')
  if (!isOfType(heard, 'application/json') || !isRecord(heard.json)) return no(400, "Bad Request: can't parse JSON object")
  const known = METHODS[method]
  return known ? known(heard.json, bot) : no(404, 'Not Found: method not found')
}

const METHODS: Record<string, (given: Record<string, unknown>, bot: Bot) => Behaviour> = {
  getMe: () => yes({ id: 1, is_bot: true, username: 'tocsin_bot' }),
  setWebhook: ({ url, secret_token: secret }) =>
    isText(url, 2048) && (secret === undefined || /^[\w-]{1,256}$/.test(String(secret))) ? yes(true) : no(400, 'Bad Request: bad webhook'),
  getUpdates: ({ offset = 0 }, { updates }) =>
    yes(updates.filter((each) => Number((each as { update_id: number }).update_id) >= Number(offset))),
  answerCallbackQuery: ({ callback_query_id: id, text = '' }) =>
    isText(id, 64) && String(text).length <= 200 ? yes(true) : no(400, 'Bad Request: query is too old and response timeout expired'),
  sendMessage: (given, { posts }) => {
    const error = contentError(given)
    if (error) return error
    const id = String(posts.length + 7)
    posts.push({ id, place: String(given.chat_id), revisions: 0, ...shownIn(given) })
    return yes({ message_id: Number(id), chat: { id: Number(given.chat_id) }, text: given.text })
  },
  editMessageText: (given, { posts }) => {
    const error = contentError(given)
    if (error) return error
    const found = posts.find(({ id, place }) => id === String(given.message_id) && place === String(given.chat_id))
    if (!found) return no(400, 'Bad Request: message to edit not found')
    const shown = shownIn(given)
    if (shown.text === found.text && shown.buttons.join() === found.buttons.join()) return no(400, 'Bad Request: message is not modified')
    Object.assign(found, shown, { revisions: found.revisions + 1 })
    return yes({ message_id: Number(found.id), chat: { id: Number(found.place) } })
  },
}

function contentError({ chat_id: chat, text, parse_mode: mode, reply_markup: markup }: Record<string, unknown>): Behaviour | null {
  if (chat === undefined || chat === '') return no(400, 'Bad Request: chat_id is empty')
  if (String(chat) === '666') return no(403, 'Forbidden: bot was blocked by the user')
  if (!KNOWN.includes(String(chat))) return no(400, 'Bad Request: chat not found')
  if (!text) return no(400, 'Bad Request: message text is empty')
  if (!isText(text, LIMITS.text)) return no(400, 'Bad Request: message is too long')
  if (mode !== undefined && !['HTML', 'MarkdownV2'].includes(String(mode))) return no(400, 'Bad Request: unsupported parse_mode')
  const rows = isRecord(markup) && Array.isArray(markup.inline_keyboard) ? markup.inline_keyboard : markup === undefined ? [] : null
  const isKeyboard = rows?.every((row) => Array.isArray(row) && listIn(row).length === row.length && listIn(row).every(isKey)) === true
  return isKeyboard ? null : no(400, 'Bad Request: BUTTON_DATA_INVALID')
}

const isKey = ({ text, callback_data: data, url }: Record<string, unknown>): boolean =>
  isText(text, 64) && (isText(data, LIMITS.data) || (typeof url === 'string' && URL.canParse(url)))

function shownIn({ text, reply_markup: markup }: Record<string, unknown>): Pick<ChatPost, 'text' | 'buttons' | 'body'> {
  const rows = isRecord(markup) && Array.isArray(markup.inline_keyboard) ? markup.inline_keyboard : []
  return { text: String(text), buttons: rows.flatMap(listIn).map(({ callback_data: data }) => String(data)), body: text }
}

/** What Telegram posts, or hands over when asked, when somebody presses a button. */
export const pressInTelegram = ({ user, action, post, update = 1 }: { user: string; action: string; post: ChatPost; update?: number }) => ({
  update_id: update,
  callback_query: {
    id: String(4382 + update),
    from: { id: Number(user), is_bot: false, first_name: 'Somebody' },
    message: { message_id: Number(post.id), chat: { id: Number(post.place), type: 'private' }, date: 1_763_000_000 },
    chat_instance: '1',
    data: action,
  },
})
