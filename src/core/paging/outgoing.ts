/** Why a message is sent: it decides urgency, wording and whether it asks for an acknowledgement. */
export type OutgoingKind = 'page' | 'update' | 'nag' | 'notify' | 'test' | 'resolved' | 'ticket'

export const OUTGOING_KINDS: readonly OutgoingKind[] = ['page', 'update', 'nag', 'notify', 'test', 'resolved', 'ticket']

export type OutgoingAlert = { title: string; key: string; labels?: Record<string, string> }

/**
 * One message as the sender hands it to any road. It is plain JSON (it is kept in the outbox) and
 * says nothing about the road: each integration words and formats it for its own medium.
 */
export type OutgoingMessage = {
  /** The outbox id: idempotency key, `webhook-id`, Message-ID. Same over all retries. */
  id: string
  kind: OutgoingKind
  /** True when an earlier try may have arrived although we do not know: the text says so. */
  possibleRepeat: boolean
  person?: { id: string; name: string }
  /** `rank` 1 is the worst. */
  severity?: { id: string; name: string; rank: number }
  title: string
  service?: string
  /** Why this person: one sentence each, most important first. */
  because: string[]
  /** Signed page that shows the alert and acknowledges by button. GET never acknowledges. */
  ackUrl?: string
  /** One thing to do other than acknowledging, behind a signed link: "Approve". */
  act?: { label: string; href: string }
  /** Who is mentioned in a channel, as the road names them: a member's or a group's id, or a name. */
  mentions?: string[]
  /** Where an answer by mail goes, when that is not to us. */
  replyTo?: string
  /** What a reply may name the page by: `ack kxt`. Only where it can be acknowledged. */
  code?: string
  /** Where to read on (needs login). */
  url?: string
  /** Body of an update or announcement, plain text. */
  text?: string
  /** A bundled update: the first thousand. Webhooks carry all of these, roads for people the first 20 and a count. */
  alerts?: OutgoingAlert[]
  /** How many it tells of besides, in a storm of more than a thousand. */
  moreAlerts?: number
  /** What people call the thing: `INC-42`. */
  reference?: string
  /** What belongs together for the reader (`alert:<id>`, `incident:<id>`): mail threads, replaced push messages. Default: `reference`. */
  thread?: string
}
