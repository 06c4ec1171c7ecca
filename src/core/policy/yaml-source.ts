import type { Document } from 'yaml'
import { isMap, isScalar, LineCounter, parseDocument, visit } from 'yaml'
import type { At, Finding, Path, Place } from './finding.ts'
import { positionOf } from './yaml-position.ts'

export type BundleFile = { path: string; text: string }

/** One file read: its top-level map as plain data and the tree that knows where everything stands. */
export type Source = { file: string; sections: Map<string, unknown>; place(path: Path, at?: At): Place }

/** 20,000 people with their contacts are about 4 MB; more than that is not a policy but a mistake. */
const LARGEST_FILE = 4 * 1024 * 1024
/** The language nests less than ten deep; what opens this many brackets, or begins this far to the right, is no policy. */
const MOST_OPEN = 200
const WIDEST_LEAD = 400
/** An alias per person is fine, a bomb of aliases is not. */
const MOST_ALIASES = 10_000

/** Nobody reads more than this of what is wrong in one file before mending the first. */
const MOST_TOLD = 500

type Reading = { source: Source | null; findings: Finding[] }

/** Reads one file of a bundle. What cannot be read is told with line and column; nothing is thrown. */
export function readSource({ path, text }: BundleFile): Reading {
  const complain = (message: string, remedy: string): Finding => ({
    ...{ level: 'error', rule: 'yaml', file: path, line: 1, column: 1, message, remedy },
  })
  if (text.length > LARGEST_FILE) {
    const size = `${Math.ceil(text.length / 1024 / 1024)} MB`
    return { source: null, findings: [complain(`the file has ${size}, at most 4 MB are read`, 'split the bundle into several files')] }
  }
  const nesting = deepestLine(text)
  if (nesting > 0) return { source: null, findings: [{ ...complain('the file is nested too deeply', TOO_DEEP), line: nesting }] }
  const lines = new LineCounter()
  // The parser compares every key with every other of its map: 100,000 keys took it minutes. Each is looked up once here.
  const document = parseDocument(text, { lineCounter: lines, merge: true, prettyErrors: false, uniqueKeys: false })
  const issues = [...document.errors, ...document.warnings, ...repeatedKeys(document)].slice(0, MOST_TOLD)
  const findings = issues.map((issue): Finding => {
    const { line, col } = lines.linePos(issue.pos[0])
    const level = issue.name === 'YAMLWarning' ? 'warning' : 'error'
    return { level, rule: 'yaml', file: path, line, column: col, message: issue.message, remedy: REMEDIES[issue.code] ?? GENERAL_REMEDY }
  })
  if (findings.some((finding) => finding.level === 'error')) return { source: null, findings: oncePerPlace(findings) }
  if (document.contents === null) {
    const empty = complain('the file is empty', 'write a section into it or delete it')
    return { source: null, findings: [{ ...empty, level: 'warning', rule: 'empty-file' }] }
  }
  return readSections({ path, text }, document, lines)
}

type Issue = { name: string; code: string; message: string; pos: readonly [number, number] }

/** A key that its map has already; `<<` may stand several times. */
function repeatedKeys(document: Document.Parsed): Issue[] {
  const found: Issue[] = []
  visit(document, {
    Map(_, { items }) {
      const seen = new Set<unknown>()
      for (const { key } of items) {
        if (!isScalar(key) || key.value === '<<') continue
        const at = key.range?.[0] ?? 0
        if (seen.has(key.value))
          found.push({ name: 'YAMLParseError', code: 'DUPLICATE_KEY', message: 'Map keys must be unique', pos: [at, at] })
        seen.add(key.value)
      }
    },
  })
  return found
}

/** One slip makes the parser complain many times at the same place. */
function oncePerPlace(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [`${finding.line}:${finding.column}`, finding])).values()]
}

const GENERAL_REMEDY = 'correct the YAML at this place; texts with a colon, a # or a leading special sign need quotes'
const TOO_DEEP = 'the language nests less than ten deep: look for a bracket that is not closed'

const REMEDIES: Record<string, string> = {
  DUPLICATE_KEY: 'keep one of the two keys',
  TAB_AS_INDENT: 'indent with spaces; YAML does not allow tabs',
  MULTIPLE_DOCS: 'write one document per file, without `---` in the middle',
  BAD_ALIAS: 'define the anchor (`&name`) above the alias (`*name`)',
}

function readSections({ path: file, text }: BundleFile, document: Document.Parsed, lines: LineCounter): Reading {
  const place = (path: Path, at?: At): Place => ({ file, ...positionOf({ document, lines, text }, path, at) })
  const complain = (message: string, remedy: string): Reading => ({
    source: null,
    findings: [{ level: 'error', rule: 'yaml', ...place([]), message, remedy }],
  })
  if (!isMap(document.contents))
    return complain('the file is not a map of sections', 'begin it with a section such as `organization:` or `users:`')
  try {
    const data = document.toJS({ maxAliasCount: MOST_ALIASES }) as Record<string, unknown>
    if (isCircular(data, new Set())) return complain('an anchor contains itself', 'write the value out instead of the alias')
    return { source: { file, sections: new Map(Object.entries(data)), place }, findings: [] }
  } catch (error) {
    return complain(
      `the file cannot be expanded: ${(error as Error).message}`,
      'use fewer anchors and aliases, and none that contain themselves',
    )
  }
}

function isCircular(value: unknown, within: Set<unknown>): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (within.has(value)) return true
  within.add(value)
  const found = Object.values(value).some((each) => isCircular(each, within))
  within.delete(value)
  return found
}

/** The first line that nests too deep, 0 when none: counted before parsing, because the parser's own stack is finite. */
function deepestLine(text: string): number {
  let open = 0
  let line = 1
  for (let i = 0; i < text.length; i++) {
    const sign = text[i]
    if (sign === '\n') line++
    else if (sign === '[' || sign === '{') open++
    else if ((sign === ']' || sign === '}') && open > 0) open--
    if (open > MOST_OPEN) return line
  }
  const tooWide = text.split('\n').findIndex((each) => leadOf(each) > WIDEST_LEAD)
  return tooWide + 1
}

/** How far a line's first word is indented, dashes of nested lists included. */
const leadOf = (line: string): number => /^[\s-]*/.exec(line)?.[0].length ?? 0
