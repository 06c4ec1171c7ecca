import type { Block, Grid, Item, Said, Section } from './outline.ts'
import { spanIn } from './span-in.ts'

/** `Response Time: 15 minutes`, wherever it was written: in a point, a column, a heading. `name` is '' when only a value stood there. */
export type Fact = { name: string; value: string; line: number }
/** Points below a word: `Examples:` and what follows. */
export type Points = { name: string; line: number; items: Item[]; isOrdered: boolean }

/**
 * Whatever a document says about one thing, however it was laid out: a heading with points below it, a row of a table, a point with
 * points below it. `about` are the titles it stands under, outermost first.
 */
export type Topic = { title: string; line: number; about: string[]; facts: Fact[]; lists: Points[]; section: Section | null }

/** `Name: value`. A clock (`14:30`) or an address (`https:`) is no name. */
const NAMED = /^([^:]{1,60}?)\s*:(?!\/\/|\d)\s*(.*)$/s
const DASHED = /^(.{1,60}?)\s+[-–—]\s+(.+)$/s

export function named(text: string): { name: string; value: string } | null {
  const found = NAMED.exec(text.trim())
  return found ? { name: (found[1] as string).trim(), value: (found[2] as string).trim() } : null
}

/** A name and what it leads to, by colon or by dash. */
export function led(text: string): { name: string; value: string } | null {
  const byColon = named(text)
  if (byColon) return byColon
  const byDash = DASHED.exec(text.trim())
  return byDash ? { name: (byDash[1] as string).trim(), value: (byDash[2] as string).trim() } : null
}

