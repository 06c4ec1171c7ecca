import type { Command, Context, JsonObject, Reaction } from '../command/command.ts'
import { privateRoom } from '../incident/made-private.ts'
import type { Policy } from '../policy/policy.ts'
import { followed } from '../room/follow.ts'
import type { FollowIncident, HideRoom, OpenRoom } from '../room/machine.ts'
import { roomChatOf } from '../room/room-chat.ts'
import { type Effect, incident, on, type Told, text, texts } from './order.ts'

const room = (id: string, name: string, data: object): Command => ({
  name,
  to: { kind: 'room', id },
  by: 'engine',
  data: data as JsonObject,
})

/** Nobody looks for rooms where the policy or its connections have none. */
const hasRooms = ({ bundle }: Policy): boolean => bundle.incident?.room !== undefined

const userIn = (actor: unknown): string[] => {
  const id = text(actor)
  return id?.startsWith('user:') ? [id.slice('user:'.length)] : []
}

const holders = (value: unknown): string[] => Object.values((value ?? {}) as Record<string, unknown>).flatMap(texts)

/** What is private to its responders is never worked on in a channel that others read. */
function openingOf({ data, by }: Told, { wanted, policy }: { wanted: string; policy: Policy }): OpenRoom {
  const type = policy.bundle.incident?.types?.find((each) => each.id === data.type)
  const isPrivate = type?.private === true
  const name = isPrivate && wanted.startsWith('channel:') ? privateRoom(String(data.reference)) : wanted
  const isWaiting = policy.bundle.incident?.room?.open === 'acknowledged' && !data.acknowledged
  const first = (data.acknowledged as { by?: unknown } | null)?.by
  return { wanted: name, isPrivate, isWaiting, people: [...userIn(by), ...userIn(first), ...holders(data.holders)] }
}

const openRoom = on('incident.declared', (fact, context) => {
  const wanted = text(fact.data.room)
  if (!wanted || !hasRooms(context.policy) || !roomChatOf(context.policy, wanted)) return []
  return [room(fact.of.id, 'open', openingOf(fact, { wanted, policy: context.policyAt(fact.data.policy as number) }))]
})

/** The level was raised to one that has a room. Who declared it is in there from the start; the others come with what they do. */
const openLater = on('incident.places_opened', ({ of, data, by }, { policy }) => {
  const wanted = text(data.room)
  if (!wanted || !hasRooms(policy) || !roomChatOf(policy, wanted)) return []
  return [room(of.id, 'open', { wanted, isPrivate: data.isPrivate === true, isWaiting: false, people: userIn(by) } satisfies OpenRoom)]
})

/** Its responders go on where nobody else reads along. */
const hideRoom = on('incident.made_private', ({ of, data }, { policy }) => {
  const wanted = text(data.room)
  if (!wanted || !hasRooms(policy)) return []
  return [room(of.id, 'hide', { wanted, people: texts(data.people) } satisfies HideRoom)]
})

/** Obligations are facts of the incident as well, unless they are somebody else's. */
const followFacts: Reaction[] = followed.map((name) =>
  on(name, (fact, { policy }) => (fact.of.kind === 'incident' && hasRooms(policy) ? [room(fact.of.id, 'follow', followingOf(fact))] : [])),
)

function peopleIn({ name, data, by }: Pick<Told, 'name' | 'data' | 'by'>): string[] {
  if (name === 'incident.role_assigned') return [String(data.user)]
  if (name === 'incident.tied') return texts(data.people)
  return name === 'incident.acknowledged' ? userIn(by) : []
}

function followingOf({ name, data, by, seq }: Told): FollowIncident {
  const people = peopleIn({ name, data, by })
  const quote = name === 'incident.noted' ? text(data.text) : null
  return { fact: name, seq, people, ...(quote ? { quote } : {}), ...(name === 'incident.acknowledged' ? { isFirst: true } : {}) }
}

/** Whoever is paged for an incident is let into its room. */
const letIn = on('escalation.step_fired', ({ data, seq }, { policy }: Context): Effect[] => {
  const about = (data.about ?? {}) as { kind?: string; id?: string }
  if (about.kind !== 'incident' || !about.id || !hasRooms(policy)) return []
  return [room(about.id, 'follow', { fact: 'escalation.step_fired', seq, people: texts(data.users) } satisfies FollowIncident)]
})

const writeDown = on('room.marked', ({ of, data, by }) => [incident(of.id, { name: 'note', data: { text: data.text ?? '' }, by })])

const tellFailure = on('room.failed', ({ of, data }) => [
  incident(of.id, { name: 'note', data: { text: `The war room could not be opened in the chat: ${String(data.said)}` } }),
])

export const roomReactions: readonly Reaction[] = [openRoom, openLater, hideRoom, ...followFacts, letIn, writeDown, tellFailure]
