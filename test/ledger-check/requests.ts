/**
 * What providers logged, read as their documentation describes it: who was sent what, whether it was taken, and what they told
 * back. Knows nothing of the product, imports none of it.
 */

/**
 * One line of a provider's log. `status` is null where it never answered; `answer` is the body that it answered with. `isOutgoing`:
 * the provider posted it, of something that it had taken before.
 */
export type Logged = {
  service: string
  at: string
  method: string
  path: string
  headers: Record<string, string>
  body: string
  status: number | null
  answer: string
  isOutgoing?: true
}

/** Somebody was sent something. `address` is theirs at the provider, `ref` the provider's own id of it; `carried`: where a sender may put its own id. */
export type Attempt = {
  channel: string
  address: string
  at: string
  isTaken: boolean
  status: number | null
  text: string
  carried: string
  ref: string | null
}

/** A provider says of what it took: `delivered`, `answered` (a call), `human`, `voicemail`, `undelivered`. */
export type Proof = { ref: string; stage: string }

type Reader = (line: Logged) => Omit<Attempt, 'at' | 'isTaken' | 'status'> | null

const jsonOf = (text: string): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')

const readTwilio: Reader = ({ method, path, body, answer }) => {
  const resource = /\/(Messages|Calls)\.json$/.exec(path.split('?')[0] ?? '')?.[1]
  if (method !== 'POST' || !resource) return null
  const form = new URLSearchParams(body)
  const channel = resource === 'Messages' ? 'twilio-sms' : 'twilio-voice'
  const text = [form.get('Body'), form.get('Url'), form.get('Twiml')].join('\n')
  const ref = textOf(jsonOf(answer).sid) || null
  return { channel, address: form.get('To') ?? '', text, carried: decodeURIComponent(form.get('StatusCallback') ?? ''), ref }
}

const readNtfy: Reader = ({ method, body, answer }) =>
  method === 'POST'
    ? { channel: 'ntfy', address: textOf(jsonOf(body).topic), text: body, carried: '', ref: textOf(jsonOf(answer).id) || null }
    : null

/** `webhook-id` is the same for each try of one message: Standard Webhooks. */
const readWebhook: Reader = ({ path, headers, body }) => ({
  channel: 'webhook',
  address: path,
  text: body,
  carried: headers['webhook-id'] ?? '',
  ref: null,
})

const readMail: Reader = ({ path, body }) => ({ channel: 'email', address: path, text: body, carried: '', ref: null })

/** An edit of what was sent before pages nobody, and neither does the answer to a press. */
const readTelegram: Reader = ({ path, body, answer }) => {
  if (!path.endsWith('/sendMessage')) return null
  const { chat_id: chat, text } = jsonOf(body)
  const result = jsonOf(answer).result as Record<string, unknown> | undefined
  return { channel: 'telegram', address: textOf(chat), text: textOf(text), carried: '', ref: textOf(result?.message_id) || null }
}

const READERS: Readonly<Record<string, Reader>> = {
  twilio: readTwilio,
  ntfy: readNtfy,
  webhook: readWebhook,
  smtp: readMail,
  telegram: readTelegram,
}

/** A 200 of these may be a refusal. */
const saysNo = ({ service, answer }: Logged): boolean => service === 'telegram' && jsonOf(answer).ok !== true

export function attemptsIn(log: readonly Logged[]): Attempt[] {
  return log.flatMap((line) => {
    const reader = READERS[line.service]
    if (!reader) throw new Error(`nobody here reads the log of "${line.service}"; write one of ${Object.keys(READERS).join(', ')}`)
    const read = line.isOutgoing ? null : reader(line)
    const isTaken = line.status !== null && line.status >= 200 && line.status < 300 && !saysNo(line)
    return read ? [{ ...read, at: line.at, status: line.status, isTaken }] : []
  })
}

/** Twilio's words for what became of a message or a call. */
function stageOf({ status, answeredBy, digits }: { status: string; answeredBy: string; digits: string }): string | null {
  if (digits) return 'human'
  if (/^(machine|fax)/.test(answeredBy)) return 'voicemail'
  if (status === 'delivered') return 'delivered'
  if (['in-progress', 'completed'].includes(status)) return 'answered'
  return ['undelivered', 'failed', 'busy', 'no-answer', 'canceled'].includes(status) ? 'undelivered' : null
}

function posted({ body }: Logged): Proof[] {
  const form = new URLSearchParams(body)
  const ref = form.get('MessageSid') ?? form.get('CallSid') ?? ''
  const status = form.get('MessageStatus') ?? form.get('CallStatus') ?? ''
  const stage = stageOf({ status, answeredBy: form.get('AnsweredBy') ?? '', digits: form.get('Digits') ?? '' })
  return stage ? [{ ref, stage }] : []
}

/** Whoever asks is told as well. */
function shown({ answer }: Logged): Proof[] {
  const { messages, ...one } = jsonOf(answer)
  const rows = Array.isArray(messages) ? (messages as Record<string, unknown>[]) : [one]
  return rows.flatMap((row) => {
    const stage = stageOf({ status: textOf(row.status), answeredBy: textOf(row.answered_by), digits: '' })
    return stage && row.direction !== 'inbound' ? [{ ref: textOf(row.sid), stage }] : []
  })
}

/** What the provider told, by posting it or when it was asked. */
export const proofsIn = (log: readonly Logged[]): Proof[] =>
  log
    .filter(({ service }) => service === 'twilio')
    .flatMap((line) => (line.isOutgoing ? posted(line) : line.method === 'GET' ? shown(line) : []))

/** Providers that tell what became of each: what the ledger says of these they must have said. */
export const TELLING: readonly string[] = ['twilio-sms', 'twilio-voice']
