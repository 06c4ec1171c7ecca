import { type Draft, slugOf } from '../draft.ts'
import { levelAt, levelsIn } from '../levels.ts'
import type { Item, Section } from '../outline.ts'
import { contextOf, type DocumentReader, type Reading } from '../reading.ts'
import { spanIn } from '../span-in.ts'
import { everySection } from '../topics.ts'

const METRICS: readonly [RegExp, string][] = [
  [/mttd|time to detect/i, 'mttd'],
  [/mtta|time to ack/i, 'mtta'],
  [/mttr|time to (?:resol|recover|repair)/i, 'mttr'],
  [/mtbf|between failures/i, 'mtbf'],
  [/frequency|number of incidents/i, 'frequency'],
  [/post-?mortem completion|review completion/i, 'postmortem_completion'],
]

/** What is measured and how good it shall be. */
export const readTargets: DocumentReader = ({ topics, levels, draft }) => {
  for (const topic of topics) {
    const metric = METRICS.find(([pattern]) => pattern.test(topic.title))?.[1]
    if (!metric || !/metric|target|measure|goal|kpi|improve/.test(contextOf({ about: topic.about, title: '' }))) continue
    const text = topic.facts.map(({ name, value }) => (levelAt(name) ? `${name}: ${value}` : value)).join(', ')
    const value = targetIn(text, { metric, levels })
    if (value === null) continue
    draft.put(['targets', metric], value, topic.line)
    draft.cover({ text: topic.title, line: topic.line })
  }
}

function targetIn(text: string, { metric, levels }: { metric: string; levels: Reading['levels'] }): string | Record<string, string> | null {
  const trend = /increas/i.test(text) ? 'increasing' : /decreas/i.test(text) ? 'decreasing' : null
  if (metric === 'mtbf' || metric === 'frequency') return trend
  const percent = /\b(\d{1,3}%)/.exec(text)?.[1]
  if (metric === 'postmortem_completion') return percent ?? null
  const perLevel = text.split(/\s*[,;]\s*/).flatMap((part) => {
    const span = spanIn(part.replace(/\b(?:sev|p)[\s-]*\d/gi, ' '))
    return span ? levelsIn(part, levels).map((id) => [id, span.span] as const) : []
  })
  return perLevel.length > 0 ? Object.fromEntries(perLevel) : (spanIn(text)?.span ?? null)
}

const EXERCISES: readonly [RegExp, string][] = [
  [/tabletop/i, 'tabletop'],
  [/game ?day/i, 'game-day'],
  [/chaos/i, 'chaos'],
  [/drill|exercise|simulat|dry-?run/i, 'drill'],
]

const TRAINING: readonly [RegExp, string][] = [
  [/shadow/i, 'shadow-shift'],
  [/quiz/i, 'quiz'],
  [/simulat|practi[cs]e/i, 'practice'],
  [/./, 'reading'],
]

/** Drills, training and what is done again and again. */
export const readPractice: DocumentReader = ({ root, draft }) => {
  for (const section of everySection(root)) {
    const exercise = EXERCISES.find(([pattern]) => pattern.test(section.title))?.[1]
    const items = section.blocks.flatMap((block) => (block.kind === 'list' ? block.items : []))
    if (items.length === 0) continue
    if (exercise) drill(section, { kind: exercise, items, draft })
    else if (/training|onboarding/i.test(section.title)) training(section, { items, draft })
    else if (/improvement|routine|governance|maintenance of/i.test(section.title)) routines(section, { items, draft })
  }
}

type Points = { items: Item[]; draft: Draft }

function drill(section: Section, { kind, items, draft }: Points & { kind: string }): void {
  const entry = draft.entry('drills', slugOf(section.title), section.line)
  draft.put([...entry, 'name'], section.title, section.line)
  draft.put([...entry, 'kind'], kind, section.line)
  for (const { text, line } of items) {
    const span = spanIn(text)
    if (span) draft.put([...entry, 'every'], span.span, line)
  }
  draft.put([...entry, 'text'], items.map(({ text }) => text).join('; '), items[0]?.line ?? null)
  draft.coverAll(items)
}

function training(section: Section, { items, draft }: Points): void {
  draft.mark(section.line)
  for (const { text, line } of items) {
    const entry = draft.entry('training', slugOf(text), line)
    draft.put([...entry, 'name'], text, line)
    draft.put([...entry, 'kind'], TRAINING.find(([pattern]) => pattern.test(text))?.[1] ?? 'reading', line)
    if (/on-?call/i.test(section.title)) draft.put([...entry, 'required_before'], 'on-call', section.line)
  }
}

function routines(section: Section, { items, draft }: Points): void {
  draft.mark(section.line)
  for (const { text, line } of items) {
    const span = spanIn(text)
    if (!span) continue
    const entry = draft.entry('routines', slugOf(text), line)
    draft.put([...entry, 'what'], text, line)
    draft.put([...entry, 'every'], span.span, line)
  }
}

/** The document about itself: what it is called, whose it is, when it is looked at again. */
export const readAbout: DocumentReader = ({ root, levels, draft }) => {
  const [first] = root.sections
  if (first) draft.put(['document', 'title'], first.title, first.line)
  for (const { blocks } of everySection(root))
    for (const block of blocks) if (block.kind === 'text') sentence(block.text, block.line, { draft, levels })
}

const ORGANISATION =
  /(?:affecting|within|for|in|of|at|on) the ([A-Z][\w&.]*(?:\s+[A-Z][\w&.]*){0,3}) (?:platform|system|service|product|application|app)s?\b/

function sentence(text: string, line: number, { draft, levels }: Pick<Reading, 'draft' | 'levels'>): void {
  const name = ORGANISATION.exec(text)?.[1]
  if (name) draft.put(['organization', 'name'], name, line)
  const version = /\bversion:?\**\s*:?\s*(\d+(?:\.\d+)*)/i.exec(text)?.[1]
  if (version) draft.put(['document', 'version'], version, line)
  if (/next review|review(?:ed)? and updated|at least (?:quarterly|monthly|annually|yearly)/i.test(text)) {
    const span = spanIn(text.replace(/.*next review/i, ''))
    if (span) draft.put(['document', 'review', 'every'], span.span, line)
    const worst = levels[0]
    if (/after each major incident/i.test(text) && worst) draft.put(['document', 'review', 'after'], [worst.id], line)
  }
}
