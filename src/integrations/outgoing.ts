import type { JsonObject } from '../core/command/command.ts'
import { OUTGOING_KINDS, type OutgoingKind, type OutgoingMessage } from '../core/paging/outgoing.ts'

/** A row of the outbox as a message. What is not there is filled in, so that an odd row is still a page and not a crash. */
export function outgoingFrom(id: string, content: JsonObject): OutgoingMessage {
  const message = content as Partial<OutgoingMessage>
  return {
    ...message,
    id,
    kind: isKind(message.kind) ? message.kind : 'notify',
    possibleRepeat: message.possibleRepeat === true,
    title: typeof message.title === 'string' && message.title !== '' ? message.title : '(no title)',
    because: Array.isArray(message.because) ? message.because.filter((each) => typeof each === 'string') : [],
  }
}

const isKind = (kind: unknown): kind is OutgoingKind => OUTGOING_KINDS.includes(kind as OutgoingKind)
