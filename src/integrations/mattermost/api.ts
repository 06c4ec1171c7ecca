import type { OutboundAnswer, OutboundRequest } from '../../platform/outbound/outbound.ts'
import type { SendIo } from '../declaration.ts'
import { jsonOf } from '../json-answer.ts'
import { textOf } from '../reading.ts'
import { type Receipt, receiptOf, receiptOfFailure } from '../receipt.ts'

export type MattermostAnswer = { receipt: Receipt; body: Readonly<Record<string, unknown>> }

type Call = { method?: 'GET' | 'POST' | 'PUT' | 'DELETE'; path: string; given?: unknown }

/** A call of the server's API (v4) with the bot's token. */
export async function callMattermost(io: SendIo, { method = 'GET', path, given }: Call): Promise<MattermostAnswer> {
  const url = `${textOf(io.fields.server).replace(/\/+$/, '')}/api/v4/${path}`
  const headers = { authorization: `Bearer ${io.secrets.token ?? ''}`, 'content-type': 'application/json' }
  return await exchange(io, url, { method, headers, ...(given === undefined ? {} : { body: JSON.stringify(given) }), maxRedirects: 0 })
}

/** The incoming webhook answers "ok" and never which post it made. */
export async function postToWebhook(io: SendIo, url: string, given: object): Promise<Receipt> {
  const headers = { 'content-type': 'application/json' }
  return (await exchange(io, url, { method: 'POST', headers, body: JSON.stringify(given), maxRedirects: 0 })).receipt
}

async function exchange(io: SendIo, url: string, request: OutboundRequest): Promise<MattermostAnswer> {
  try {
    const answer = await io.fetch(url, request)
    return { receipt: receiptFrom(answer, io), body: jsonOf(answer) ?? {} }
  } catch (error) {
    return { receipt: receiptOfFailure(error), body: {} }
  }
}

/** The error's id is a word of Mattermost's own; its message may repeat what was sent. */
function receiptFrom(answer: OutboundAnswer, { now }: SendIo): Receipt {
  const id = textOf(jsonOf(answer)?.id)
  const error = answer.status >= 300 && /^[a-z0-9_.]{3,100}$/.test(id) ? id : ''
  if (answer.status === 404 || /missing_account|get_by_username|incoming_webhook\.(user|channel)/.test(error)) {
    const said = [`answered ${answer.status}`, error].filter(Boolean).join(': ')
    return { ok: false, retry: false, reason: 'bad-address', said: `${said}; check the user name or channel, and the server's address` }
  }
  const seconds = Number(answer.headers['x-ratelimit-reset'])
  const isLimited = answer.status === 429 && !answer.headers['retry-after'] && Number.isFinite(seconds)
  return receiptOf(answer, { now, said: error, ...(isLimited ? { retryAfterMs: seconds * 1000 } : {}) })
}
