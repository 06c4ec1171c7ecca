import type { Json } from '../../core/command/command.ts'

/** Stands where a secret stood. */
export const REDACTED = '[redacted]'

/** Names under which senders put what must not be read. `dedup_key` and `groupKey` are none of them. */
const SECRETS =
  /^(routing|service|integration|api|access|private|secret)[_-]?key$|^((access|auth|api|bearer)[_-]?)?token$|^((client|shared)[_-]?)?secret$|^pass(word|wd|phrase)?$|^authorization$|^cookie$/i

/** The request's body as people may read it: secrets by their name, and the sender's own key wherever it stands. */
export function redactedBody(body: Json | undefined, raw: Buffer, key: string): string {
  const text = body === undefined ? raw.toString('utf8').replaceAll('\u0000', '') : JSON.stringify(body, hideSecret)
  return key === '' ? text : text.replaceAll(key, REDACTED)
}

const hideSecret = (name: string, value: Json): Json => (SECRETS.test(name) && value !== null && value !== '' ? REDACTED : value)
