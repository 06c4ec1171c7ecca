import { parse } from 'yaml'
import { importDocument } from '../../src/core/document/import-document.ts'
import { type DraftFile, filesOfDraft } from '../../src/core/document/print-draft.ts'

/** What a row of a document says and where in the draft it must stand: some entry of the section holds all of `holds`. */
export type Figure = { row: string; section: string; holds: unknown; says: RegExp }

type Read = { bundle: Record<string, unknown>; rest: string; files: DraftFile[] }

export function read(text: string): Read {
  const files = filesOfDraft(importDocument(text), 'document.md')
  const textOf = (name: string): string => files.find(({ path }) => path === name)?.text ?? ''
  const bundle = parse(textOf('tocsin.yaml')) as Record<string, unknown>
  return { bundle: { ...bundle, review_text: textOf('postmortem.md') }, rest: textOf('NOT-UNDERSTOOD.md'), files }
}

/** The figures that are not in the draft; those that are not even on the list of what was not understood are `lost`. */
export function missing(figures: readonly Figure[], { bundle, rest }: Read): { unread: Figure[]; lost: Figure[] } {
  const unread = figures.filter(({ section, holds }) => !entriesOf(bundle[section]).some((entry) => isWithin(holds, entry)))
  return { unread, lost: unread.filter(({ says }) => !says.test(rest)) }
}

const entriesOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value])

/** Texts by a part of them, lists by some of their members, maps by some of their fields. */
function isWithin(part: unknown, whole: unknown): boolean {
  if (part instanceof RegExp) return typeof whole === 'string' && part.test(whole)
  if (Array.isArray(part)) return Array.isArray(whole) && part.every((each) => whole.some((other) => isWithin(each, other)))
  if (typeof part === 'object' && part !== null)
    return (
      typeof whole === 'object' &&
      whole !== null &&
      Object.entries(part).every(([name, each]) => isWithin(each, (whole as Record<string, unknown>)[name]))
    )
  return part === whole
}

/** The same document of another company. */
export const renamed = (text: string, names: readonly string[]): string =>
  names.reduce((sofar, name, index) => sofar.replaceAll(name, `Northwind${index > 0 ? index : ''}`), text)

/** Chapters in the opposite order; what stands before the first stays there. A fence is no chapter, whatever stands in it. */
export function reordered(text: string): string {
  const chapters: string[][] = [[]]
  let isFenced = false
  for (const line of text.split('\n')) {
    if (/^\s*```/.test(line)) isFenced = !isFenced
    if (!isFenced && line.startsWith('## ')) chapters.push([])
    chapters.at(-1)?.push(line)
  }
  const [before = [], ...rest] = chapters
  return [before, ...rest.reverse()].map((lines) => lines.join('\n')).join('\n')
}

/** Labels without the marks that make them stand out. */
export const plainLabels = (text: string): string => text.replaceAll('**', '')

type Style = (header: string[], cells: string[]) => string
/** Ways in which people write as points what was a table. */
export const STYLES: Readonly<Record<string, Style>> = {
  'a value behind each name': ([, ...names], [first, ...cells]) =>
    `- ${first}: ${names.map((name, index) => `${name}: ${cells[index]}`).join('; ')}`,
  'every column named': (names, cells) => `- ${names.map((name, index) => `${name}: ${cells[index]}`).join(', ')}`,
  'points below points': ([, ...names], [first, ...cells]) =>
    `- ${first}\n${names.map((name, index) => `  - ${name}: ${cells[index]}`).join('\n')}`,
  'all of a row in brackets': ([, ...names], [first, ...cells]) =>
    `- ${first} (${names.map((name, index) => `${name}: ${cells[index]}`).join(' / ')})`,
  'a heading for each row': ([, ...names], [first, ...cells]) =>
    `\n###### ${first}\n\n${names.map((name, index) => `- ${name}: ${cells[index]}`).join('\n')}`,
  'a line below a heading': ([, ...names], [first, ...cells]) =>
    `\n**${first}**\n\n${names.map((name, index) => `${name}: ${cells[index]}`).join('\n')}\n`,
}

/** Every table that stands outside of a fence, as points. */
export function listed(text: string, style: Style): string {
  let isFenced = false
  let header: string[] | null = null
  return text
    .split('\n')
    .flatMap((line) => {
      if (/^\s*```/.test(line)) isFenced = !isFenced
      if (isFenced || !/^\|.*\|\s*$/.test(line)) {
        header = null
        return [line]
      }
      const cells = line
        .trim()
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim())
      if (cells.every((cell) => /^:?-+:?$/.test(cell))) return []
      if (header) return [style(header, cells)]
      header = cells
      return ['']
    })
    .join('\n')
}
