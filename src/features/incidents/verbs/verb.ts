import type { z } from 'zod'
import type { Actor, Command } from '../../../core/command/command.ts'
import type { Action, Principal } from '../../../platform/auth/permissions.ts'
import { problemOf } from '../../../platform/http/problem.ts'
import type { App } from '../../feature.ts'
import type { StoredIncident } from '../reads/incidents.ts'

/**
 * What somebody asks of an incident. `who` may come from a session, a token or a chat message; `by` is the actor they are, `via`
 * the way they came: `console`, `cli`, `api` or `chat`. `key` names the request, so that it may be sent again when its answer got lost.
 */
export type Asked<B> = { body: B; who: Principal; by: Actor; via: string; key: string | null }

/** One thing that can be done to an incident: the same for the API, the composer, the command line and chat. */
export type Verb<B = never> = {
  body: z.ZodType
  may: Action
  /** Largest request in bytes, where it carries a file. */
  bodyLimit?: number
  run(app: App, incident: StoredIncident, asked: Asked<B>): Promise<void>
}

/** Asks the engine; what it refuses becomes the answer. */
export async function carryOut(app: App, command: Command): Promise<void> {
  const { refusal } = await app.engine.execute(command)
  if (refusal) throw problemOf(refusal)
}

type Order = { name: string; data: object }

export const commandFor = ({ id }: StoredIncident, { name, data }: Order, { by, via }: Pick<Asked<unknown>, 'by' | 'via'>): Command => ({
  name,
  to: { kind: 'incident', id },
  by,
  data: { ...data, via },
})
