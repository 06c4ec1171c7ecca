import type { OutgoingMessage } from '../core/paging/outgoing.ts'
import { oneLine, plainTextOf, type Wording, wordingOf } from '../core/paging/wording.ts'
import type { OutboundAnswer } from '../platform/outbound/outbound.ts'
import type { Address, Integration, SendIo } from './declaration.ts'
import { isObject, textOf } from './reading.ts'
import { badAddress, deliver, type Receipt } from './receipt.ts'

/** ntfy turns longer messages into attachments, which lock screens do not show. */
const MAX_BYTES = 3500
const TITLE_LENGTH = 200
/** ntfy's own limits for topic names. */
const TOPIC = /^[-_A-Za-z0-9]{1,64}$/

const PRIORITIES = { page: 5, nag: 4, test: 4, update: 3, notify: 3, resolved: 2, ticket: 2 } as const
/** Only the two worst severities break through "do not disturb". */
const LAST_URGENT_RANK = 2

/** Posts JSON to the server's root: headers, the other way, cannot carry foreign text safely. */
async function send(message: OutgoingMessage, to: Address, io: SendIo): Promise<Receipt> {
  const target = targetOf(to, io)
  if (!target) return badAddress(`"${to.slice(0, 20)}" names no ntfy topic; write https://ntfy.example.com/topic, or a topic name`)
  const body = JSON.stringify({ topic: target.topic, ...payloadOf(message) })
  const headers = {
    'content-type': 'application/json',
    ...(target.isHome && io.secrets.token ? { authorization: `Bearer ${io.secrets.token}` } : {}),
  }
  return await deliver(io, { url: target.server, request: { method: 'POST', headers, body }, read: readAnswer })
}

/** The token is sent to the server of the settings only; another server named by a person never sees it. */
function targetOf(to: Address, io: SendIo): { server: string; topic: string; isHome: boolean } | null {
  const home = URL.parse(textOf(io.fields.server))
  const url = URL.parse(to || textOf(io.fields.topic), home?.href)
  if (!url || !/^https?:$/.test(url.protocol)) return null
  const [topic = '', ...rest] = url.pathname.split('/').filter(Boolean)
  const isPlain = rest.length === 0 && url.search === '' && url.hash === ''
  return TOPIC.test(topic) && isPlain ? { server: `${url.origin}/`, topic, isHome: url.origin === home?.origin } : null
}

function payloadOf(message: OutgoingMessage): object {
  const wording = wordingOf(message)
  return {
    title: oneLine(wording.headline).slice(0, TITLE_LENGTH),
    message: cutBytes(plainTextOf({ ...wording, action: null, details: null }), MAX_BYTES),
    priority: priorityOf(message),
    click: wording.action?.href,
    actions: actionsOf(message, wording),
  }
}

function priorityOf({ kind, severity }: OutgoingMessage): number {
  return kind === 'page' && severity && severity.rank > LAST_URGENT_RANK ? PRIORITIES.nag : PRIORITIES[kind]
}

/** The buttons post, so they act at once; a tap on the message opens the page, which only shows. Three are the most there can be. */
function actionsOf({ ackUrl }: OutgoingMessage, { details }: Wording): object[] | undefined {
  if (!ackUrl) return undefined
  const open = details ? [{ action: 'view', label: details.label, url: details.href }] : []
  const post = { action: 'http', url: ackUrl, method: 'POST', clear: true }
  return [{ ...post, label: 'Acknowledge', body: 'act=acknowledge' }, { ...post, label: 'Escalate', body: 'act=escalate' }, ...open]
}

function readAnswer(answer: OutboundAnswer): { providerId?: string; said?: string } {
  try {
    const told: unknown = JSON.parse(answer.body)
    if (!isObject(told)) return {}
    const providerId = textOf(told.id)
    return { ...(providerId ? { providerId } : {}), said: answer.status < 300 ? '' : oneLine(textOf(told.error)).slice(0, 100) }
  } catch {
    return {}
  }
}

/** Cuts at a character, not inside one. */
function cutBytes(text: string, limit: number): string {
  const bytes = new TextEncoder().encode(text)
  return bytes.length <= limit ? text : `${new TextDecoder().decode(bytes.slice(0, limit)).replace(/\ufffd+$/, '')}…`
}

export default {
  id: 'ntfy',
  title: 'ntfy',
  summary: 'Push messages with an Acknowledge button through ntfy.sh or your own ntfy server.',
  fields: [
    { name: 'server', label: 'Server', kind: 'url', help: 'The ntfy server that holds the topics.', default: 'https://ntfy.sh' },
    {
      name: 'topic',
      label: 'Topic',
      kind: 'text',
      help: 'For messages to nobody in particular; people have their own topic. Anyone who knows a topic can read it.',
    },
    { name: 'token', label: 'Access token', kind: 'secret', help: 'Needed when the server asks for a login; begins with tk_.' },
  ],
  send,
  roads: ['push'],
  addressOf: (contacts) => contacts.ntfy ?? null,
} satisfies Integration
