import type { Part, Point } from './part.ts'

/** Line breaks and bars would end a cell. */
const cell = (words: string): string => words.replace(/\s*\n\s*/g, ' ').replaceAll('|', '\\|')
const line = (words: string): string => words.replace(/\s*\n\s*/g, ' ')

/** A fence longer than any in the text. */
function fence(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`{3,}/g)].map(([marks]) => marks.length))
  const marks = '`'.repeat(longest + 1)
  return `${marks}${language}\n${text}\n${marks}`
}

function pointLines({ text, below = [] }: Point, mark: string): string {
  return [`${mark} ${line(text)}`, ...below.map((each) => `   - ${line(each)}`)].join('\n')
}

const PRINTERS: { [K in Part['kind']]: (part: Extract<Part, { kind: K }>) => string } = {
  heading: ({ level, text }) => `${'#'.repeat(level)} ${line(text)}`,
  text: ({ text }) => text,
  list: ({ items, isOrdered }) => items.map((item, index) => pointLines(item, isOrdered ? `${index + 1}.` : '-')).join('\n'),
  table: ({ header, rows }) => [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.map(cell).join(' | ')} |`).join('\n'),
  ladder: ({ rungs }) =>
    fence('', rungs.map(({ by, text }, index) => (index === 0 && !by ? text : `   ↓${by ? ` (${by})` : ''}\n${text}`)).join('\n')),
  fence: ({ language, text }) => fence(language, text),
}

/** The document as Markdown that people, pagers of paper and our own importer read. */
export const printMarkdown = (parts: readonly Part[]): string =>
  `${parts.map((part) => (PRINTERS[part.kind] as (each: Part) => string)(part)).join('\n\n')}\n`
