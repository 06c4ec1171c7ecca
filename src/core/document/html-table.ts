/** As in the outline: a cell with its words, its line and how many lines it takes. */
type Cell = { text: string; line: number; lines: number }
type HtmlGrid = { header: Cell[]; rows: Cell[][]; line: number; lines: number }

const TABLE = /<table\b[^>]*>[\s\S]*?<\/table>/gi
const ROW = /<tr\b[^>]*>[\s\S]*?(?=<tr\b|<\/table>)/gi
const CELL = /<t[hd]\b([^>]*)>([\s\S]*?)(?=<\/?t[hdr]\b|<\/tbody|<\/thead|$(?![\s\S]))/gi
/** What ends a thought: the points of a list and the paragraphs of one cell. */
const ENDS = /<\/(?:li|p|div)>|<br\s*\/?>/gi

type Stretch = { text: string; at: number }

/** The tables that are written in HTML, and the document with their lines emptied, so that Markdown does not see them. */
export function htmlTablesOf(text: string): { text: string; grids: HtmlGrid[] } {
  const found = [...text.matchAll(TABLE)].map(({ 0: whole, index }) => ({ text: whole, at: index })).filter(({ at }) => !isFenced(text, at))
  const lineAt = (at: number): number => text.slice(0, at).split('\n').length
  const grids = found.flatMap((table): HtmlGrid[] => {
    const rows = stretchesOf(table, ROW).map((row) => cellsOf(row, lineAt))
    const [header, ...below] = rows.filter((cells) => cells.length > 0)
    return header ? [{ header, rows: below, line: lineAt(table.at), lines: table.text.split('\n').length }] : []
  })
  return {
    text: found.reduce((rest, { text: whole, at }) => rest.slice(0, at) + emptied(whole) + rest.slice(at + whole.length), text),
    grids,
  }
}

const isFenced = (text: string, at: number): boolean => (text.slice(0, at).match(/^\s*(?:```|~~~)/gm)?.length ?? 0) % 2 === 1
const emptied = (text: string): string => text.replace(/[^\n]/g, ' ').replace(/^ +$/gm, '')
const stretchesOf = ({ text, at }: Stretch, pattern: RegExp): Stretch[] =>
  [...text.matchAll(pattern)].map(({ 0: whole, index }) => ({ text: whole, at: at + index }))

/** A cell over two columns stands in the first of them; its line is that of its first word. */
function cellsOf(row: Stretch, lineAt: (at: number) => number): Cell[] {
  return [...row.text.matchAll(CELL)].flatMap(({ 0: whole, 1: attributes = '', 2: inside = '', index }) => {
    const start = row.at + index + whole.length - inside.length
    const before = inside.length - inside.replace(/^(?:\s|<[^>]*>)+/, '').length
    const cell = { text: wordsOf(inside), line: lineAt(start + before), lines: inside.trim().split('\n').length }
    const columns = Number(/colspan\s*=\s*["']?(\d)/i.exec(attributes)?.[1] ?? 1)
    return Array.from({ length: columns }, (_, column) => (column === 0 ? cell : { ...cell, text: '' }))
  })
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ndash: '–',
  mdash: '—',
  le: '≤',
  ge: '≥',
}

const wordsOf = (html: string): string =>
  html
    .replace(ENDS, '; ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#(\d{1,6});/g, (_, code: string) => String.fromCodePoint(Math.min(Number(code), 0x10ffff)))
    .replace(/&(\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole)
    .replace(/\s+/g, ' ')
    .replace(/\s+([;.,)])/g, '$1')
    .replace(/([.;:])(?:\s*;)+/g, '$1')
    .replace(/^[\s;]+|[\s;]+$/g, '')
