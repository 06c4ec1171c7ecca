import type { Moment } from '../time/moment.ts'

/** A button of the pinned card: `command` is typed for whoever presses, or asked for in a form (`ask`). */
export type RoomButton = { name: RoomAct; label: string; style?: 'primary' | 'danger'; question?: string }

export const ROOM_ACTS = ['acknowledge', 'update', 'severity', 'resolve'] as const
export type RoomAct = (typeof ROOM_ACTS)[number]

/** Somebody to be let in: by their address in this chat, else by their e-mail address. */
export type Guest = { address: string | null; email: string | null }

/**
 * One thing asked of a chat about a room. `place` is the chat's own id of the room. `open` answers `<place> <name>` as the receipt's
 * `providerId`, `say` and `card` the post's handle. `isAgain`: an earlier try may have got through although its answer did not.
 */
export type RoomCall =
  | { act: 'open'; name: string; isPrivate: boolean; mark: string; since: Moment }
  | { act: 'join'; name: string }
  | { act: 'topic'; place: string; text: string }
  | { act: 'links'; place: string; links: { title: string; url: string }[] }
  | { act: 'invite'; place: string; guests: Guest[] }
  | { act: 'say'; place: string; id: string; text: string; isAgain: boolean }
  | {
      act: 'card'
      place: string
      id: string
      handle: string | null
      title: string
      lines: string[]
      url: string
      incident: string
      buttons: RoomButton[]
      isAgain: boolean
    }
  | { act: 'archive'; place: string }
  | { act: 'restore'; place: string }
