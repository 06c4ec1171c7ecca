import type { ChatAnswer, HeardAnswer, Overheard } from '../../../integrations/hear.ts'
import { activityOf } from '../../connections/reads/activity.ts'
import type { App } from '../../feature.ts'
import { chatHandlerOf } from '../reads/chat-door.ts'
import { connectionOf } from '../reads/connected.ts'
import { answerOnce } from './once.ts'
import type { Connected } from './who.ts'

/** Slack gives up after three seconds; the rest is for the way there and back. */
const PATIENCE_MS = 2_000

const BROKEN: ChatAnswer = { isDone: false, said: 'That went wrong here, and nothing is lost: try again, or open the console.' }

/** It is not remembered as done, so that it can be sent again. */
class Uncounted extends Error {}

type Told = { told: HeardAnswer; follow(): Promise<void> }
type Asked = { once: string; chat: Overheard }

/** Answers in time whatever happens: with the result, else with a word that it is being worked on, and the result afterwards. */
export async function answerChat(app: App, connected: Connected, { once, chat }: Asked): Promise<Told> {
  const { id } = connected.instance
  activityOf(app).heard(id)
  let result: ChatAnswer | null = null
  const carryOut = async (): Promise<HeardAnswer> => {
    const connection = connectionOf(app, id)
    const handler = chatHandlerOf(app)
    result = connection && handler ? await handler(app, { connection, event: chat.event, once }) : BROKEN
    if (chat.mayComeAgain?.(result)) throw new Uncounted()
    return chat.answer(result)
  }
  const working = answerOnce(app, { connection: id, once }, carryOut).catch((err: unknown) => {
    if (!(err instanceof Uncounted)) app.log.warn({ err, connection: id }, 'what was done in a chat could not be carried out')
    result ??= BROKEN
    return chat.answer(result)
  })
  const early = await Promise.race([working, patience(app)])
  const follow = async (): Promise<void> => {
    await working
    try {
      // A copy has no result of its own, so nothing is said twice.
      if (result) await chat.later?.(result, early === null)
    } catch (err) {
      app.log.warn({ err, connection: id }, 'could not say in a chat what became of a command')
    }
  }
  return { told: early ?? chat.answer(null), follow }
}

const patience = ({ clock }: App): Promise<null> =>
  new Promise((resolve) => {
    clock.at(clock.now().add({ milliseconds: PATIENCE_MS }), () => resolve(null))
  })
