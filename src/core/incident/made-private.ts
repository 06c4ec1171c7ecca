import type { Draft } from '../command/draft.ts'
import { idOf } from '../policy/policy.ts'
import type { IncidentState } from './state.ts'

/** What is private to its responders is worked on where nobody reads along, under a name that says nothing. */
export const privateRoom = (reference: string): string => `private-${reference.toLowerCase()}`

/** It was anybody's to read and is its responders' from now on: they are named, so that only they are let into its new room. */
export function madePrivate(draft: Draft<IncidentState>, before: IncidentState): void {
  const { state } = draft
  if (before.isPrivate || !state.isPrivate) return
  const room = state.room && privateRoom(state.reference)
  draft.set({ room })
  const actors = [state.declaredBy, state.acknowledgedBy].filter((actor) => actor?.startsWith('user:')).map((actor) => idOf(String(actor)))
  const people = [...new Set([...actors, ...Object.values(state.roles).map(({ user }) => user)])]
  draft.tell('incident.made_private', { reference: state.reference, type: state.type, room, people })
}
