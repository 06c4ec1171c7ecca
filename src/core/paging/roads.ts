import type { User, UserContacts } from '../policy/schema/people.ts'

/** A way to a person (`road`, what rules name) and the integration that goes there (`channel`). */
export type Way = { road: string; channel: string }

type RoadRule = Way & { has(contacts: UserContacts): boolean; wakes: boolean }

/** In the order in which they are tried when nothing else says so: what wakes first. */
const roads: readonly RoadRule[] = [
  { road: 'phone', channel: 'twilio-voice', has: (contacts) => contacts.phone !== undefined, wakes: true },
  { road: 'push', channel: 'web-push', has: (contacts) => contacts.webpush.length > 0, wakes: true },
  { road: 'push', channel: 'ntfy', has: (contacts) => contacts.ntfy !== undefined, wakes: true },
  { road: 'sms', channel: 'twilio-sms', has: (contacts) => contacts.phone !== undefined, wakes: true },
  { road: 'chat', channel: 'slack', has: (contacts) => contacts.slack !== undefined, wakes: false },
  { road: 'chat', channel: 'mattermost', has: (contacts) => contacts.mattermost !== undefined, wakes: false },
  { road: 'chat', channel: 'telegram', has: (contacts) => contacts.telegram !== undefined, wakes: false },
  { road: 'chat', channel: 'discord', has: (contacts) => contacts.discord !== undefined, wakes: false },
  { road: 'chat', channel: 'teams', has: (contacts) => contacts.teams !== undefined, wakes: false },
  { road: 'webhook', channel: 'webhook', has: (contacts) => contacts.webhook !== undefined, wakes: true },
  { road: 'email', channel: 'email', has: (contacts) => contacts.email !== undefined, wakes: false },
]

/** The ways that exist for a person now: a contact is known and the installation can send there. None for who is disabled. */
export function waysTo(user: User, canSend: (channel: string) => boolean): Way[] {
  if (user.disabled) return []
  return roads.filter((rule) => rule.has(user.contacts) && canSend(rule.channel)).map(({ road, channel }) => ({ road, channel }))
}

/** Roads that get a sleeping person up. */
export const isWakingRoad = (road: string): boolean => roads.some((rule) => rule.road === road && rule.wakes)

/** The quiet way for what must be known but need not wake: the last that exists, which never rings before mail. */
export const quietWay = (ways: Way[]): Way | undefined => ways.findLast((way) => !isWakingRoad(way.road)) ?? ways.at(-1)
