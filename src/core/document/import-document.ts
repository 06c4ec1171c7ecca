import { type Left, leftOver } from './accounting.ts'
import { Draft } from './draft.ts'
import { withoutFrontMatter } from './front-matter.ts'
import { outlineOf, type Said, type Section } from './outline.ts'
import { contradictions, ownPolicyIn } from './own-policy.ts'
import { assumeMissing } from './readers/assumed.ts'
import { readCadences } from './readers/cadences.ts'
import { readLadders } from './readers/ladders.ts'
import { readLinks } from './readers/links.ts'
import { readAbout, readPractice, readTargets } from './readers/measures.ts'
import { readProcess } from './readers/process.ts'
import { readReviews } from './readers/reviews.ts'
import { readRoles } from './readers/roles.ts'
import { readRunbooks } from './readers/runbooks.ts'
import { readRoads, readSeverities } from './readers/severities.ts'
import { readTemplates } from './readers/templates.ts'
import { readChannels, readCommands, readContacts } from './readers/things.ts'
import { readOnCall, readTriggers } from './readers/triggers.ts'
import { type DocumentReader, levelsOf, type Reading } from './reading.ts'
import { everySection, topicsOf } from './topics.ts'

/** In the order in which the first to say a thing is right. */
const READERS: readonly DocumentReader[] = [
  readAbout,
  readSeverities,
  readRoads,
  readRoles,
  readContacts,
  readOnCall,
  readLadders,
  readTriggers,
  readCadences,
  readTemplates,
  readReviews,
  readTargets,
  readPractice,
  readProcess,
  readChannels,
  readCommands,
  readLinks,
  readRunbooks,
  assumeMissing,
]

/**
 * A draft of a policy, every line of the document that is in none of its values, and the headings that only led to what is:
 * whoever looks for a word of the document finds it in one of the three.
 */
export type Imported = { draft: Draft; notUnderstood: Left[]; headings: Said[]; policy: string | null }

/** Reads an incident response document. Whatever it is, nothing of it is dropped: a line is a value's source or is listed. */
export function importDocument(text: string): Imported {
  const { text: body, title } = withoutFrontMatter(text)
  const root = outlineOf(body)
  const topics = topicsOf(root)
  const draft = new Draft()
  const reading: Reading = { root, topics, levels: levelsOf(topics), draft }
  if (title && !root.sections.some(({ level }) => level === 1)) draft.put(['document', 'title'], title.text, title.line)
  for (const read of READERS) read(reading)
  markHeadings(root, draft)
  const own = ownPolicyIn(root)
  // A document of our own is made from the policy at its end: that is the policy again, to the letter.
  if (own)
    return {
      draft,
      notUnderstood: contradictions(draft, own.text).map((said) => ({ ...said, isPart: false })),
      headings: [],
      policy: own.text,
    }
  return { draft, notUnderstood: leftOver(text, root, draft), headings: onlyHeadings(root, draft), policy: null }
}

function onlyHeadings(root: Section, draft: Draft): Said[] {
  const valued = new Set(draft.origins.map(({ line }) => line))
  return everySection(root)
    .filter(({ title, line }) => title !== '' && draft.isMarked(line) && !valued.has(line))
    .map(({ title, line }) => ({ text: title, line }))
}

/** A heading is understood when something below it is. */
function markHeadings(root: Section, draft: Draft): void {
  const ends = everySection(root)
  for (const [index, section] of ends.entries()) {
    const next = ends.slice(index + 1).find(({ level }) => level <= section.level)?.line ?? Number.POSITIVE_INFINITY
    const isUnderstood = ends.slice(index, ends.length).some((each) => each.line < next && isMarkedBelow(each, draft))
    if (isUnderstood) draft.mark(section.line)
  }
}

const isMarkedBelow = ({ blocks }: Section, draft: Draft): boolean =>
  blocks.some((block) => {
    if (block.kind === 'table') return block.rows.some((cells) => cells.some(({ line }) => draft.isMarked(line)))
    if (block.kind === 'list')
      return block.items.some((item) => draft.isMarked(item.line) || item.items.some(({ line }) => draft.isMarked(line)))
    if (block.kind === 'fence') return block.lines.some(({ line }) => draft.isMarked(line))
    return draft.isMarked(block.line)
  })
