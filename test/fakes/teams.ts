import { type Chat, type ChatPost, createChat, isOfType, isRecord, isText, json, listIn } from './chat.ts'
import type { Behaviour, Heard } from './receiver.ts'

/** The signature in the address is the credential. */
export const WORKFLOW = '/workflows/1/triggers/manual/paths/invoke?api-version=2016-06-01&sig=s3cret'
const MOST_BYTES = 28 * 1024
const ELEMENTS = ['TextBlock', 'RichTextBlock']

const wrong = (code: string, status = 400): Behaviour => json(status, { error: { code, message: 'The input is not valid.' } })

/** A workflow "When a Teams webhook request is received": it takes one message with adaptive cards and answers 202 with nothing. */
export const createTeams = (): Promise<Chat> => createChat(answer)

function answer(heard: Heard, posts: ChatPost[]): Behaviour {
  if (!heard.path.startsWith('/workflows/1/')) return wrong('WorkflowNotFound', 404)
  if (heard.path !== WORKFLOW) return wrong('DirectApiAuthorizationRequired', 401)
  if (heard.method !== 'POST') return wrong('MethodNotAllowed', 405)
  if (heard.raw.length > MOST_BYTES) return wrong('RequestEntityTooLarge', 413)
  if (!isOfType(heard, 'application/json') || !isRecord(heard.json)) return wrong('InvalidRequestContent')
  const cards = listIn(heard.json.attachments)
  if (heard.json.type !== 'message' || cards.length !== 1 || !cards.every(isCard)) return wrong('TriggerInputSchemaMismatch')
  const content = cards[0]?.content as Record<string, unknown>
  const buttons = listIn(content.actions).map(({ title }) => String(title))
  posts.push({ id: String(posts.length + 1), place: 'workflow', text: JSON.stringify(content.body), buttons, revisions: 0, body: content })
  return { status: 202, body: '' }
}

function isCard({ contentType, content }: Record<string, unknown>): boolean {
  if (contentType !== 'application/vnd.microsoft.card.adaptive' || !isRecord(content)) return false
  const body = listIn(content.body)
  const isKnown = content.type === 'AdaptiveCard' && /^1\.[0-5]$/.test(String(content.version))
  return isKnown && body.length > 0 && body.every(isElement) && listIn(content.actions).every(isLink) && areMentioned(content)
}

const isElement = ({ type, text, inlines }: Record<string, unknown>): boolean =>
  ELEMENTS.includes(String(type)) &&
  (type === 'TextBlock'
    ? isText(text, MOST_BYTES)
    : listIn(inlines).length > 0 && listIn(inlines).every((run) => isText(run.text, MOST_BYTES)))

const isLink = ({ type, title, url }: Record<string, unknown>): boolean =>
  type === 'Action.OpenUrl' && isText(title, 200) && typeof url === 'string' && URL.canParse(url)

/** A mention without its person is an error, and the other way round. */
function areMentioned({ body, msteams }: Record<string, unknown>): boolean {
  const written = JSON.stringify(body).match(/<at>[^<]*<\/at>/g) ?? []
  const entities = isRecord(msteams) ? listIn(msteams.entities) : []
  const named = entities.map(({ text, mentioned }) => (isRecord(mentioned) && isText(mentioned.id, 200) ? text : null))
  return written.length === named.length && written.every((each) => named.includes(each))
}
