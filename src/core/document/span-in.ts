/** `15m` of "within 15 minutes", and where in the text it stood. */
export type FoundSpan = { span: string; from: number; to: number }

const UNITS: readonly [RegExp, string][] = [
  [/^(?:seconds?|secs?|s|sekunden?|secondes?)$/i, 's'],
  [/^(?:minutes?|mins?|m|minuten?)$/i, 'm'],
  [/^(?:hours?|hrs?|h|stunden?|std|heures?)$/i, 'h'],
  [/^(?:(?:business|working)\s+days?|(?:werk|arbeits)tage?n?|jours\s+ouvr\S+)$/i, 'bd'],
  [/^(?:days?|d|tage?n?|jours?)$/i, 'd'],
  [/^(?:weeks?|wks?|w|wochen?|semaines?)$/i, 'w'],
  [/^(?:months?|mo|monate?n?|mois)$/i, 'mo'],
  [/^(?:years?|yrs?|y|jahre?n?|ans?)$/i, 'y'],
]

/** In the languages that are written most beside English; what is promised in them is at least seen as a time. */
const UNIT = [
  '(?:business|working)\\s+days?|seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|wks?|months?|mo|years?|yrs?|[smhdwy]',
  'sekunden?|minuten?|stunden?|std|(?:werk|arbeits)?tage?n?|wochen?|monate?n?|jahre?n?',
  'secondes?|heures?|jours(?:\\s+ouvr[\\wé]+)?|jour|semaines?|mois|ans?',
].join('|')
/** `15 min`, `<15 min`, `1-3 days` (the longer of the two), `an hour`, `24-hour`. */
const COUNTED = new RegExp(
  `(?<![\\w.])(?:\\d{1,5}\\s*(?:-|–|to)\\s*)?(\\d{1,5}|(?:an?|one|two|three)(?=\\s+\\w{3}))[\\s-]*(${UNIT})\\b`,
  'i',
)
const NUMBERS: Readonly<Record<string, number>> = { a: 1, an: 1, one: 1, two: 2, three: 3 }

/** Words for spans, the most telling first. */
const WORDS: readonly [RegExp, string][] = [
  [/\bnext (?:business|working) day\b/i, 'next_bd'],
  [/\bhourly\b/i, '1h'],
  [/\bdaily\b|\bevery day\b/i, '1d'],
  [/\bweekly\b|\bevery week\b/i, '1w'],
  [/\bmonthly\b|\bevery month\b/i, '1mo'],
  [/\bquarterly\b|\bevery quarter\b/i, '3mo'],
  [/\bannual(?:ly)?\b|\byearly\b|\bevery year\b/i, '1y'],
  [/\bimmediate(?:ly)?\b|\bat once\b|\binstantly\b/i, 'immediately'],
]

/** The first span of time that a text names, in the units of the policy language; null when it names none. */
export function spanIn(text: string): FoundSpan | null {
  const counted = COUNTED.exec(text)
  const worded = WORDS.flatMap(([pattern, span]) => {
    const found = pattern.exec(text)
    return found ? [{ span, from: found.index, to: found.index + found[0].length }] : []
  })
  const [first] = [...(counted ? [countedSpan(counted)] : []), ...worded].sort((a, b) => a.from - b.from)
  return first ?? null
}

/** Every span of time in a text, in its order. */
export function spansIn(text: string): FoundSpan[] {
  const found: FoundSpan[] = []
  for (let at = 0; at < text.length; ) {
    const next = spanIn(text.slice(at))
    if (!next) break
    found.push({ span: next.span, from: at + next.from, to: at + next.to })
    at += next.to
  }
  return found
}

/** Whether this is a span in the words of the policy language. */
export const isSpan = (text: string): boolean => /^(?:\d+(?:s|m|h|d|w|mo|y|bd)|immediately|next_bd)$/.test(text)

function countedSpan(found: RegExpExecArray): FoundSpan {
  const [whole, amount = '', written = ''] = found
  const unit = UNITS.find(([pattern]) => pattern.test(written))?.[1] ?? 'm'
  return { span: `${NUMBERS[amount.toLowerCase()] ?? Number(amount)}${unit}`, from: found.index, to: found.index + whole.length }
}
