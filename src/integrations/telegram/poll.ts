import type { SendIo } from '../declaration.ts'
import type { Polled } from '../hear.ts'
import { isObject } from '../reading.ts'
import { callTelegram } from './api.ts'
import { answerTo, readUpdate, type Understood } from './update.ts'

/** Telegram gives at most so many at once; the rest comes with the next question. */
const UPDATES = 100

/** Asks for what people pressed and wrote, where Telegram cannot post to us. Throws when it cannot be asked: asked again. */
export async function poll({ cursor }: { cursor: string | null }, io: SendIo): Promise<Polled> {
  if (io.hearUrl) return { cursor }
  const question = { offset: Number(cursor ?? 0), limit: UPDATES, timeout: 0, allowed_updates: ['message', 'callback_query'] }
  const { receipt, result } = await callTelegram(io, 'getUpdates', question)
  if (!receipt.ok) throw new Error(`Telegram was asked for replies: ${receipt.said}`)
  const updates = Array.isArray(result) ? result.filter(isObject) : []
  const understood = updates.flatMap((update) => named(readUpdate(update), String(update.update_id)))
  const last = Math.max(0, ...updates.map(({ update_id }) => Number(update_id)).filter(Number.isSafeInteger))
  return {
    replies: understood.flatMap(({ reply }) => reply ?? []),
    cursor: last > 0 ? String(last + 1) : cursor,
    answer: async (results) => {
      for (const each of understood) await tell(io, each, results.find(({ reply }) => reply === each.reply)?.said ?? null)
    },
  }
}

function named(understood: Understood | null, once: string): Understood[] {
  if (!understood) return []
  return [understood.reply ? { ...understood, reply: { ...understood.reply, once } } : understood]
}

async function tell(io: SendIo, understood: Understood, said: string | null): Promise<void> {
  const answer = answerTo(understood, said)
  if (!answer) return
  const { method, ...given } = answer
  await callTelegram(io, method, given)
}
