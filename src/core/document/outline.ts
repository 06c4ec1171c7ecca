import type { BlockContent, DefinitionContent, Heading, List, ListItem, Nodes, PhrasingContent, RootContent, Table } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table'
import { gfmTable } from 'micromark-extension-gfm-table'
import { htmlTablesOf } from './html-table.ts'

/** Something said at a line of the document, counted from 1; `lines` where it goes on over more than one. */
export type Said = { text: string; line: number; lines?: number }
/** A point of a list with what is nested below it. */
export type Item = Said & { items: Item[]; fences: Fence[] }
export type Fence = { lang: string; lines: Said[]; line: number }
/** `lines` where it takes other than one line for each row: written in HTML. */
export type Grid = { header: Said[]; rows: Said[][]; line: number; lines?: number }
export type Block =
  | ({ kind: 'text' } & Said)
  | { kind: 'list'; isOrdered: boolean; items: Item[]; line: number }
  | ({ kind: 'table' } & Grid)
  | ({ kind: 'fence' } & Fence)

/**
 * A heading and what stands below it. A paragraph that is nothing but bold is a heading too: half of all runbooks are
 * written that way. `above` are the titles on the way to it, outermost first.
 */
export type Section = { title: string; line: number; level: number; above: string[]; blocks: Block[]; sections: Section[] }

/** Below every real heading. */
const BOLD_LEVEL = 7
/** A plain line right above a list, a table or a fence, which it names. */
const LABEL_LEVEL = 8
/** Lines of more words are sentences. */
const LONGEST_LABEL = 6

/** Reads Markdown into its outline; the root has level 0 and no title. Any text is some Markdown: this never fails. */
export function outlineOf(text: string): Section {
  const { text: markdown, grids } = htmlTablesOf(text)
  const tree = fromMarkdown(markdown, { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] })
  const root: Section = { title: '', line: 0, level: 0, above: [], blocks: [], sections: [] }
  let open: Section[] = [root]
  for (const [index, node] of tree.children.entries()) {
    const found = headingOf(node) ?? labelOf(node, tree.children[index + 1])
    const top = open[open.length - 1] as Section
    if (!found) {
      top.blocks.push(...blocksOf(node))
      continue
    }
    open = open.filter((section) => section.level < found.level)
    const parent = open[open.length - 1] as Section
    const section = { ...found, above: open.slice(1).map(({ title }) => title), blocks: [], sections: [] }
    parent.sections.push(section)
    open.push(section)
  }
  for (const grid of grids) placeIn(root, grid)
  return root
}

/** Below the last heading above it, between the blocks where it stood. */
function placeIn(section: Section, grid: Grid): void {
  const below = section.sections.filter(({ line }) => line < grid.line).at(-1)
  if (below) {
    placeIn(below, grid)
    return
  }
  const index = section.blocks.findIndex(({ line }) => line > grid.line)
  section.blocks.splice(index < 0 ? section.blocks.length : index, 0, { kind: 'table', ...grid })
}

type FoundHeading = { title: string; line: number; level: number }

function headingOf(node: RootContent): FoundHeading | null {
  if (node.type === 'heading') return { title: plain(node), line: lineOf(node), level: (node as Heading).depth }
  if (node.type !== 'paragraph') return null
  const [first, ...rest] = node.children
  if (first?.type !== 'strong') return null
  const text = rest.map(plain).join('').trim()
  // `**Phases:** three of them` is a sentence with a label; `**Phases:**`, also before a list without a blank line, is a heading.
  if (text !== '' && text !== ':') return null
  return { title: plain(first).replace(/:$/, ''), line: lineOf(node), level: BOLD_LEVEL }
}

/** `Examples:` and the points below it; without a colon only where nothing stands between. */
function labelOf(node: RootContent, next: RootContent | undefined): FoundHeading | null {
  if (node.type !== 'paragraph' || !next || !['list', 'code', 'table'].includes(next.type)) return null
  const text = plain(node).trim()
  const isAdjacent = lineOf(next) === (node.position?.end.line ?? 0) + 1
  const isLabel = /^\p{Lu}[^\n:]*:$/u.test(text) || (isAdjacent && /^\p{Lu}[^\n:.!?,;]*$/u.test(text))
  return isLabel && text.split(/\s+/).length <= LONGEST_LABEL
    ? { title: text.replace(/:$/, ''), line: lineOf(node), level: LABEL_LEVEL }
    : null
}

