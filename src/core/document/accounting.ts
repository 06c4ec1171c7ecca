import type { Draft } from './draft.ts'
import { isExplained, type Known, knownOf } from './explained.ts'
import type { Block, Grid, Item, Said, Section } from './outline.ts'
import { everySection } from './topics.ts'

/** What of the document is in no value: a whole line, or a part of one whose rest was understood. */
export type Left = Said & { isPart: boolean }

/** Marks without words: rules, arrows, the line below a table's head, the first and last of a fence. */
const WORDLESS = /^[^\p{L}\p{N}]*$|^\s*(?:`{3,}|~{3,})\s*\w*\s*$/u
/** What stands before the words of a line: of a heading, a quotation, a point. */
const BEFORE = /^[\s>]*(?:#+\s+)?(?:[-*+]\s+|\d+[.)]\s+)?(?:\[[ xX]\]\s+)?/
/** Between two of these a line says one thing. */
const BETWEEN = /\s*[,;]\s+|\s+[-–—→|/+]\s+|\s*[()]\s*|:\s+|[.!?]\s+/g

/** A line, or several that are one point, or the cells of a row. */
type Unit = { line: number; cells: string[]; whole: string }

/**
 * Every figure and every longer word that lies in no value naming its line. A line is understood as far as its values go and no
 * farther: one value of a row does not speak for the others.
 */
export function leftOver(text: string, root: Section, draft: Draft): Left[] {
  const blocks = everySection(root).flatMap((section) => section.blocks)
  const grids = blocks.flatMap((block) => (block.kind === 'table' ? [block] : []))
  const headers = new Map(grids.flatMap((grid) => grid.header.map(({ line }) => [line, grid] as const)))
  return unitsOf(text, blocks, grids).flatMap((unit) => {
    const grid = headers.get(unit.line)
    return grid ? headerLeft(unit, grid, draft) : unitLeft(unit, draft)
  })
}

function unitsOf(text: string, blocks: readonly Block[], grids: readonly Grid[]): Unit[] {
  const rows = new Map<number, string[]>()
  for (const { header, rows: below } of grids)
    for (const { line, text: cell } of [header, ...below].flat()) rows.set(line, [...(rows.get(line) ?? []), cell])
  const points = new Map(blocks.flatMap(pointsOf).map((point) => [point.line, point]))
  const html = new Set(grids.flatMap(({ line, lines = 0 }) => linesFrom(line, lines)))
  const taken = new Set(html)
  const units: Unit[] = []
  for (const [index, raw] of text.split('\n').entries()) {
    const line = index + 1
    const cells = rows.get(line)
    const { text: whole, lines = 1 } = points.get(line) ?? {}
    if (cells) units.push({ line, cells, whole: html.has(line) ? cells.filter((cell) => cell !== '').join(' | ') : raw })
    else if (!taken.has(line) && !WORDLESS.test(raw)) {
      units.push({
        line,
        cells: [whole !== undefined && lines > 1 ? whole : raw.replace(BEFORE, '')],
        whole: lines > 1 ? (whole ?? raw) : raw,
      })
      for (const each of linesFrom(line, lines)) taken.add(each)
    }
  }
  return units
}

const linesFrom = (line: number, lines: number): number[] => Array.from({ length: lines }, (_, index) => line + index)

const pointsOf = (block: Block): Item[] => (block.kind === 'list' ? block.items.flatMap(withNested) : [])
const withNested = (item: Item): Item[] => [item, ...item.items.flatMap(withNested)]

function unitLeft({ line, cells, whole }: Unit, draft: Draft): Left[] {
  const all = [{ line, text: whole.trim(), isPart: false }]
  if (!draft.isMarked(line)) return all
  const known = knownOf(draft, line)
  const parts = cells.map((cell) => partsLeft(cell, known))
  const isNothing = parts.every((each, index) => each.join() === wordsOf(cells[index] ?? ''))
  return isNothing ? all : parts.flat().map((text) => ({ line, text, isPart: true }))
}

/** The head of a column is understood when something below it is. */
function headerLeft({ line, cells, whole }: Unit, { header, rows }: Grid, draft: Draft): Left[] {
  const columns = header.flatMap((cell, column) => (cell.line === line ? [column] : []))
  const isRead = cells.map((cell, index) => cell.trim() === '' || rows.some((row) => isCellRead(row, columns[index] ?? index, draft)))
  if (!isRead.includes(true)) return [{ line, text: whole.trim(), isPart: false }]
  return cells.filter((_, index) => !isRead[index]).map((text) => ({ line, text, isPart: true }))
}

function isCellRead(row: readonly Said[], column: number, draft: Draft): boolean {
  const cell = row[column]
  if (!cell || WORDLESS.test(cell.text) || !draft.isMarked(cell.line)) return false
  return partsLeft(cell.text, knownOf(draft, cell.line)).join() !== wordsOf(cell.text)
}

/** The stretches of a text that no value explains, neighbours in one. */
function partsLeft(text: string, known: Known): string[] {
  const parts: { from: number; to: number }[] = []
  let isOpen = false
  for (const { from, to } of clausesOf(text)) {
    const piece = text.slice(from, to)
    const isLeft = !isExplained(piece, known)
    const last = parts.at(-1)
    if (isLeft && isOpen && last) last.to = to
    else if (isLeft) parts.push({ from, to })
    if (/[\p{L}\d]/u.test(piece)) isOpen = isLeft
  }
  return parts.map(({ from, to }) => wordsOf(text.slice(from, to) + closingAt(text, { from, to })))
}

/** A bracket that is opened in a part is closed in it. */
const closingAt = (text: string, { from, to }: { from: number; to: number }): string =>
  text[to] === ')' && text.slice(from, to).lastIndexOf('(') > text.slice(from, to).lastIndexOf(')') ? ')' : ''

/** Without the marks of Markdown around the words. */
const wordsOf = (text: string): string => text.replace(/\*\*|`/g, '').trim()

function clausesOf(text: string): { from: number; to: number }[] {
  const cuts = [...text.matchAll(BETWEEN)].map((found) => ({ at: found.index, next: found.index + found[0].length }))
  const starts = [0, ...cuts.map(({ next }) => next)]
  return starts.map((from, index) => ({ from, to: cuts[index]?.at ?? text.length }))
}
