import type { IncomingHttpHeaders } from 'node:http'
import type { EvidenceStage } from '../core/paging/evidence.ts'
import type { FieldValues } from './field.ts'

/** What a provider posted to `/hear/<type>/<connection>[/rest]`: a person's reply, a pressed button, a carrier's receipt. */
export type HearRequest = {
  method: string
  /** As the provider called it: the public address, a proxy's path included, with the query exactly as it came. Signatures sign it. */
  url: string
  /** What follows the connection's id in the path, without slashes at its ends: `''`, `status`, `turn/2`. */
  rest: string
  query: URLSearchParams
  headers: IncomingHttpHeaders
  /** The bytes on the wire: verify over these and nothing else. */
  raw: Buffer
  /** The body read as a form, whatever its content type says; a name that comes twice is there twice. */
  form: URLSearchParams
  /** The body read as JSON, `undefined` when it is none. */
  json: unknown
  fields: FieldValues
  secrets: Readonly<Record<string, string>>
  now: Temporal.Instant
}

/** Which of our messages it is about: by our own id (which the provider carried for us), or by the id the provider gave it (`providerId` of the receipt). */
export type Concerning = { message: string } | { providerId: string }

export const REPLY_ACTIONS = ['acknowledge', 'resolve', 'escalate'] as const
export type ReplyAction = (typeof REPLY_ACTIONS)[number]

/** Somebody answered. Whoever owns the address `from` in the policy answers; nobody is believed to be somebody else. */
export type Reply = {
  /** As people write it in their contacts: a number, a member id, an e-mail address. */
  from: string
  /** Null: the words must say which, or there must be only one. */
  concerning: Concerning | null
  /** What they wrote; `ack`, `ack all`, `ack 42`, `4` and so on are read from it when `action` is null. */
  text: string
  /** Said beyond doubt by a button or a key. */
  action: ReplyAction | null
  /** The provider's name of it, where it was found by asking: it counts once. */
  once?: string
}

/** What a carrier or a device proves of one message. `said` is one line for the ledger, with the provider's code. `isOver`: it will say nothing more. */
export type CarrierReceipt = { concerning: Concerning; stage: EvidenceStage; said: string; isOver?: true }

/** An address that will never work again on this road (a landline for SMS): marked, and its owner told. */
export type DeadAddress = { address: string; said: string }

export type Told = { replies?: Reply[]; receipts?: CarrierReceipt[]; dead?: DeadAddress[] }

/** What became of one reply, for the one who gave it. */
export type ReplyResult = {
  reply: Reply
  /** `done`: it is so now because of this reply, or was already theirs. `choose`: there are several. `stranger`: the address is nobody's. */
  outcome: 'done' | 'refused' | 'choose' | 'unknown' | 'stranger'
  /** Plain words, one to a few lines: who has it, or what can be written instead. `''`: say nothing, it looks like a machine that answers. */
  said: string
  person: { id: string; name: string } | null
  /** What the reply was about and how it stands now, to redraw a message with buttons. */
  about: { title: string; status: string; by: string | null; url: string } | null
  /** With `choose`: what may be meant; `code` is what they can write. */
  choices: { code: string; title: string }[]
}

export const CHAT_FORMS = ['declare', 'update', 'severity', 'resolve'] as const
export type ChatForm = (typeof CHAT_FORMS)[number]

/** A form as any chat can show it; `incident` and `form` come back with what was filled in. */
export type FormView = {
  form: ChatForm
  incident: string | null
  title: string
  submit: string
  fields: {
    name: string
    label: string
    kind: 'line' | 'text' | 'choice'
    options?: { value: string; label: string }[]
    isOptional?: true
  }[]
}

type ChatDeed =
  /** Typed after `/incident`, or pressed on the card of `incident`. `note` is kept with what was declared. */
  | { kind: 'command'; text: string; incident: string | null; note?: string }
  /** Wants a form; answered with one. */
  | { kind: 'ask'; form: ChatForm; incident: string | null }
  | { kind: 'submitted'; form: ChatForm; incident: string | null; values: Readonly<Record<string, string>> }
  /** Marked a message, by the chat's own id of it, as something to remember. */
  | { kind: 'marked'; message: string }
  /** Replied in the thread of `root`: the `providerId` of what may be a post of ours. */
  | { kind: 'threaded'; root: string }
  | { kind: 'joined' }

/** What people do in a chat about incidents. `from` and `place` are the chat's own ids of who and where. */
export type ChatEvent = { from: string; place: string } & ChatDeed

/** For whoever did it. `said` is `''` where there is nothing to say. `room`: where to go instead, by the chat's own id. */
export type ChatAnswer = { isDone: boolean; said: string; form?: FormView; room?: string }

export type Overheard = {
  event: ChatEvent
  /** Within the chat's patience; null: it is still being worked on. */
  answer(said: ChatAnswer | null): HeardAnswer
  /** Whether it counts for nothing and may be sent once more: a form that was refused stays open. */
  mayComeAgain?(said: ChatAnswer): boolean
  /** After the answer has left. `isLate`: the answer did not say it yet. */
  later?(said: ChatAnswer, isLate: boolean): Promise<void>
}

export type HeardAnswer = { status: number; headers?: Record<string, string>; body: string }

/**
 * What was understood. Refused: nothing is done, `why` goes to the log (never a secret). Otherwise `once` names the request: the same
 * once again gets the first one's answer and does nothing, whoever sends it; null only when repeating is harmless.
 */
export type Heard =
  | { refused: { status: number; body: string; why: string } }
  | (Told & {
      once: string | null
      /** Within the provider's patience, so from the results alone. */
      answer(results: readonly ReplyResult[]): HeardAnswer
      /** After the answer has left: edit the message, say it in the thread. What it throws is logged. */
      afterwards?(results: readonly ReplyResult[]): Promise<void>
      /** It is about incidents, not about one of our messages: this answers instead. */
      chat?: Overheard
    })

/** Messages handed over whose end the provider has not told yet. */
export type OpenMessage = { message: string; providerId: string; at: Temporal.Instant }

/** `lastAt`: when anything was handed to it last; a reply may come for some time after that. `cursor`: what the last answer gave. */
export type PollQuestion = { open: readonly OpenMessage[]; lastAt: Temporal.Instant | null; cursor: string | null }

/** What was found by asking. `cursor` comes back with the next question; `answer` may send to whoever replied. */
export type Polled = Told & { cursor: string | null; answer?(results: readonly ReplyResult[]): Promise<void> }
