import type { JsonObject } from '../../core/command/command.ts'
import type { Reply } from '../hear.ts'
import { cutText, isObject, textOf } from '../reading.ts'
import { replyActionOf } from '../reply-buttons.ts'

/** What Telegram shows above the chat when a button was pressed, in characters; and a message. */
const TOAST_LENGTH = 200
const TEXT_LENGTH = 4096

/** A pressed button (`query`), or a message to the bot; `reply` is null when it only wants to know its number. */
export type Understood = { reply: Reply | null; query: string | null; chat: string }

/** What people pressed or wrote. Null: nothing that is meant for us. */
export function readUpdate(update: JsonObject): Understood | null {
  return readPress(update.callback_query) ?? readMessage(update.message)
}

function readPress(query: unknown): Understood | null {
  if (!isObject(query) || !isObject(query.from)) return null
  const chat = isObject(query.message) && isObject(query.message.chat) ? textOf(query.message.chat.id) : ''
  const message = isObject(query.message) ? textOf(query.message.message_id) : ''
  const action = replyActionOf(query.data)
  const concerning = chat && message ? { providerId: `${chat}:${message}` } : null
  const reply = action ? { from: textOf(query.from.id), concerning, text: textOf(query.data), action } : null
  return { reply, query: textOf(query.id), chat }
}

/** Only what is written to the bot itself: in groups it would take every "ok" for an answer. */
function readMessage(message: unknown): Understood | null {
  if (!isObject(message) || !isObject(message.chat) || !isObject(message.from)) return null
  const [chat, text] = [textOf(message.chat.id), textOf(message.text)]
  if (message.chat.type !== 'private' || text === '') return null
  if (/^\/start\b/.test(text)) return { reply: null, query: null, chat }
  const answered = isObject(message.reply_to_message) ? textOf(message.reply_to_message.message_id) : ''
  const concerning = answered ? { providerId: `${chat}:${answered}` } : null
  return { reply: { from: textOf(message.from.id), concerning, text, action: null }, query: null, chat }
}

/** A method of the Bot API with what it needs: it can be the body of our answer, or be called. Null: nothing is to be said. */
export function answerTo({ query, chat }: Understood, said: string | null): ({ method: string } & JsonObject) | null {
  if (query !== null) {
    const text = cutText(said || 'This button does nothing any more.', TOAST_LENGTH)
    return { method: 'answerCallbackQuery', callback_query_id: query, text, show_alert: text.length > TOAST_LENGTH / 2 }
  }
  if (said === '') return null
  const text = said ?? `Your chat id is ${chat}. Put it into your profile in Tocsin, under Contacts, Telegram.`
  return { method: 'sendMessage', chat_id: chat, text: cutText(text, TEXT_LENGTH) }
}
