import type { Broadcast, Command, Context, JsonObject, Reaction, RecordedFact } from '../command/command.ts'

export type Effect = Command | Broadcast
/** Facts come from the database as JSON; each reaction knows what its own fact carries. */
export type Told = RecordedFact<JsonObject>

/** What is asked of a subject, by the engine unless somebody else is named. */
type Order = { name: string; data: JsonObject; by?: string }

const ask =
  (kind: string) =>
  (id: string, { name, data, by = 'engine' }: Order): Command => ({ name, to: { kind, id }, by, data })
const askAll =
  (kind: string, column: string) =>
  (value: string, { name, data, by = 'engine' }: Order): Broadcast => ({ name, toAll: { kind, column, value }, by, data })

export const alert = ask('alert')
export const escalation = ask('escalation')
export const incident = ask('incident')
export const alertsOf = askAll('alert', 'escalation')
export const alertsOfIncident = askAll('alert', 'incident')
export const escalationsOf = askAll('escalation', 'about_id')
/** Incidents that watch for alerts of this service. */
export const incidentsWatching = askAll('incident', 'watching')
export const chatPost = ask('chat_post')
export const chatPostsOf = askAll('chat_post', 'escalation')

export const on = (name: string, to: (fact: Told, context: Context) => Effect[]): Reaction => ({ on: name, to: to as Reaction['to'] })

export const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)
export const texts = (value: unknown): string[] => (Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [])
