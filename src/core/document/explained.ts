import type { Draft } from './draft.ts'
import { MENTION } from './levels.ts'
import { isSpan, spansIn } from './span-in.ts'
import { areMeant, FILLING } from './words-meant.ts'

/** What the values of one line say: their words, their times, each to be used up once. */
export type Known = { words: string; prose: string; spans: Map<string, number>; isLabel: boolean }

export function knownOf(draft: Draft, line: number): Known {
  const covers = draft.coversOf(line)
  const spans = new Map<string, number>()
  const prose: string[] = []
  for (const cover of covers) {
    const last = cover.split(' ').at(-1) ?? ''
    const span = / minutes \d+$/.test(cover) ? `${last}m` : last
    if (isSpan(span)) spans.set(span, (spans.get(span) ?? 0) + 1)
    if (!isSpan(last)) prose.push(plainOf(cover))
  }
  return { words: covers.map(plainOf).join('\n'), prose: prose.join('\n'), spans, isLabel: draft.isLabel(line) }
}

/** `**Response_Time**` → `response time`. */
const plainOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[*`\\_]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()

/** Whether everything that counts in a stretch of a line is in the values of that line. */
export function isExplained(stretch: string, known: Known): boolean {
  const text = plainOf(stretch)
  if (text === '' || known.prose.includes(text)) return true
  // Both are looked at: times that are there are used up, whatever becomes of the words.
  const rest = withoutKnownTimes(text, known)
  return rest !== null && areNumbersKnown(rest, known) && areWordsKnown(rest, known)
}

/** The text without the times that are in values; null when one is in none. */
function withoutKnownTimes(text: string, { prose, spans, isLabel }: Known): string | null {
  let rest = text
  for (const { span, from, to } of spansIn(text)) {
    const count = spans.get(span) ?? 0
    // "Immediate actions" above a list is a name, not a time.
    if (isLabel && span === 'immediately') continue
    if (count > 0) spans.set(span, count - 1)
    else if (!prose.includes(text.slice(from, to))) return null
    rest = rest.slice(0, from) + ' '.repeat(to - from) + rest.slice(to)
  }
  return rest
}

/** Numbers of levels stand for the level; in a heading a number without a unit counts the headings. */
function areNumbersKnown(text: string, { prose, words, isLabel }: Known): boolean {
  const rest = text.replace(MENTION, (mention) => (mention.match(/\d/g)?.every((digit) => isLevelIn(words, digit)) ? ' ' : mention))
  return [...rest.matchAll(/\d+(?:[.,:]\d+)*(\s*%)?/g)].every(
    ([number, percent]) => isWithin(prose, number) || (isLabel && percent === undefined),
  )
}

const isLevelIn = (words: string, digit: string): boolean =>
  new RegExp(`\\b(?:sev(?:erity)?|priority|level|tier|p|s)[\\s-]*${digit}\\b`).test(words)

const isWithin = (prose: string, number: string): boolean =>
  new RegExp(`(?<![\\d.])${number.replace(/[.%]/g, '\\$&')}(?![\\d]|\\.\\d)`).test(prose)

/** From this length on a word says something; where a stretch has none so long, its shorter ones count. */
const LONG = 5
const SHORT = 3
/** So much of a word is its stem: "acknowledgement" is in `acknowledge`. */
const STEM = 0.6

function areWordsKnown(text: string, { words, isLabel }: Known): boolean {
  if (isLabel) return true
  const all = text.match(/\p{L}+/gu) ?? []
  const long = all.filter((word) => word.length >= LONG || !/^\p{Script=Latin}/u.test(word))
  const counted = long.length > 0 ? long : all.filter((word) => word.length >= SHORT)
  return counted.every((word) => FILLING.has(word) || words.includes(stemOf(word)) || areMeant(word, words))
}

const stemOf = (word: string): string => word.slice(0, Math.max(LONG, Math.ceil(word.length * STEM)))
