import { createContext, useContext } from 'react'
import type { IncidentDetail } from '../contract/incident.ts'
import type { IncidentVerb } from '../contract/requests.ts'
import type { AskForm } from './ask.ts'
import type { Act } from './queries.ts'

export type Mode = 'update' | 'note' | 'decide' | 'publish' | 'command'

export type Room = {
  incident: IncidentDetail
  act: Act
  /** The same where nothing waits for the end: what was refused has been said. */
  run: (verb: IncidentVerb, body?: object) => void
  isActing: boolean
  mode: Mode
  /** Opens a tab of the composer; the cursor stays where it is. */
  show: (mode: Mode) => void
  /** Opens a tab of the composer and puts the cursor there. */
  write: (mode: Mode) => void
  /** Counts up with every `write`, so that the composer knows when to take the cursor. */
  asked: number
  /** Opens a form over the room. */
  ask: (form: AskForm) => void
}

export const roomContext = createContext<Room | null>(null)

export function useRoom(): Room {
  const room = useContext(roomContext)
  if (!room) throw new Error('a part of the war room stands outside of RoomProvider; put it inside')
  return room
}
