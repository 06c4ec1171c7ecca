import type { Heard, HearRequest } from '../hear.ts'
import { isObject, textOf } from '../reading.ts'
import { isSameText } from '../same-text.ts'
import { answerTo, readUpdate } from './update.ts'

const JSON_TYPE = { 'content-type': 'application/json' }

/** Telegram signs nothing: it repeats the secret it was given when the address was registered. Each update has a number. */
export function hear({ headers, json, secrets }: HearRequest): Heard {
  if (!secrets.webhookSecret) return refused(404, 'no webhook secret is set; fill it in under Settings, Integrations')
  if (!isSameText(headers['x-telegram-bot-api-secret-token'], secrets.webhookSecret)) return refused(401, 'the secret token is not ours')
  const update = isObject(json) ? textOf(json.update_id) : ''
  if (!isObject(json) || !/^\d{1,15}$/.test(update)) return refused(400, 'this is no update of the Bot API')
  const understood = readUpdate(json)
  const nothing = { status: 200, headers: JSON_TYPE, body: '{}' }
  if (!understood) return { once: update, answer: () => nothing }
  return {
    once: update,
    replies: understood.reply ? [understood.reply] : [],
    answer: ([result]) => ({ ...nothing, body: JSON.stringify(answerTo(understood, result?.said ?? null) ?? {}) }),
  }
}

const refused = (status: number, why: string): Heard => ({ refused: { status, body: '', why } })