const lineOf = (node: Nodes): number => node.position?.start.line ?? 0

function blocksOf(node: RootContent): Block[] {
  switch (node.type) {
    case 'list':
      return [{ kind: 'list', isOrdered: node.ordered === true, items: (node as List).children.map(itemOf), line: lineOf(node) }]
    case 'table':
      return [{ kind: 'table', ...gridOf(node) }]
    case 'code':
      return [{ kind: 'fence', ...fenceOf(node) }]
    case 'blockquote':
      return node.children.flatMap((child) => blocksOf(child))
    case 'paragraph':
      return paragraphLines(node).map((said) => ({ kind: 'text', ...said }))
    case 'html':
      return htmlLines(node.value, lineOf(node)).map((said) => ({ kind: 'text', ...said }))
    case 'thematicBreak':
      return []
    default:
      return paragraphLines(node).map((said) => ({ kind: 'text', ...said }))
  }
}

/** Comments and tags say nothing to a reader, the words between them do. */
const htmlLines = (value: string, line: number): Said[] =>
  value
    .split('\n')
    .map((text, index) => ({ text: text.replace(/<!--|-->|<[^>]*>/g, '').trim(), line: line + index }))
    .filter(({ text }) => text !== '')

function itemOf(node: ListItem): Item {
  const [first, ...rest] = node.children
  const isText = first?.type === 'paragraph'
  const nested = isText ? rest : node.children
  const position = isText ? first.position : undefined
  return {
    text: (isText ? plain(first) : '').replace(/\s*\n\s*/g, ' ').replace(/^\[[ xX]\]\s*/, ''),
    line: lineOf(node),
    lines: (position?.end.line ?? 0) - (position?.start.line ?? 0) + 1,
    items: nested.flatMap((child) => (child.type === 'list' ? child.children.map(itemOf) : otherItems(child))),
    fences: nested.flatMap((child) => (child.type === 'code' ? [fenceOf(child)] : [])),
  }
}

const otherItems = (node: BlockContent | DefinitionContent): Item[] =>
  node.type === 'paragraph' ? paragraphLines(node).map((said) => ({ ...said, items: [], fences: [] })) : []

function fenceOf(node: { value: string; lang?: string | null } & Nodes): Fence {
  const line = lineOf(node)
  const lines = node.value.split('\n').map((text, index) => ({ text, line: line + 1 + index }))
  return { lang: node.lang ?? '', lines, line }
}

function gridOf(node: Table): Grid {
  const [header, ...rows] = node.children.map((row) => row.children.map((cell) => ({ text: plain(cell).trim(), line: lineOf(row) })))
  return { header: header ?? [], rows, line: lineOf(node) }
}

/** A paragraph line by line: what is meant as lines is often written without the two spaces. */
function paragraphLines(node: Nodes): Said[] {
  const start = lineOf(node)
  return plain(node)
    .split('\n')
    .map((text, index) => ({ text: text.trim(), line: start + index }))
    .filter(({ text }) => text !== '')
}

/** Every line of text and every point of these blocks. */
export const linesOf = (blocks: readonly Block[]): Said[] => blocks.flatMap(linesOfBlock)

function linesOfBlock(block: Block): Said[] {
  if (block.kind === 'text') return [block]
  return block.kind === 'list' ? block.items.flatMap((item) => [item, ...item.items]) : []
}

/** The words of a node; a link keeps where it leads, in brackets behind its words. */
export function plain(node: Nodes | PhrasingContent): string {
  if (node.type === 'link') {
    const words = node.children.map(plain).join('')
    return words === node.url || words === '' ? node.url : `${words} (${node.url})`
  }
  if ('value' in node) return node.value
  if (node.type === 'break') return '\n'
  if (node.type === 'image') return node.alt ?? ''
  return 'children' in node ? (node.children as Nodes[]).map(plain).join('') : ''
}
