import type { Context } from '../command/command.ts'
import type { Draft } from '../command/draft.ts'
import { holds } from '../policy/when.ts'
import { instantOf } from '../time/moment.ts'
import { privateRoom } from './made-private.ts'
import { fillName, type Naming, roomName } from './reference.ts'
import type { IncidentState } from './state.ts'
import { viewOf } from './view.ts'

type Places = Pick<IncidentState, 'room' | 'bridge'>

/** The war room and bridge that the policy opens for an incident as it stands. */
export function placesOf(state: IncidentState, naming: Naming, context: Context): Places {
  const policy = context.policyAt(state.policy)
  const rules = policy.bundle.incident
  const { facts } = viewOf(state, context)
  const room =
    rules?.room && holds(rules.room.when, facts)
      ? (rules.room.fixed ?? roomName(rules.room.name ?? 'incident-{reference}', policy, naming))
      : null
  const bridge = rules?.bridge && holds(rules.bridge.when, facts) ? fillName(rules.bridge.url, policy, naming) : null
  return { room, bridge }
}

/** A level that was raised may open what the first one did not. What is open stays open. */
export function openPlaces(draft: Draft<IncidentState>, context: Context): void {
  const { state } = draft
  const { declared } = state.at
  if (!declared || (state.room && state.bridge)) return
  const { number, daily = number, title, reference } = state
  const places = placesOf(state, { now: instantOf(declared), number, daily, title, reference }, context)
  const room = state.room ?? (places.room && state.isPrivate ? privateRoom(state.reference) : places.room)
  const bridge = state.bridge ?? places.bridge
  if (room === state.room && bridge === state.bridge) return
  draft.set({ room, bridge })
  draft.tell('incident.places_opened', { room, bridge, isPrivate: state.isPrivate || undefined })
}
