import type { Reply, ReplyResult } from '../../../integrations/hear.ts'
import type { App } from '../../feature.ts'
import { answerOnce } from './once.ts'
import { carryOutReply } from './told.ts'
import type { Connected } from './who.ts'

/** A minute of rounds: longer than a database is away when it is only restarted, and than a dead process holds a reply. */
const MOST_TRIES = 6
const GIVEN_UP = 'Your reply could not be carried out. Use the link in the message; paging goes on.'

/** How often each reply has failed in this process; what is settled is forgotten. */
const failures = new Map<string, number>()

/**
 * Carries out what people replied to a provider that is asked, each once and each by itself. Null: one of them failed and is to be
 * tried again, so the provider is asked for all of them again; those that were carried out give their first result then.
 */
export async function carryOutAsked(app: App, connected: Connected, replies: readonly Reply[]): Promise<ReplyResult[] | null> {
  const results: (ReplyResult | null)[] = []
  for (const reply of replies) results.push(await tried(app, connected, reply))
  const known = results.filter((each) => each !== null)
  if (known.length < results.length) return null
  for (const reply of replies) failures.delete(nameOf(connected, reply))
  return known
}

const nameOf = ({ instance }: Connected, reply: Reply): string => `${instance.id} ${reply.once ?? `${reply.from} ${reply.text}`}`

/** Null while it is to be tried again. */
async function tried(app: App, connected: Connected, reply: Reply): Promise<ReplyResult | null> {
  const name = nameOf(connected, reply)
  if ((failures.get(name) ?? 0) >= MOST_TRIES) return givenUp(reply)
  try {
    return await once(app, connected, reply)
  } catch (err) {
    const count = (failures.get(name) ?? 0) + 1
    failures.set(name, count)
    app.log.error({ err, connection: connected.instance.id, tries: count }, 'a reply could not be carried out')
    return count < MOST_TRIES ? null : givenUp(reply)
  }
}

const givenUp = (reply: Reply): ReplyResult => ({ reply, outcome: 'refused', said: GIVEN_UP, person: null, about: null, choices: [] })

async function once(app: App, connected: Connected, reply: Reply): Promise<ReplyResult> {
  const carryOut = async (): Promise<{ status: number; body: string }> => {
    const [result] = await carryOutReply(app, connected, reply)
    return { status: 200, body: JSON.stringify(result) }
  }
  const named = { connection: connected.instance.id, once: `asked ${reply.once}` }
  const { body } = reply.once ? await answerOnce(app, named, carryOut) : await carryOut()
  return { ...(JSON.parse(body) as ReplyResult), reply }
}
