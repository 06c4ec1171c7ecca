import type { Said } from './outline.ts'

/** A step into the bundle: a field, or an entry of a list by its id. */
export type Step = string | { id: string }
export type DraftValue = string | number | boolean | DraftValue[] | { [key: string]: DraftValue }
type Entry = Record<string, unknown>

/** Where a value stands in the bundle and the line of the document it came from; `null` where the document does not say it. */
export type Origin = { path: (string | number)[]; line: number | null }

/** A bundle being read out of a document: what was understood, from which line each value came, and which lines were used. */
export class Draft {
  readonly bundle: Entry = { version: 1 }
  readonly origins: Origin[] = []
  private readonly marked = new Set<number>()
  private readonly covers = new Map<number, Set<string>>()

  /** Writes a value. The first that was said stands; a line that says otherwise later is left for people. Returns whether it stands. */
  put(steps: Step[], value: DraftValue, line: number | null): boolean {
    const { at, path } = this.reach(steps.slice(0, -1))
    const name = steps.at(-1) as string
    if (at[name] !== undefined && JSON.stringify(at[name]) !== JSON.stringify(value)) return false
    this.note(steps, value, line)
    if (at[name] !== undefined) return true
    at[name] = value
    this.origins.push({ path: [...path, name], line })
    return true
  }

  /** Adds to a list, once. */
  add(steps: Step[], value: DraftValue, line: number | null): void {
    const list = (this.at(steps) ?? []) as DraftValue[]
    if (list.some((each) => JSON.stringify(each) === JSON.stringify(value))) this.note(steps, value, line)
    else this.append(steps, value, line)
  }

  /** Adds to a list in which the same may stand twice. */
  append(steps: Step[], value: DraftValue, line: number | null): void {
    const { at, path } = this.reach(steps.slice(0, -1))
    const name = steps.at(-1) as string
    this.note(steps, value, line)
    at[name] ??= []
    const list = at[name] as DraftValue[]
    list.push(value)
    this.origins.push({ path: [...path, name, list.length - 1], line })
  }

  /** An entry of a section, made when it is not there. */
  entry(section: string, id: string, line: number | null): Step[] {
    const isNew = !this.has(section, id)
    const steps: Step[] = [section, { id }]
    const { path } = this.reach(steps)
    this.note([section], id, line)
    if (isNew) this.origins.push({ path: [...path, 'id'], line })
    return steps
  }

  /** Writes what the document does not say into an entry of a list that has no ids. */
  assume(steps: Step[], index: number, [name, value]: [string, DraftValue]): void {
    const { at, path } = this.reach(steps.slice(0, -1))
    const list = steps.at(-1) as string
    const entry = (at[list] as Entry[])[index]
    if (!entry || entry[name] !== undefined) return
    entry[name] = value
    this.origins.push({ path: [...path, list, index, name], line: null })
  }

  has(section: string, id: string): boolean {
    return ((this.bundle[section] ?? []) as Entry[]).some((each) => each.id === id)
  }

  ids(section: string): string[] {
    return ((this.bundle[section] ?? []) as Entry[]).map((each) => each.id as string)
  }

  /** What stands at a field; undefined when nothing does. */
  at(steps: Step[]): unknown {
    return this.reach(steps.slice(0, -1)).at[steps.at(-1) as string]
  }

  /** The words of the line are understood, though no value came of them: a heading, a label. Its figures are not. */
  mark(line: number | null): void {
    if (line !== null) this.marked.add(line)
  }

  /** This text of the line is in a value that names another line: a point of a text taken as a whole. */
  cover({ text, line }: Said): void {
    this.covers.set(line, (this.covers.get(line) ?? new Set()).add(text))
  }

  coverAll(said: readonly Said[]): void {
    for (const each of said) this.cover(each)
  }

  /** Whether anything came of the line, be it of a part of it. */
  isMarked(line: number): boolean {
    return this.marked.has(line) || this.covers.has(line)
  }

  /** Whether the line was taken for a heading or a label. */
  isLabel(line: number): boolean {
    return this.marked.has(line)
  }

  /** What of the line is in values: each value once, behind the fields that lead to it. */
  coversOf(line: number): readonly string[] {
    return [...(this.covers.get(line) ?? [])]
  }

  private note(steps: readonly Step[], value: DraftValue, line: number | null): void {
    if (line === null) return
    const path = steps.map((step) => (typeof step === 'string' ? step : step.id)).join(' ')
    for (const leaf of leavesOf(value)) this.cover({ text: `${path} ${leaf}`, line })
  }

  private reach(steps: Step[]): { at: Entry; path: (string | number)[] } {
    let at: Entry = this.bundle
    const path: (string | number)[] = []
    for (const [index, step] of steps.entries()) {
      if (typeof step !== 'string') continue
      const next = steps[index + 1]
      if (typeof next === 'object') {
        const found = entryOf(at, step, next.id)
        at = found.entry
        path.push(step, found.index)
      } else {
        at[step] ??= {}
        at = at[step] as Entry
        path.push(step)
      }
    }
    return { at, path }
  }
}

/** `{ must: 'update', every: '5m' }` → `must update`, `every 5m`. */
function leavesOf(value: DraftValue): string[] {
  if (typeof value !== 'object') return [String(value)]
  if (Array.isArray(value)) return value.flatMap(leavesOf)
  return Object.entries(value).flatMap(([name, each]) => leavesOf(each).map((leaf) => `${name} ${leaf}`))
}

function entryOf(at: Entry, section: string, id: string): { entry: Entry; index: number } {
  at[section] ??= []
  const list = at[section] as Entry[]
  const index = list.findIndex((each) => each.id === id)
  if (index >= 0) return { entry: list[index] as Entry, index }
  list.push({ id })
  return { entry: list[list.length - 1] as Entry, index: list.length - 1 }
}

/** `Senior Engineer / Domain Expert` → `senior-engineer-domain-expert`; '' when nothing of a text can be an id. */
export const slugOf = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\([^)]*\)/g, ' ')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '')
