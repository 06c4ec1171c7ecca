import type { Moment } from '../time/moment.ts'

/** What is still to be done in a room, in order; the first is under way. `seq` is a fact of the incident to be told. */
export type RoomStep =
  | { what: 'open' | 'card' | 'topic' | 'links' | 'archive' | 'restore' }
  | { what: 'invite'; people: string[] }
  | { what: 'say'; seq: number }
  | { what: 'more'; count: number }
  /** A room that others read is left without a word of what it was about. */
  | { what: 'leave'; place: string; card: string | null; isFixed: boolean }

/** `waiting` opens with the acknowledgement. `failed`: it could not be opened; somebody must change something, and it is tried again. */
export type RoomStatus = 'waiting' | 'opening' | 'open' | 'archived' | 'failed'

/** The war room of an incident in a chat: its subject's id is the incident's. */
export type RoomState = {
  /** The connection that carries it, and its kind. */
  integration: string
  chat: string
  /** What the policy calls it, or the channel that the policy names (`channel:war-room`). */
  wanted: string
  isFixed: boolean
  isPrivate: boolean
  status: RoomStatus
  /** The chat's own id of it, and what it is called there. */
  place: string | null
  name: string | null
  /** The pinned declaration, by which the chat knows it. */
  card: string | null
  /** Who was let in. */
  people: string[]
  steps: RoomStep[]
  /** How many messages were sent for it: each has its number. */
  sent: number
  /** What the timeline says and the room was spared, because the chat did not keep up. */
  untold: number
  /** What was marked in the room and is being written down: it stands there already. */
  quoting: string | null
  /** Messages that were marked, by the chat's id, newest last. */
  marked: string[]
  /** Since when the chat takes nothing, and what it said last; absent while it does. */
  trouble?: { since: Moment; said: string } | null
  /** How often it could not be opened. */
  failures?: number
  /** Who was paged for the incident: they stay when others may not read on. */
  paged?: string[]
}
