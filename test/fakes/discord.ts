import { type Chat, type ChatPost, createChat, isOfType, isRecord, isText, json, listIn } from './chat.ts'
import type { Behaviour, Heard } from './receiver.ts'

/** `/api/webhooks/1/tok`; whatever stands before it is a proxy's. */
const PATH = /\/api\/webhooks\/1\/tok(?:\/messages\/(\d+))?(?:\?(.*))?$/
const LIMITS = { content: 2000, embeds: 10, title: 256, description: 4096, total: 6000, label: 80, url: 512 }

const wrong = (code: number, message: string, status = 400): Behaviour => json(status, { message, code })

/** One channel's webhook. With `wait=true` the message is told, without it there is a 204. */
export const createDiscord = (): Promise<Chat> => createChat(answer)

function answer(heard: Heard, posts: ChatPost[]): Behaviour {
  const [, edited, query = ''] = PATH.exec(heard.path) ?? []
  if (!PATH.test(heard.path)) return wrong(heard.path.includes('/webhooks/1/') ? 50027 : 10015, 'Unknown Webhook', 404)
  if (heard.method !== (edited ? 'PATCH' : 'POST')) return wrong(0, '405: Method Not Allowed', 405)
  if (!isOfType(heard, 'application/json') || !isRecord(heard.json)) return wrong(50109, 'The request body contains invalid JSON.')
  const error = contentError(heard.json)
  if (error) return wrong(50035, error)
  if (edited) return edit(edited, heard.json, posts)
  const id = `11223344556677${String(8900 + posts.length)}`
  const post: ChatPost = { id, place: 'webhook', revisions: 0, ...shownIn(heard.json) }
  posts.push(post)
  return new URLSearchParams(query).get('wait') === 'true' ? json(200, { id, channel_id: '9' }) : { status: 204, body: '' }
}

function edit(id: string, given: Record<string, unknown>, posts: ChatPost[]): Behaviour {
  const found = posts.find((each) => each.id === id)
  if (!found) return wrong(10008, 'Unknown Message', 404)
  Object.assign(found, shownIn(given), { revisions: found.revisions + 1 })
  return json(200, { id })
}

function contentError({ content, embeds, components, allowed_mentions: mentions }: Record<string, unknown>): string {
  const cards = listIn(embeds)
  if (!content && cards.length === 0) return 'Cannot send an empty message'
  if (content !== undefined && content !== '' && !isText(content, LIMITS.content)) return 'content: too long'
  if (embeds !== undefined && (!Array.isArray(embeds) || embeds.length > LIMITS.embeds || !cards.every(isEmbed))) return 'embeds: invalid'
  if (cards.reduce((sum, { title = '', description = '' }) => sum + String(title).length + String(description).length, 0) > LIMITS.total)
    return 'embeds: more than 6000 characters in all'
  if (mentions !== undefined && !(isRecord(mentions) && Array.isArray(mentions.parse))) return 'allowed_mentions: invalid'
  return listIn(components).every(({ type, components: inner }) => type === 1 && listIn(inner).every(isLink)) ? '' : 'components: invalid'
}

const isEmbed = ({ title, description, color }: Record<string, unknown>): boolean =>
  (title === undefined || isText(title, LIMITS.title)) &&
  (description === undefined || isText(description, LIMITS.description)) &&
  (color === undefined || (Number.isInteger(color) && Number(color) >= 0 && Number(color) <= 0xffffff))

/** A webhook that belongs to no app may have buttons that open something, and no others. */
const isLink = ({ type, style, label, url }: Record<string, unknown>): boolean =>
  type === 2 && style === 5 && isText(label, LIMITS.label) && isText(url, LIMITS.url) && URL.canParse(url)

function shownIn(given: Record<string, unknown>): Pick<ChatPost, 'text' | 'buttons' | 'body'> {
  const links = listIn(given.components).flatMap(({ components }) => listIn(components))
  return { text: JSON.stringify([given.content, given.embeds]), buttons: links.map(({ label }) => String(label)), body: given }
}
