import { Document, isMap, isScalar, isSeq, LineCounter, type Node, parse, parseDocument, type YAMLMap } from 'yaml'

/** A section's entry: its id, its values, where it begins (lines from 1) and how it stands in the file. */
export type Entry = { id: string; values: Record<string, unknown>; line: number; text: string }
export type Section = { entries: Entry[]; fault: { line: number; why: string } | null }

const WRITTEN = { lineWidth: 0, flowCollectionPadding: true } as const

function readDocument(text: string) {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const lineOf = (offset: number): number => lines.linePos(offset).line
  const [error] = document.errors
  return { document, lineOf, fault: error ? { line: lineOf(error.pos[0]), why: error.message.split('\n')[0] ?? '' } : null }
}

const mapsOf = (node: unknown): YAMLMap[] =>
  isSeq(node) ? node.items.filter((each): each is YAMLMap => isMap(each)) : isMap(node) ? [node] : []

/** The entries of a section as forms show them. */
export function sectionOf(text: string, name: string): Section {
  const { document, lineOf, fault } = readDocument(text)
  if (fault) return { entries: [], fault }
  const entries = mapsOf(document.get(name, true)).map((map): Entry => {
    const [from = 0, to = 0] = map.range ?? []
    return {
      id: String(map.get('id') ?? ''),
      values: map.toJS(document) as Record<string, unknown>,
      line: lineOf(from),
      text: text.slice(from, to),
    }
  })
  return { entries, fault: null }
}

export type Accepted = { rule: string; at: string; reason: string; until: string; line: number }

/** What `lint.accept` of a text says; nothing where it cannot be read. */
export function acceptedIn(text: string): Accepted[] {
  const { document, lineOf, fault } = readDocument(text)
  if (fault) return []
  return mapsOf(document.getIn(['lint', 'accept'], true)).map((map) => {
    const word = (key: string): string => String(map.get(key) ?? '')
    return { rule: word('rule'), at: word('at'), reason: word('reason'), until: word('until'), line: lineOf(map.range?.[0] ?? 0) }
  })
}

export type Edit = { section: string; id: string; key: string /** Undefined takes the key away. */; value: unknown }

/** Changes one key of one entry. Its comments stay, and everything outside of it stays to the letter. */
export function withValue(text: string, { section, id, key, value }: Edit): string {
  const { document, fault } = readDocument(text)
  const map = fault ? undefined : mapsOf(document.get(section, true)).find((each) => each.get('id') === id)
  if (!map) return text
  if (value === undefined) map.delete(key)
  else setIn({ map, key }, document.createNode(value) as Node, value)
  return replaced(text, map, written(map))
}

/** A value that says the same keeps its form: a list on one line stays on one. */
function setIn({ map, key }: { map: YAMLMap; key: string }, next: Node, value: unknown): void {
  const before = map.get(key, true)
  if (isScalar(before) && (typeof value !== 'object' || value === null)) {
    before.value = value
    // a text of several lines cannot stand in the form of a single one
    if (typeof value === 'string' && value.includes('\n')) before.type = 'BLOCK_LITERAL'
    return
  }
  if (isSeq(next) && (map.flow || !isSeq(before) || before.flow)) next.flow = true
  if (isMap(next) && (map.flow || (isMap(before) && before.flow))) next.flow = true
  map.set(key, next)
}

function written(map: YAMLMap): string {
  const alone = new Document()
  map.commentBefore = null
  map.spaceBefore = false
  alone.contents = map as never
  return alone.toString(WRITTEN).trimEnd()
}

function replaced(text: string, { range }: Node, entry: string): string {
  const [from = 0, to = 0] = range ?? []
  const column = from - (text.lastIndexOf('\n', from - 1) + 1)
  const tail = /\s*$/.exec(text.slice(from, to))?.[0] ?? ''
  return `${text.slice(0, from)}${entry.replaceAll(/\n(?=.)/g, `\n${' '.repeat(column)}`)}${tail}${text.slice(to)}`
}

/** Adds an entry behind the last of its section; a section that is not there yet is begun at the end of the file. */
export function withEntry(text: string, section: string, entry: Record<string, unknown>): string {
  const { document, fault } = readDocument(text)
  if (fault) return text
  const body = new Document([entry]).toString(WRITTEN).trimEnd().split('\n')
  const last = mapsOf(document.get(section, true)).at(-1)
  if (!last) {
    const lines = [`${section}:`, ...body.map((line) => `  ${line}`)].join('\n')
    return document.has(section) ? text : `${text.trimEnd()}\n\n${lines}\n`
  }
  const [from = 0, to = 0] = last.range ?? []
  const start = text.lastIndexOf('\n', from - 1) + 1
  const dash = Math.max(0, text.slice(start, from).lastIndexOf('-'))
  const end = from + text.slice(from, to).trimEnd().length
  const rest = text.slice(end)
  const comment = /^[^\n]*/.exec(rest)?.[0] ?? ''
  const added = body.map((line) => `\n${' '.repeat(dash)}${line}`).join('')
  return `${text.slice(0, end)}${comment}${added}${rest.slice(comment.length)}`
}

/** Takes an entry away, with the line that it began on. */
export function withoutEntry(text: string, section: string, id: string): string {
  const { document, fault } = readDocument(text)
  const map = fault ? undefined : mapsOf(document.get(section, true)).find((each) => each.get('id') === id)
  if (!map?.range) return text
  const [from, to] = map.range
  const start = text.lastIndexOf('\n', from - 1) + 1
  const end = from + text.slice(from, to).trimEnd().length
  const next = text.indexOf('\n', end)
  return `${text.slice(0, start)}${next === -1 ? '' : text.slice(next + 1)}`
}

/** A value as it would be written, for what has no field of its own. */
export const yamlOf = (value: unknown): string => (value === undefined ? '' : new Document(value).toString({ lineWidth: 0 }).trimEnd())

export type ReadValue = { ok: true; value: unknown } | { ok: false; why: string }

export function readValue(text: string): ReadValue {
  try {
    return { ok: true, value: text.trim() === '' ? undefined : parse(text) }
  } catch (error) {
    return { ok: false, why: (error as Error).message.split('\n')[0] ?? '' }
  }
}