/** `SEV-1 (Initial: 5 min / During: 15 min)`: several things said of one in brackets behind it. */
function keyed(text: string): { name: string; value: string } | null {
  const [, name = '', inside = ''] = /^([^:(]{1,40}?(?:\s*\([^:()]*\))?)\s*\((.+:.+)\)\s*$/.exec(text.trim()) ?? []
  return name ? { name, value: inside.replace(/\s+\/\s+(?=[^:/]{1,40}:\s)/g, '; ') } : null
}

/** Everything the document has topics of, in its order. */
export function topicsOf(root: Section): Topic[] {
  return everySection(root).flatMap((section) => [topicOfSection(section), ...rowOfSection(section), ...smallTopics(section)])
}

/** A heading right above nothing but `Name: value`: one row of what others write as a table. */
function rowOfSection({ title, line, above, blocks }: Section): Topic[] {
  const end = blocks.findIndex((block) => !isOfFacts(block))
  const facts = blocks.slice(0, end < 0 ? blocks.length : end).flatMap(factsOfBlock)
  return above.length > 0 && facts.length > 0 ? [{ title, line, about: above, facts, lists: [], section: null }] : []
}

const isOfFacts = (block: Block): boolean =>
  block.kind === 'text'
    ? factOf(block).length > 0
    : block.kind === 'list' && block.items.every((item) => item.items.length === 0 && factOf(item).length > 0)

/** A section and all below it. */
export function everySection(section: Section): Section[] {
  return [section, ...section.sections.flatMap(everySection)]
}

function topicOfSection(section: Section): Topic {
  const { title, line, above, blocks } = section
  const below = section.sections.filter((each) => each.level > section.level)
  return {
    title,
    line,
    about: above,
    facts: [...factsOfTitle(title, line), ...blocks.flatMap(factsOfBlock)],
    lists: [
      ...blocks.flatMap((block) => listOf(block, { title, line })),
      ...below.flatMap((each) => each.blocks.flatMap((block) => listOf(block, each))),
    ],
    section,
  }
}

/** `Severity 1 (Critical) - Response Time: 15 minutes` says something in its heading already. */
function factsOfTitle(title: string, line: number): Fact[] {
  const [, ...parts] = title.split(/\s+[-–—|]\s+/)
  return parts.flatMap((part) => {
    const said = named(part)
    return said ? [{ ...said, line }] : []
  })
}

function factsOfBlock(block: Block): Fact[] {
  if (block.kind === 'text') return factOf(block)
  if (block.kind === 'list') return block.items.filter((item) => item.items.length === 0).flatMap(factOf)
  return []
}

function factOf({ text, line }: Said): Fact[] {
  const said = named(text)
  return said && said.value !== '' ? [{ ...said, line }] : []
}

function listOf(block: Block, { title, line }: Pick<Section, 'title' | 'line'>): Points[] {
  if (block.kind !== 'list') return []
  const own = { name: title, line, items: block.items, isOrdered: block.isOrdered }
  const nested = block.items
    .filter((item) => item.items.length > 0)
    .map((item) => ({ name: item.text.replace(/:$/, ''), line: item.line, items: item.items, isOrdered: false }))
  return [own, ...nested]
}

/** Rows of tables, and points that say several things of one. */
function smallTopics(section: Section): Topic[] {
  const about = section.title ? [...section.above, section.title] : section.above
  return section.blocks.flatMap((block) => {
    if (block.kind === 'table') return rowsOf(block, about)
    if (block.kind === 'list') return block.items.flatMap((item) => topicOfItem(item, about))
    return []
  })
}

function rowsOf(grid: Grid, about: string[]): Topic[] {
  return grid.rows.map((cells) => {
    const [first, ...rest] = cells
    const facts = rest.map((cell, index) => ({ name: grid.header[index + 1]?.text ?? '', value: cell.text, line: cell.line }))
    return {
      title: first?.text ?? '',
      line: first?.line ?? grid.line,
      about,
      facts: facts.filter(({ value }) => value !== ''),
      lists: [],
      section: null,
    }
  })
}

function topicOfItem(item: Item, about: string[]): Topic[] {
  const said = keyed(item.text) ?? led(item.text)
  const nested = item.items.flatMap((each) => factOf(each))
  if (!said && nested.length === 0) return []
  const pairs = said ? pairsIn(said.value, item.line) : []
  const [first] = pairs
  // `Severity: SEV-1, Initial: 5 min` is about SEV-1, not about severity.
  const isKeyed = said !== null && pairs.length > 1 && first?.name === ''
  const title = isKeyed ? (first?.value ?? '') : (said?.name ?? item.text.replace(/:$/, ''))
  const facts = [...(isKeyed ? pairs.slice(1) : pairs), ...nested]
  const lists = item.items.length > 0 ? [{ name: title, line: item.line, items: item.items, isOrdered: false }] : []
  const whole = isKeyed
    ? [{ title: said.name, line: item.line, about, facts: [{ name: '', value: said.value, line: item.line }], lists: [], section: null }]
    : []
  return [{ title, line: item.line, about, facts, lists, section: null }, ...whole]
}

/** `Initial: 5 min, During 15 min; Resolution = Immediate` in its parts; the value alone when it names nothing. */
function pairsIn(value: string, line: number): Fact[] {
  const parts = value.split(
    /\s*[;|·]\s*|,\s+(?=[A-Za-z][\w /-]{2,30}(?::|=|\s+[<>≤]?\s*\d|\s+(?:immediate|daily|weekly|hourly|optional|next)))/i,
  )
  if (parts.length === 1) return [{ ...(named(value) ?? { name: '', value }), line }]
  return parts.filter((part) => part !== '').map((part) => ({ ...pairOf(part), line }))
}

function pairOf(part: string): { name: string; value: string } {
  const said = named(part.replace(/^([^:=]{1,40})=/, '$1:'))
  if (said) return said
  const span = spanIn(part)
  const name = span
    ? part
        .slice(0, span.from)
        .replace(/\b(?:within|every|in|after|<|≤)\s*$/i, '')
        .trim()
    : ''
  return name && span ? { name, value: part.slice(name.length).trim() } : { name: '', value: part.trim() }
}
