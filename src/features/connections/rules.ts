import type { AlertEvent } from '../../core/alert/event.ts'
import { alertKey } from '../../core/alert/machine.ts'
import type { Command } from '../../core/command/command.ts'

/** What an alert's commands need to know of the integration it came in by. */
export type CameInBy = { id: string; actor: string; service: string | null }

/** One thing a sender said as a command. `orNew` is the id of the alert should there be no open one with this key. */
export function commandOf(event: AlertEvent, { id, actor, service }: CameInBy, orNew: string): Command {
  const key = alertKey(id, event.key)
  // What is broken, as well as can be told before the policy is asked: a flood is mostly of one thing.
  const line = `${id} ${event.labels.service ?? event.group ?? event.source}`
  if (event.action === 'open')
    return openingOf({ name: 'open', to: { kind: 'alert', key, orNew }, by: actor, data: { event, integration: id, service }, line })
  return { name: event.action, to: { kind: 'alert', key }, by: actor, data: { event, integration: id, service, via: 'integration' }, line }
}

const openingOf = (open: Command<object>): Command => ({ ...open, instead: (waitMs) => ({ ...open, data: { ...open.data, waitMs } }) })

/** How many alerts of one request its receipt names. */
const RECEIPTS = 5

export const receiptOf = (ids: readonly (string | undefined)[]): string =>
  ids
    .filter((id) => id !== undefined)
    .slice(0, RECEIPTS)
    .join(' ')

/** Events of one key stay in their order; the chains of different keys travel together. */
export function chainsOf<E extends { key: string }>(events: readonly E[]): E[][] {
  return [...Map.groupBy(events, (event) => event.key).values()]
}

const REFERENCE = 'secret:'

/** A text of the policy that names a kept secret instead of holding it. */
export const secretNameOf = (text: unknown): string | null =>
  typeof text === 'string' && text.startsWith(REFERENCE) ? text.slice(REFERENCE.length) : null

export const referenceTo = (name: string): string => `${REFERENCE}${name}`

/** Fields of an integration that the form does not show: the key it had before, and until when it is still taken. */
export const PREVIOUS_KEY = 'previousKey'
export const PREVIOUS_KEY_UNTIL = 'previousKeyUntil'

/** How many bytes of chance are in a key. 16 in hex are the 32 characters that PagerDuty clients insist on. */
export const KEY_BYTES = 16

/** Where a sender posts to: a path the outside world has hard-coded, else our own with the key in it. */
export const addressFor = ({
  type,
  key,
  fixedPath,
  publicUrl,
}: {
  type: string
  key: string
  fixedPath: string | null
  publicUrl: string
}): string => (fixedPath ? `${publicUrl}${fixedPath}` : `${publicUrl}/in/${type}/${key}`)

/** A line for the shell that sends an alert through it: what always works, whatever the sender. */
export function curlFor(url: string, sample: unknown): string {
  const body = JSON.stringify(sample).replaceAll("'", "'\\''")
  return `curl -X POST '${url}' -H 'content-type: application/json' -d '${body}'`
}

/** `Prometheus EU` → `prometheus-eu`, with a number when that is taken. */
export function freeIdFor(name: string, taken: ReadonlySet<string>): string {
  const plain =
    name
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'integration'
  let id = plain
  for (let n = 2; taken.has(id); n += 1) id = `${plain}-${n}`
  return id
}
