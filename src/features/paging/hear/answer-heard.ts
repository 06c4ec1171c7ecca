import type { Heard, HeardAnswer, ReplyResult } from '../../../integrations/hear.ts'
import type { App } from '../../feature.ts'
import { answerChat } from './answer-chat.ts'
import { answerOnce } from './once.ts'
import { carryOutTold } from './told.ts'
import type { Connected } from './who.ts'

type Understood = Exclude<Heard, { refused: unknown }>

/** Carries out what was understood, once. `follow` is for after the answer has left; it never throws. */
export async function answerHeard(
  app: App,
  connected: Connected,
  heard: Understood,
): Promise<{ told: HeardAnswer; follow(): Promise<void> }> {
  if (heard.chat) return await answerChat(app, connected, { once: heard.once ?? '', chat: heard.chat })
  const connection = connected.instance.id
  let results: readonly ReplyResult[] = []
  const carryOut = async (): Promise<HeardAnswer> => {
    results = await carryOutTold(app, connected, heard)
    return heard.answer(results)
  }
  const told = heard.once === null ? await carryOut() : await answerOnce(app, { connection, once: heard.once }, carryOut)
  const follow = async (): Promise<void> => {
    try {
      // A copy has no results of its own, so nothing is said twice.
      if (results.length > 0) await heard.afterwards?.(results)
    } catch (err) {
      app.log.warn({ err, connection }, 'could not follow up on a reply')
    }
  }
  return { told, follow }
}
