import { createHash } from 'node:crypto'
import { type Link, MAX_KEY_LENGTH, MAX_TITLE_LENGTH } from '../core/alert/event.ts'
import type { Json, JsonObject } from '../core/command/command.ts'
import { type Moment, momentOf } from '../core/time/moment.ts'

/** What integrations read foreign payloads with: nothing here throws, what cannot be understood is absent. */

/** Characters kept of the hash that replaces the tail of what is too long. */
const HASH_LENGTH = 16

export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value)

/** A JSON text as an object; null when it is none. */
export function objectIn(text: string): JsonObject | null {
  try {
    const read: unknown = JSON.parse(text)
    return isObject(read) ? read : null
  } catch {
    return null
  }
}

/** Text, numbers and booleans as trimmed text; everything else, and nothing, is ''. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value.trim()
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

export const firstText = (...values: unknown[]): string => values.map(textOf).find((text) => text !== '') ?? ''

export const titleFrom = (text: string): string => (text.length <= MAX_TITLE_LENGTH ? text : `${text.slice(0, MAX_TITLE_LENGTH - 1)}…`)

/** A key is never cut to another one's: the end of a long one becomes a hash of the whole. */
export const keyFrom = (text: string): string =>
  text.length <= MAX_KEY_LENGTH ? text : `${text.slice(0, MAX_KEY_LENGTH - HASH_LENGTH - 1)}~${hashOf(text)}`

export const hashOf = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex').slice(0, HASH_LENGTH)

/** An object's scalars as labels. */
export function labelsFrom(value: unknown): Record<string, string> {
  if (!isObject(value)) return {}
  return Object.fromEntries(Object.entries(value).flatMap(([name, each]) => (textOf(each) === '' ? [] : [[name, textOf(each)]])))
}

/** Only what a browser opens harmlessly is a link; `javascript:` and friends stay text in the details. */
export function linkFrom(href: unknown, text: string): Link[] {
  const url = URL.parse(textOf(href))
  return url && /^https?:$/.test(url.protocol) ? [{ href: url.href, text: text || url.host }] : []
}

/** ISO 8601 with `Z`, `+02:00` or `+0200`; Go's zero time means "not yet". */
export function momentFrom(value: unknown): Moment | undefined {
  const text = textOf(value).replace(/([+-]\d\d)(\d\d)$/, '$1:$2')
  if (text === '' || text.startsWith('0001-01-01')) return undefined
  try {
    return momentOf(Temporal.Instant.from(text))
  } catch {
    return undefined
  }
}

/** Longest and shortest that a chat's clock can be meant: whatever is outside of them is no time. */
const FIRST_MS = Date.UTC(2000, 0)
const LAST_MS = Date.UTC(2200, 0)

/** Milliseconds since 1970, by whichever clock. */
export const instantFrom = (ms: number): Temporal.Instant | null =>
  ms >= FIRST_MS && ms <= LAST_MS ? Temporal.Instant.fromEpochMilliseconds(Math.round(ms)) : null

/** An object without what is absent or empty, so that details show only what was said. */
export function said(details: Record<string, Json | undefined>): JsonObject {
  const isSaid = (each: Json | undefined) =>
    each !== undefined && each !== null && each !== '' && !(Array.isArray(each) && each.length === 0)
  return Object.fromEntries(Object.entries(details).filter(([, each]) => isSaid(each))) as JsonObject
}

/** At most `length` characters, and never half of a surrogate pair at the end. */
export const cutText = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '')}…`
