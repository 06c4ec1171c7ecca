import type { Policy } from '../policy/policy.ts'
import { idOf } from '../policy/policy.ts'
import type { Channel } from '../policy/schema/organization.ts'

/** Chats that can open a room, set its topic and let people in. */
const ROOM_CHATS: readonly string[] = ['slack', 'mattermost']

export const canHoldRooms = (type: string): boolean => ROOM_CHATS.includes(type)

export type RoomChat = { integration: string; chat: string; isFixed: boolean }

/** The connection that carries a room; null where none can. A channel that is named brings its own. */
export function roomChatOf(policy: Policy, wanted: string): RoomChat | null {
  const isFixed = wanted.startsWith('channel:')
  const found = isFixed ? chatOfChannel(policy, idOf(wanted)) : firstOf(policy, null)
  return found && { ...found, isFixed }
}

/** The connection through which a standing channel's topic and people can be changed. */
export function chatOfChannel(policy: Policy, id: string): { integration: string; chat: string } | null {
  const channel: Channel | undefined = policy.bundle.channels?.find((each) => each.id === id)
  if (!channel) return null
  const named = channel.integration ? policy.integration(channel.integration) : undefined
  if (named) return canHoldRooms(named.type) ? { integration: named.id, chat: named.type } : null
  return canHoldRooms(channel.via) ? firstOf(policy, channel.via) : null
}

function firstOf({ bundle }: Policy, type: string | null): { integration: string; chat: string } | null {
  const found = bundle.integrations?.find((each) => canHoldRooms(each.type) && (type === null || each.type === type))
  return found ? { integration: found.id, chat: found.type } : null
}
