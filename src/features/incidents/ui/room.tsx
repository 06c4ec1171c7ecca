import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'
import type { IncidentDetail } from '../contract/incident.ts'
import type { Act } from './queries.ts'

export type Mode = 'update' | 'note' | 'decide' | 'publish' | 'command'

type Room = {
  incident: IncidentDetail
  act: Act
  isActing: boolean
  mode: Mode
  /** Opens a tab of the composer; the cursor stays where it is. */
  show: (mode: Mode) => void
  /** Opens a tab of the composer and puts the cursor there. */
  write: (mode: Mode) => void
  /** Counts up with every `write`, so that the composer knows when to take the cursor. */
  asked: number
}

const context = createContext<Room | null>(null)

export function useRoom(): Room {
  const room = useContext(context)
  if (!room) throw new Error('a part of the war room stands outside of RoomProvider; put it inside')
  return room
}

type Props = { incident: IncidentDetail; act: Act; isActing: boolean; children: ReactNode }

export function RoomProvider({ incident, act, isActing, children }: Props) {
  const [{ mode, asked }, setAsked] = useState<{ mode: Mode; asked: number }>({ mode: 'update', asked: 0 })
  const room = useMemo(
    () => ({
      incident,
      act,
      isActing,
      mode,
      asked,
      show: (next: Mode) => setAsked((before) => ({ ...before, mode: next })),
      write: (next: Mode) => setAsked((before) => ({ mode: next, asked: before.asked + 1 })),
    }),
    [incident, act, isActing, mode, asked],
  )
  return <context.Provider value={room}>{children}</context.Provider>
}
