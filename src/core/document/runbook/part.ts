import type { Policy } from '../../policy/policy.ts'
import { spanInWords } from '../../policy/when-words.ts'
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

/** "15 minutes", "next working day", "immediately": as a person writes it and the reader of documents reads it. */
export function spanWords(span: Duration): string {
  if (span.unit === 'next_bd') return 'next working day'
  return span.text === 'immediately' ? span.text : spanInWords(span)
}
