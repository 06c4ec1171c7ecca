import { slugOf } from '../draft.ts'
import type { Block, Item, Section } from '../outline.ts'
import type { DocumentReader, Reading } from '../reading.ts'

const PROCEDURES =
  /procedures?$|runbooks?$|specific procedures|playbooks?|scenarios|workflow|rollback|investigat|mitigat|resol|recover|containment/i

/** Steps for people to follow become runbooks, word for word: below "Procedures", and wherever numbered steps are left over. */
export const readRunbooks: DocumentReader = (reading) => {
  for (const section of reading.root.sections) walk(section, reading)
}

function walk(section: Section, reading: Reading): void {
  const isProcedure =
    PROCEDURES.test([...section.above, section.title].join(' › ')) &&
    !/template|communic|contact|review|sever|escalat/i.test([...section.above, section.title].join(' › '))
  if ((isProcedure && hasUnmarkedSteps(section, reading)) || isPattern(section)) write(section, reading)
  for (const below of section.sections) walk(below, reading)
}

const hasUnmarkedSteps = ({ blocks }: Section, { draft }: Reading): boolean =>
  blocks.some(
    (block) =>
      block.kind === 'list' &&
      block.items.some((item) => !draft.isMarked(item.line) || item.items.some(({ line }) => !draft.isMarked(line))),
  )

/** What each runbook shall look like. */
const isPattern = ({ title, blocks }: Section): boolean =>
  /template.*runbook|runbook.*template/i.test(title) && blocks.some(({ kind }) => kind === 'fence')

function write(section: Section, { draft }: Reading): void {
  const id = slugOf(section.title.replace(/^\d+\.\s*/, ''))
  const taken = Object.keys((draft.at(['runbooks', 'texts']) ?? {}) as object)
  const name = taken.includes(id) ? `${id}-${section.line}` : id
  if (!name) return
  const text = `# ${section.title}\n\n${section.blocks.map(markdownOf).join('\n\n')}\n`
  draft.put(['runbooks', 'texts', name], text, section.line)
  for (const block of section.blocks) markBlock(block, draft)
}

function markBlock(block: Block, draft: Reading['draft']): void {
  if (block.kind === 'text') draft.cover(block)
  if (block.kind === 'fence') draft.coverAll(block.lines)
  if (block.kind === 'table') for (const cells of [block.header, ...block.rows]) draft.coverAll(cells)
  if (block.kind === 'list') for (const item of block.items) markItem(item, draft)
}

function markItem(item: Item, draft: Reading['draft']): void {
  draft.cover(item)
  for (const fence of item.fences) draft.coverAll(fence.lines)
  for (const each of item.items) markItem(each, draft)
}

function markdownOf(block: Block): string {
  if (block.kind === 'text') return block.text
  if (block.kind === 'fence') return ['```', block.lang, '\n', block.lines.map(({ text }) => text).join('\n'), '\n```'].join('')
  if (block.kind === 'table')
    return [block.header, block.header.map(() => ({ text: '---' })), ...block.rows]
      .map((cells) => `| ${cells.map(({ text }) => text).join(' | ')} |`)
      .join('\n')
  return block.items.map((item, index) => itemText(item, { mark: block.isOrdered ? `${index + 1}.` : '-', indent: '' })).join('\n')
}

function itemText(item: Item, { mark, indent }: { mark: string; indent: string }): string {
  const below = `${indent}   `
  const fences = item.fences.map(({ lang, lines }) =>
    [`${below}\`\`\`${lang}`, ...lines.map(({ text }) => `${below}${text}`), `${below}\`\`\``].join('\n'),
  )
  return [`${indent}${mark} ${item.text}`, ...item.items.map((each) => itemText(each, { mark: '-', indent: below })), ...fences].join('\n')
}
