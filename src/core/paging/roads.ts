import type { User, UserContacts } from '../policy/schema/people.ts'

/** A way to a person (`road`, what rules name) and the integration that goes there (`channel`). */
export type Way = { road: string; channel: string }

type Contact = keyof Omit<UserContacts, 'other'>

/** `isReceipted`: the carrier tells afterwards what became of a message, so that silence means that nothing became of it. */
type RoadRule = Way & { contact: Contact; wakes: boolean; isReceipted?: true }

/** In the order in which they are tried when nothing else says so: what wakes first. */
const roads: readonly RoadRule[] = [
  { road: 'phone', channel: 'twilio-voice', contact: 'phone', wakes: true, isReceipted: true },
  { road: 'push', channel: 'web-push', contact: 'webpush', wakes: true },
  { road: 'push', channel: 'ntfy', contact: 'ntfy', wakes: true },
  { road: 'sms', channel: 'twilio-sms', contact: 'phone', wakes: true, isReceipted: true },
  { road: 'chat', channel: 'slack', contact: 'slack', wakes: false },
  { road: 'chat', channel: 'mattermost', contact: 'mattermost', wakes: false },
  { road: 'chat', channel: 'telegram', contact: 'telegram', wakes: false },
  { road: 'chat', channel: 'discord', contact: 'discord', wakes: false },
  { road: 'chat', channel: 'teams', contact: 'teams', wakes: false },
  { road: 'webhook', channel: 'webhook', contact: 'webhook', wakes: true },
  { road: 'email', channel: 'email', contact: 'email', wakes: false },
]

/** Every road by its name, in the order in which they wake. */
export const ROADS: readonly string[] = [...new Set(roads.map(({ road }) => road))]

const hasContact = ({ contacts }: User, contact: Contact): boolean =>
  contact === 'webpush' ? contacts.webpush.length > 0 : contacts[contact] !== undefined

/** The mark is of the number, not of the person: another number is a mobile until its carrier says otherwise. */
export const takesNoTexts = ({ contacts }: User): boolean => contacts.landline !== undefined && contacts.landline === contacts.phone

/**
 * The ways that exist for a person now: a contact is known and counts, and the installation can send there. None for who is
 * disabled. What somebody typed and has not proved yet is no way.
 */
export function waysTo(user: User, canSend: (channel: string) => boolean): Way[] {
  if (user.disabled) return []
  const counts = ({ contact, road }: RoadRule): boolean =>
    hasContact(user, contact) && !user.unverified?.includes(contact) && !(road === 'sms' && takesNoTexts(user))
  return roads.filter((rule) => counts(rule) && canSend(rule.channel)).map(({ road, channel }) => ({ road, channel }))
}

/** Whether anything that counts can get this person up, as far as contacts say: what this installation can send is another matter. */
export const hasWakingRoad = (user: User): boolean =>
  user.contacts.other !== undefined ||
  roads.some(({ contact, wakes }) => wakes && hasContact(user, contact) && !user.unverified?.includes(contact))

/** Which contact a channel uses, and by which road. Undefined for what reaches no person. */
export const roadOfChannel = (channel: string): Readonly<RoadRule> | undefined => roads.find((rule) => rule.channel === channel)

/** Every way that a person's contacts name, also those that do not count yet, with whether they do. */
export const roadsOf = (
  user: User,
  canSend: (channel: string) => boolean,
): (Way & { contact: Contact; wakes: boolean; counts: boolean })[] =>
  roads
    .filter((rule) => hasContact(user, rule.contact) && canSend(rule.channel))
    .map(({ road, channel, contact, wakes }) => ({ road, channel, contact, wakes, counts: !user.unverified?.includes(contact) }))

/** Carriers that say afterwards what became of a message. */
export const isReceipted = (channel: string): boolean => roadOfChannel(channel)?.isReceipted === true

/** Roads that get a sleeping person up. */
export const isWakingRoad = (road: string): boolean => roads.some((rule) => rule.road === road && rule.wakes)

/** The quiet way for what must be known but need not wake: the last that exists, which never rings before mail. */
export const quietWay = (ways: Way[]): Way | undefined => ways.findLast((way) => !isWakingRoad(way.road)) ?? ways.at(-1)
