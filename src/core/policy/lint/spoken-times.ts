import { durationMs, durationOf, IMMEDIATELY_MINUTES } from '../../time/duration.ts'

/** A time that a sentence promises, in milliseconds. `words` are its own, `clause` is the part of the sentence they stand in; "every hour" is a rhythm. */
export type SpokenTime = { words: string; ms: number; sentence: string; clause: string; isRhythm: boolean }

const UNITS: readonly [RegExp, string][] = [
  [/^s(?:ec(?:ond)?s?)?$/, 's'],
  [/^m(?:in(?:ute)?s?)?$/, 'm'],
  [/^h(?:(?:ou)?rs?)?$/, 'h'],
  [/^(?:business|working) days?$/, 'bd'],
  [/^d(?:ays?)?$/, 'd'],
  [/^w(?:eeks?)?$/, 'w'],
  [/^months?$/, 'mo'],
  [/^years?$/, 'y'],
]

const NUMBERS: Readonly<Record<string, number>> = {
  ...{ a: 1, an: 1, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, ten: 10, twelve: 12 },
  ...{ fifteen: 15, twenty: 20, thirty: 30, 'forty-five': 45, sixty: 60, half: 0.5, 'half an': 0.5 },
  ...{ 'quarter of an': 0.25, 'a quarter of an': 0.25, 'three quarters of an': 0.75 },
}

const ADVERBS: Readonly<Record<string, string>> = {
  hourly: '1h',
  daily: '1d',
  weekly: '1w',
  monthly: '1mo',
  quarterly: '3mo',
  yearly: '1y',
}

const AMOUNT = `(\\d{1,4}|half an|${Object.keys(NUMBERS)
  .filter((each) => each !== 'half an')
  .join('|')})`
const UNIT = '(seconds?|secs?|s|minutes?|mins?|min|m|hours?|hrs?|h|business days?|working days?|days?|d|weeks?|w|months?|years?)'
const PROMISED = new RegExp(
  `\\b(within|in|every|each|after|under|less than|at most|up to)\\s+(?:the\\s+)?(?:next\\s+)?${AMOUNT}?\\s*-?${UNIT}\\b`,
  'gi',
)
const RHYTHM = /\b(hourly|daily|weekly|monthly|quarterly|yearly)\b/gi
const AT_ONCE = /\b(immediately|at once|right away|straight away|instantly|as soon as possible|asap)\b/gi

/** A time that is no number but a wish; what the language makes of "immediately". */
const AT_ONCE_MS = durationMs(durationOf(`${IMMEDIATELY_MINUTES}m`))

/** The times a text promises, sentence by sentence. What it computes (`{{ … }}`) is no promise of its own. */
export function spokenTimes(text: string): SpokenTime[] {
  return sentencesOf(text).flatMap((sentence) => [
    ...[...sentence.matchAll(PROMISED)].flatMap((match) => promisedIn(match, sentence)),
    ...[...sentence.matchAll(RHYTHM)].map((match) => {
      const ms = durationMs(durationOf(ADVERBS[match[0].toLowerCase()] ?? '1d'))
      return { words: match[0], ms, isRhythm: true, ...partOf(sentence, match) }
    }),
  ])
}

/** Words like "at once", sentence by sentence. */
export const wishesIn = (text: string): SpokenTime[] =>
  sentencesOf(text).flatMap((sentence) =>
    [...sentence.matchAll(AT_ONCE)].map((match) => ({ words: match[0], ms: AT_ONCE_MS, isRhythm: false, ...partOf(sentence, match) })),
  )

const sentencesOf = (text: string): string[] =>
  text
    .replace(/\{\{[^{}]{0,200}\}\}|\{%[^%]{0,200}%\}/g, '…')
    .split(/(?<=[.!?])\s+|\n+/)
    .map((each) => each.trim())
    .filter((each) => each !== '')

/** Between the commas around it. */
function partOf(sentence: string, { index = 0 }: RegExpMatchArray): Pick<SpokenTime, 'sentence' | 'clause'> {
  const from = Math.max(sentence.lastIndexOf(',', index), sentence.lastIndexOf(';', index)) + 1
  const to = sentence.slice(index).search(/[,;]/)
  return { sentence, clause: sentence.slice(from, to < 0 ? undefined : index + to) }
}

function promisedIn(match: RegExpMatchArray, sentence: string): SpokenTime[] {
  const [words, how = '', amount, unit = ''] = match
  const isRhythm = /^(?:every|each)$/i.test(how)
  // "in minutes" promises nothing; "every hour" does.
  if (amount === undefined && !isRhythm) return []
  const count = amount === undefined ? 1 : (NUMBERS[amount.toLowerCase()] ?? Number(amount))
  const written = UNITS.find(([pattern]) => pattern.test(unit.toLowerCase()))?.[1]
  return written === undefined ? [] : [{ words, ms: count * durationMs(durationOf(`1${written}`)), isRhythm, ...partOf(sentence, match) }]
}
