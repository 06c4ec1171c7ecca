/** A severity as documents write it: `SEV-1`, `P0`, `Severity 2`, or by its name alone. */
export type Level = { id: string; number: number | null; name: string | null; written: string; line: number }

const TOKEN = /^(?:(sev)(?:erity)?([\s-]*)(\d)|([ps])(-?)(\d)|(?:priority|level|tier)\s*(\d))(?![\d.%])/i
/** Levels that are called by their names only, the worst first. */
const NAMES = ['critical', 'major', 'high', 'medium', 'moderate', 'minor', 'low', 'informational']

/** The level that a text begins with, and what follows it. */
export function levelAt(text: string, line = 0): { level: Level; rest: string } | null {
  const found = TOKEN.exec(text.trim())
  if (!found) return null
  const [written = '', sev, between = '', sevNumber, letter, , letterNumber, bare] = found
  const number = Number(sevNumber ?? letterNumber ?? bare)
  const isSpelledOut = /severity|priority|level|tier/i.test(written)
  const id = isSpelledOut ? `SEV-${number}` : sev ? `SEV${between.trim()}${number}` : `${letter?.toUpperCase()}${number}`
  return { level: { id, number, name: null, written: written.trim(), line }, rest: text.trim().slice(written.length) }
}

/** A level called by its name: only where levels are spoken of. */
export function nameAt(text: string, line = 0): { level: Level; rest: string } | null {
  const [word = ''] = /^[A-Za-z]+/.exec(text.trim()) ?? []
  const rank = NAMES.indexOf(word.toLowerCase())
  if (rank < 0) return null
  const level = { id: word[0]?.toUpperCase() + word.slice(1).toLowerCase(), number: null, name: word, written: word, line }
  return { level, rest: text.trim().slice(word.length) }
}

/** `: Critical`, ` (High) - Response Time: 1 h`, ` - Low` → the name, when there is one. */
export function nameOfLevel(rest: string): string | null {
  const inBrackets = /^\s*\(([^)]{1,40})\)/.exec(rest)
  const plain = /^\s*[:\-–—|]?\s*([A-Za-z][\w ]{0,30}?)\s*(?:[-–—:|(,].*)?$/.exec(rest)
  return (inBrackets?.[1] ?? plain?.[1] ?? '').trim() || null
}

/** Numbers that stand for levels: `SEV-1/2`, `P0 and P1`, `Severity 1-2`, `SEV-2 or SEV-1`. */
export const MENTION =
  /\b(?:sev(?:erity)?[\s-]*|(?:(?<=\b)[ps])-?|priority\s*)(\d)((?:\s*(?:\/|,|-|–|or|and|to)\s*(?:sev(?:erity)?[\s-]*|[ps]-?)?\d(?!\d|\s*(?:min|h|day|week|%)))*)/gi

/** The ids of the known levels that a text speaks of, the worst first. */
export function levelsIn(text: string, known: readonly Level[]): string[] {
  const numbers = new Set<number>()
  for (const [, first, more = ''] of text.matchAll(MENTION)) {
    const rest = [...more.matchAll(/\d/g)].map(([digit]) => Number(digit))
    numbers.add(Number(first))
    for (const number of rest) numbers.add(number)
    const last = rest.at(-1)
    if (/^\s*(?:-|–|to)/.test(more) && last !== undefined) for (let n = Number(first); n <= last; n++) numbers.add(n)
  }
  return known.filter(({ number }) => number !== null && numbers.has(number)).map(({ id }) => id)
}
