import type { InboundEvent } from '../core/alert/event.ts'
import type { Json } from '../core/command/command.ts'
import type { OutgoingMessage } from '../core/paging/outgoing.ts'
import type { RoomCall } from '../core/room/call.ts'
import type { GuardedFetch, SmtpTransport } from '../platform/outbound/outbound.ts'
import type { Field, FieldValues } from './field.ts'
import type { Heard, HeardAnswer, HearRequest, Polled, PollQuestion } from './hear.ts'
import type { Receipt } from './receipt.ts'

export type Headers = Readonly<Record<string, string | string[] | undefined>>

/**
 * A post as it came in. `raw` is what was on the wire, for signatures; `body` is it parsed as JSON, or `undefined` when it is not JSON.
 * `id` is unique to this request (the edge draws it): the key of an event whose sender gave none.
 */
export type ReceiveRequest = { id: string; path: string; headers: Headers; body: unknown; raw: Buffer; fields: FieldValues }

/** Told as a problem, like every refusal here; for senders whose own protocol has no words for it. `detail` has the remedy. */
export type Refused = { status: number; code: string; detail: string }

/** What the sender is told once the events are on disk. */
export type Answer = InOwnWords | Refused

/** An answer of the sender's own protocol. */
export type InOwnWords = { status: number; body: Json }

export type Received = { events: InboundEvent[]; answer: Answer }

/** A path that the outside world has hard-coded: the key is in the body or a header. A trailing slash is the same path. */
export type FixedPath = {
  path: string
  /** Largest body in bytes, where the protocol has its own limit. */
  bodyLimit?: number
  /** The integration key, or null when the request carries none. */
  keyFrom(body: unknown, headers: Headers): string | null
  /** What the sender is told, in its own protocol, when there is no key or none of ours. */
  refuse(body: unknown, headers: Headers): InOwnWords
}

/** What a road needs to reach one person or place: an e-mail address, a URL, a push subscription as JSON. `''`: the one in the settings. */
export type Address = string

/** A person's contacts as the policy and the settings have them: `email`, `slack`, `ntfy`, `webhook`, `web-push` … */
export type Contacts = Readonly<Record<string, string>>

/** `now` is the moment of this try. `secrets` are the values of fields of kind `secret`, decrypted. */
export type SendIo = {
  fetch: GuardedFetch
  smtp: SmtpTransport
  now: Temporal.Instant
  publicUrl: string
  /** Where the provider can post for this connection (`…/hear/<type>/<id>`); absent when it is not set up or nobody outside can reach this host. */
  hearUrl?: string
  fields: FieldValues
  secrets: Readonly<Record<string, string>>
}

/** What somebody wrote in a chat. `at`: when, by the chat's own clock, null where it does not say. */
export type Message = { text: string; from: string; at: Temporal.Instant | null }

/** `ended` resolves, with the reason, when the provider or the network ended it, or `close` was called. */
export type Listening = { ended: Promise<string>; close(): void }

/** Roads that a person's rules may name: the exact ones and the classes `push`, `chat`, `webhook`. */
export type Road = 'email' | 'push' | 'chat' | 'webhook' | 'sms' | 'phone'

/** A payload as it is found in the wild, and what must become of it; `expect` names the parts that matter. May stand in a `.json` beside. */
export type Sample = {
  name: string
  request: { path?: string; headers?: Record<string, string>; body: unknown; fields?: Record<string, unknown> }
  expect: { status: number; body?: unknown; events: unknown[] }
}

/**
 * One outside system. The settings form, validation, documentation, "send a test" and the conformance test derive from it.
 * A file of this folder default-exports one; its name or its folder's name is its `id`.
 */
export type Integration = {
  id: string
  title: string
  /** One sentence for the settings page. */
  summary: string
  fields: Field[]
  /** Pure and lenient: what can be understood is kept, what cannot is put into `details`, never a throw. */
  receive?(request: ReceiveRequest): Received
  paths?: FixedPath[]
  /** Never throws: every failure is a receipt that says whether to retry and why. */
  send?(message: OutgoingMessage, to: Address, io: SendIo): Promise<Receipt>
  /**
   * Puts what became of it in place of a message that was handed over, so that nobody answers what is answered. `handle` is the
   * `providerId` of the receipt. Never throws.
   */
  amend?(message: OutgoingMessage, handle: string, io: SendIo): Promise<Receipt>
  /** Opens and keeps rooms. Asked again it does nothing twice. Never throws. */
  room?(call: RoomCall, io: SendIo): Promise<Receipt>
  /** The e-mail address that the chat itself vouches for, of one of its own members; null where it does not. Never throws. */
  emailOf?(member: Address, io: SendIo): Promise<string | null>
  /** A message that somebody marked, by the chat's ids; null when it cannot be read or is our own. Never throws. */
  messageAt?(where: { place: string; message: string }, io: SendIo): Promise<Message | null>
  /** Is it set up right? Sends nothing to anyone. */
  probe?(io: SendIo): Promise<Receipt>
  /** Nothing can be sent before its settings are filled in: there is no account without them. */
  needsAccount?: true
  /** Which roads of a person's rules it serves. */
  roads?: Road[]
  /**
   * Understands what the provider posts to `/hear/<id>/<connection>`: verifies it over the raw bytes first. Never throws. `io` is for
   * what happens after the answer.
   */
  hear?(request: HearRequest, io: SendIo): Heard
  /** Opens a connection over which the provider tells what it would post to `hear`. `hand` carries out and answers in time. Throws when it cannot be opened. */
  listen?(io: SendIo, hand: (heard: Heard) => Promise<HeardAnswer | null>): Promise<Listening>
  /** Whether the settings want such a connection. */
  listensTo?(io: Pick<SendIo, 'fields' | 'secrets'>): boolean
  /** `hear` takes mails that come by SMTP; there is no address of the web to post to. */
  hearsMail?: true
  /**
   * What this connection cannot do because its provider does not post to us (no `io.hearUrl`), in a sentence with the remedy; null
   * when nothing is lost. The settings form and `tocsin doctor` say it.
   */
  unheard?(io: Pick<SendIo, 'hearUrl' | 'fields'>): string | null
  /** Asks the provider what became of messages and who replied, where it cannot post to us (no `io.hearUrl`); else has nothing to ask. May throw: asked again. */
  poll?(question: PollQuestion, io: SendIo): Promise<Polled>
  /** Two spellings of one address (`+49 151 1`, `0049151 1`) give the same text. Default: trimmed, in small letters. */
  addressKey?(address: Address): string
  /** Where this person is reached, null when they are not. Somebody with several devices is asked about once per device. */
  addressOf?(contacts: Contacts): Address | null
  /** Where a standing channel of the policy is. Default: its URL, else the one in the settings (`''`). */
  placeOf?(channel: { name: string; url?: string | undefined }): Address
  samples?: Sample[]
  /** What to paste into the sender's own configuration. `url` is where it posts to. */
  snippet?(to: { url: string; key: string; publicUrl: string }): string
}
