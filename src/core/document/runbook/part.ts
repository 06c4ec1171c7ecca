import type { Policy } from '../../policy/policy.ts'
import type { Duration } from '../../time/duration.ts'

/** A piece of a document, before it is Markdown or a page. */
export type Part =
  | { kind: 'heading'; level: 1 | 2 | 3; text: string }
  | { kind: 'text'; text: string }
  | { kind: 'list'; items: Point[]; isOrdered?: boolean }
  | { kind: 'table'; header: string[]; rows: string[][] }
  /** Drawn from above to below; `by` stands at the arrow that leads to it. */
  | { kind: 'ladder'; rungs: Rung[] }
  | { kind: 'fence'; language: string; text: string }

export type Point = { text: string; below?: string[] }
export type Rung = { by: string | null; text: string }

/** What a chapter is made from. */
export type Source = { policy: Policy; at: Temporal.Instant }
/** One chapter; empty when the policy has nothing for it. */
export type Chapter = (source: Source) => Part[]

export const heading = (level: 1 | 2 | 3, text: string): Part => ({ kind: 'heading', level, text })
export const text = (words: string): Part => ({ kind: 'text', text: words })
export const points = (items: readonly (string | Point)[], isOrdered = false): Part => ({
  kind: 'list',
  items: items.map((item) => (typeof item === 'string' ? { text: item } : item)),
  isOrdered,
})
export const table = (header: string[], rows: string[][]): Part => ({ kind: 'table', header, rows })

/** A chapter with a title, when it has anything to say. */
export const chapter = (title: string, parts: Part[]): Part[] => (parts.length === 0 ? [] : [heading(2, title), ...parts])

/** Points below a bold word, as people write them; nothing when there are none. */
export const named = (name: string, items: readonly string[]): Point[] =>
  items.length === 0 ? [] : [{ text: `**${name}**:`, below: [...items] }]
export const pair = (name: string, value: string | null | undefined): string[] => (value ? [`**${name}**: ${value}`] : [])

const UNITS: Readonly<Record<Duration['unit'], string>> = {
  s: 'second',
  m: 'minute',
  h: 'hour',
  d: 'day',
  w: 'week',
  mo: 'month',
  y: 'year',
  bd: 'business day',
  next_bd: 'next business day',
}

/** "15 minutes", "next business day", "immediately": as a person writes it and the reader of documents reads it. */
export function spanWords({ text: written, unit, amount }: Duration): string {
  if (written === 'immediately' || unit === 'next_bd') return written === 'immediately' ? written : UNITS.next_bd
  return `${amount} ${UNITS[unit]}${amount === 1 ? '' : 's'}`
}
