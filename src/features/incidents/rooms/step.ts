import type { JsonObject, RecordedFact } from '../../../core/command/command.ts'
import type { IncidentState } from '../../../core/incident/state.ts'
import { idOf, type Policy } from '../../../core/policy/policy.ts'
import type { RoomCall } from '../../../core/room/call.ts'
import { messageOf } from '../../../core/room/machine.ts'
import type { RoomState, RoomStep } from '../../../core/room/state.ts'
import type { Receipt } from '../../../engine/outbox.ts'
import type { App, Errand } from '../../feature.ts'
import { addressIn, type Connection, connectionOf } from '../../paging/reads/connected.ts'
import { cardOf, linksOf, sayingOf, topicOf } from './words.ts'

type Leaving = Extract<RoomStep, { what: 'leave' }>
type Doing = {
  app: App
  policy: Policy
  connection: Connection
  room: RoomState
  incident: IncidentState
  id: string
  message: string
  isAgain: boolean
}

const refused = (said: string): Receipt => ({ ok: false, retry: false, said })
const nothing: Receipt = { ok: true, said: 'there was nothing to do' }

/** Does the next thing in a room, as things are now: what waited for the chat is not told as it was. */
export const roomStep: Errand = async ({ incident: id, step, message, isAgain }, app) => {
  const rows = await app.store.load([
    { kind: 'room', id: String(id) },
    { kind: 'incident', id: String(id) },
  ])
  const stateOf = (kind: string): unknown => rows.find(({ subject }) => subject.kind === kind)?.state
  const room = stateOf('room') as RoomState | undefined
  const incident = stateOf('incident') as IncidentState | undefined
  if (!room || !incident) return refused('the room or its incident is gone')
  if (String(message) !== messageOf(String(id), room.sent)) return refused('the room has changed since')
  const connection = connectionOf(app, room.integration)
  if (!connection?.declaration.room) return refused(`nothing here keeps rooms in "${room.integration}"; it was removed`)
  if (incident.isPrivate && !room.isPrivate) return refused('the incident has become private, and others read this room')
  await app.policies.ensure([incident.policy])
  const policy = app.policies.at(incident.policy)
  const doing = { app, policy, connection, room, incident, id: String(id), message: String(message), isAgain: isAgain === true }
  const wanted = step as unknown as RoomStep
  if (wanted.what === 'leave') return leave(wanted, doing)
  const call = await callFor(wanted, doing)
  if (!call) return nothing
  return (await connection.declaration.room(call, await connection.io())) as Receipt
}

const LEFT = 'This room is no longer used.'

/** Nothing here names what it was about; what people wrote is theirs. What the chat refuses is left as it is. */
async function leave({ place, card, isFixed }: Leaving, { connection, id, message, isAgain, app }: Doing): Promise<Receipt> {
  const gone = { title: LEFT, lines: [LEFT], url: app.publicUrl, incident: id, buttons: [] }
  const calls: RoomCall[] = [
    ...(card ? [{ act: 'card' as const, place, id: message, handle: card, isAgain, ...gone }] : []),
    ...(isFixed
      ? []
      : [
          { act: 'topic' as const, place, text: LEFT },
          { act: 'archive' as const, place },
        ]),
  ]
  const io = await connection.io()
  for (const call of calls) {
    const receipt = (await connection.declaration.room?.(call, io)) as Receipt
    if (!receipt.ok && receipt.retry) return receipt
  }
  return { ok: true, said: 'left' }
}

async function callFor(step: Exclude<RoomStep, Leaving>, doing: Doing): Promise<RoomCall | null> {
  const { room, incident, app, policy, id, message, isAgain } = doing
  if (step.what === 'open') return openingOf(doing)
  const place = room.place
  if (!place) return null
  const view = { incident, policy, id, publicUrl: app.publicUrl }
  switch (step.what) {
    case 'topic':
      return { act: 'topic', place, text: topicOf(view) }
    case 'links':
      return { act: 'links', place, links: linksOf(view) }
    case 'card':
      return { act: 'card', place, id: message, handle: room.card, isAgain, ...cardOf(view) }
    case 'invite':
      return { act: 'invite', place, guests: guestsOf(step.people, doing) }
    case 'say': {
      const text = await saidIn(step.seq, doing)
      return text ? { act: 'say', place, id: message, text, isAgain } : null
    }
    case 'more':
      return {
        act: 'say',
        place,
        id: message,
        isAgain,
        text: `${step.count} more entries are on the timeline: ${app.publicUrl}/incidents/${id}`,
      }
    case 'archive':
    case 'restore':
      return { act: step.what, place }
  }
}

function openingOf({ room, incident, policy, id }: Doing): RoomCall {
  if (room.isFixed) {
    const channel = policy.bundle.channels?.find((each) => each.id === idOf(room.wanted))
    return { act: 'join', name: channel?.name ?? idOf(room.wanted) }
  }
  const since = incident.at.declared as string
  // The title of a private incident stands nowhere but in its room.
  return { act: 'open', name: room.wanted, isPrivate: room.isPrivate, mark: `War room of ${incident.reference} (${id})`, since }
}

function guestsOf(people: readonly string[], { app, connection }: Doing) {
  const policy = app.policies.live()
  return people.flatMap((person) => {
    const user = policy.user(person)
    if (!user || user.disabled) return []
    const email = user.unverified?.includes('email') ? null : (user.contacts.email ?? null)
    return [{ address: addressIn(connection.declaration, user), email }]
  })
}

/** The timeline's own words of a fact. */
async function saidIn(seq: number, { app, id, incident }: Doing): Promise<string | null> {
  const [fact] = await app.store.facts(`incident:${id}`, seq - 1).then((facts) => facts.filter((each) => each.seq === seq))
  return fact ? sayingOf(fact as RecordedFact<JsonObject>, { policy: app.policies.live(), incident }) : null
}
