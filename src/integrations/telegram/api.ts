import type { JsonObject } from '../../core/command/command.ts'
import type { OutboundAnswer } from '../../platform/outbound/outbound.ts'
import type { SendIo } from '../declaration.ts'
import { jsonOf } from '../json-answer.ts'
import { isObject, textOf } from '../reading.ts'
import { badAddress, notConfigured, type Receipt, receiptOf, receiptOfFailure } from '../receipt.ts'

export type TelegramAnswer = { receipt: Receipt; result: unknown }

/** As BotFather gives it: it stands in the path, so nothing else may. */
const TOKEN = /^\d{3,20}:[\w-]{20,64}$/

/** A method of the Bot API. The token is in the address, which is why no message of ours ever names more than the host. */
export async function callTelegram(io: SendIo, method: string, given: object = {}): Promise<TelegramAnswer> {
  const { token = '' } = io.secrets
  if (!TOKEN.test(token)) {
    const said = 'the bot token is missing or is none; copy it from @BotFather, it looks like 110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw'
    return { receipt: notConfigured(said), result: null }
  }
  try {
    const headers = { 'content-type': 'application/json' }
    const url = `${textOf(io.fields.api).replace(/\/+$/, '')}/bot${token}/${method}`
    return answerOf(await io.fetch(url, { method: 'POST', headers, body: JSON.stringify(given), maxRedirects: 0 }), io)
  } catch (error) {
    return { receipt: receiptOfFailure(error), result: null }
  }
}

function answerOf(answer: OutboundAnswer, { now }: SendIo): TelegramAnswer {
  const told = jsonOf(answer)
  const receipt = inItsWords(told) ?? receiptOf(answer, { now, ...retryOf(told) })
  if (receipt.ok && answer.status < 300 && told?.ok !== true) {
    const said = 'answered 200, but not as Telegram does; check the address of the API'
    return { receipt: { ok: false, retry: true, reason: 'server-error', said }, result: null }
  }
  // Telegram does not know a bot whose token is wrong.
  if (answer.status === 404)
    return { receipt: { ok: false, retry: false, reason: 'unauthorized', said: 'answered 404: the bot token is not valid' }, result: null }
  return { receipt, result: told?.result ?? null }
}

function retryOf(told: JsonObject | null): { retryAfterMs?: number } {
  const seconds = isObject(told?.parameters) ? Number(told.parameters.retry_after) : Number.NaN
  return Number.isFinite(seconds) ? { retryAfterMs: seconds * 1000 } : {}
}

/** Only what Telegram words itself is repeated; the rest of an answer may hold anything. */
function inItsWords(told: JsonObject | null): Receipt | null {
  const said = textOf(told?.description)
  if (/message is not modified/i.test(said)) return { ok: true, said: 'it says so already' }
  if (/chat not found|user not found|peer_id_invalid/i.test(said))
    return badAddress('Telegram knows no such chat; the person must write /start to the bot first, which tells them their chat id')
  if (/bot was blocked|user is deactivated|bot was kicked/i.test(said))
    return { ok: false, retry: false, reason: 'gone', said: `answered 403: the bot was blocked or removed there` }
  return null
}
