/** Where something is written: lines and columns count from 1. */
export type Place = { file: string; line: number; column: number }

export type Level = 'error' | 'warning' | 'advisory'

/**
 * What is wrong with a bundle, where, and what to write instead. `rule` is a contract (`lint.accept` names it);
 * `cost` says in words what it does to people when left as it is; `subject` is what `lint.accept` calls the place.
 */
export type Finding = Place & { level: Level; rule: string; message: string; remedy: string; cost?: string; subject?: string }

/** A way into the bundle as it is written: `['users', 3, 'contacts', 'email']`. */
export type Path = readonly (string | number)[]

/** What is pointed at instead of the value itself: its key, or words within a text of several lines. */
export type At = 'key' | { words: string }

/** A finding before its place in the files is known. */
export type Problem = { level: Level; rule: string; path: Path; message: string; remedy: string; cost?: string; at?: At }

export type Locate = (path: Path, at?: At) => Place

export function findingOf(problem: Problem, locate: Locate): Finding {
  const { path, at, ...rest } = problem
  return { ...rest, ...locate(path, at) }
}

/** Nobody reads more than this of what is wrong before mending the first; what is hostile has a hundred thousand of it. */
export const MOST_FINDINGS = 1_000

export function inReadingOrder(findings: Finding[]): Finding[] {
  return findings.toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column)
}

/** `users[ann].contacts.email`: entries are named by their id, where they have one. */
export function nameOfPath(path: Path, raw: unknown): string {
  let name = ''
  let here: unknown = raw
  for (const part of path) {
    here = valueIn(here, part)
    if (typeof part === 'string') name += name === '' ? part : `.${part}`
    else if (here !== undefined) name += `[${idOfEntry(here) ?? part}]`
  }
  return name
}

export function valueAt(raw: unknown, path: Path): unknown {
  return path.reduce(valueIn, raw)
}

function valueIn(here: unknown, part: string | number): unknown {
  if (typeof here !== 'object' || here === null) return part === 0 ? here : undefined
  return Object.hasOwn(here, part) ? (here as Record<string | number, unknown>)[part] : undefined
}

function idOfEntry(entry: unknown): string | undefined {
  if (typeof entry !== 'object' || entry === null || !('id' in entry)) return undefined
  return typeof entry.id === 'string' ? entry.id : undefined
}
