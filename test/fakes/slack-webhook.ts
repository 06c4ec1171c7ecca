import { type Chat, createChat, isOfType, isRecord, json, listIn } from './chat.ts'
import type { Behaviour, Heard } from './receiver.ts'
import { contentError, shownIn } from './slack.ts'

/** The path of the recorded requests, and of our own. */
const PATH = /^(\/slack)?\/services\/T0+\/B0+\/(XXXX|x)$/

/** An incoming webhook says what is wrong in plain words: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks. */
const no = (status: number, said: string): Behaviour => ({ status, headers: { 'content-type': 'text/html' }, body: said })

export const createSlackWebhook = (): Promise<Chat> =>
  createChat((heard, posts) => {
    if (!heard.path.includes('/services/')) return json(404, { ok: false })
    if (!PATH.test(heard.path)) return no(404, 'no_service')
    if (heard.method !== 'POST') return no(405, 'method_not_allowed')
    const given = payloadOf(heard)
    if (!given) return no(400, 'invalid_payload')
    const old = given.attachments
    if (old !== undefined && !areAttachments(old)) return no(400, 'invalid_attachments')
    const error = contentError(old === undefined ? given : { ...given, text: given.text ?? 'attached' })
    if (error) return no(400, error)
    posts.push({ id: String(posts.length + 1), place: String(given.channel ?? 'channel'), revisions: 0, ...shownIn(given) })
    return no(200, 'ok')
  })

/** JSON, or a form whose `payload` is JSON. */
function payloadOf(heard: Heard): Record<string, unknown> | null {
  if (isOfType(heard, 'application/json')) return isRecord(heard.json) ? heard.json : null
  if (!isOfType(heard, 'application/x-www-form-urlencoded')) return null
  try {
    const given: unknown = JSON.parse(new URLSearchParams(heard.body).get('payload') ?? '')
    return isRecord(given) ? given : null
  } catch {
    return null
  }
}

const areAttachments = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.length <= 100 &&
  listIn(value).length === value.length &&
  listIn(value).every(({ text, fallback, title, blocks }) => [text, fallback, title, blocks].some(Boolean))
