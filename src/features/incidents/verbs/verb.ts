import type { z } from 'zod'
import type { Actor, Command, RecordedFact } from '../../../core/command/command.ts'
import type { Action, Principal } from '../../../platform/auth/permissions.ts'
import { problemOf } from '../../../platform/http/problem.ts'
import type { App } from '../../feature.ts'
import type { StoredIncident } from '../reads/incidents.ts'

/**
 * What somebody asks of an incident. `who` may come from a session, a token or a chat message; `by` is the actor they are, `via`
 * the way they came: `console`, `cli`, `api` or `chat`. `key` names the request, so that it may be sent again when its answer got lost.
 */
export type Asked<B> = { body: B; who: Principal; by: Actor; via: string; key: string | null }

/** What a command told; nothing where it was so already. */
export type Done = readonly RecordedFact[]

/** One thing that can be done to an incident: the same for the API, the composer, the command line and chat. */
export type Verb<B = never> = {
  body: z.ZodType
  may: Action
  /** Largest request in bytes, where it carries a file. */
  bodyLimit?: number
  /** Answers with what it told of its subject, for the words that answer it. */
  run(app: App, incident: StoredIncident, asked: Asked<B>): Promise<Done>
}

/** Asks the engine; what it refuses becomes the answer. */
export async function carryOut(app: App, command: Command): Promise<Done> {
  const { refusal, facts } = await app.engine.execute(command)
  if (refusal) throw problemOf(refusal)
  return facts
}

type Order = { name: string; data: object }

export const commandFor = ({ id }: StoredIncident, { name, data }: Order, { by, via }: Pick<Asked<unknown>, 'by' | 'via'>): Command => ({
  name,
  to: { kind: 'incident', id },
  by,
  data: { ...data, via },
})
