import { type DraftValue, slugOf } from '../draft.ts'
import type { Fence, Item, Section } from '../outline.ts'
import { contextOf, type DocumentReader, type Reading } from '../reading.ts'
import { spanIn } from '../span-in.ts'
import { everySection, type Topic } from '../topics.ts'
import { roleIdOf } from './roles.ts'

const REVIEW = /post-?mortem|post-?incident|review|retrospective|after.action|agenda|ground rules/i

/** Everything about learning afterwards: its steps with their times, who comes, the agenda, the rules, the template, the actions. */
export const readReviews: DocumentReader = (reading) => {
  for (const section of everySection(reading.root)) {
    const context = [...section.above, section.title].join(' › ')
    if (!REVIEW.test(context)) continue
    readSection(section, reading)
  }
  for (const topic of reading.topics)
    if (topic.section === null && REVIEW.test(contextOf({ about: topic.about, title: '' }))) timed(topic, reading)
}

const PARTS: readonly [RegExp, (section: Section, reading: Reading) => void][] = [
  [/attend|participants|who/i, attendees],
  [/agenda/i, agenda],
  [/ground rules|principles/i, rules],
  [/template|report structure|structure/i, template],
  [/meeting|review/i, meeting],
  [/./, horizon],
]

function readSection(section: Section, reading: Reading): void {
  for (const [pattern, read] of PARTS) {
    if (!pattern.test(section.title)) continue
    read(section, reading)
    if (read !== meeting) return
  }
}

const itemsOf = ({ blocks }: Section): Item[] => blocks.flatMap((block) => (block.kind === 'list' ? block.items : []))

/** Functions that come by their role; other people are named by what they do. */
function attendees(section: Section, { draft }: Reading): void {
  draft.mark(section.line)
  for (const { text, line } of itemsOf(section)) {
    const isOptional = /optional/i.test(text)
    const said = text.replace(/^optional:?\s*/i, '')
    const words = isOptional ? said.split(/\s*,\s*/) : [said]
    for (const word of words) {
      const attendee = attendeeOf(word)
      draft.add(['postmortem', isOptional ? 'optional' : 'attendees'], attendee, line)
      if (attendee.startsWith('audience:')) audience(draft, word, line)
    }
  }
}

const attendeeOf = (text: string): string => {
  if (/responder|participants|everybody involved/i.test(text)) return 'responders'
  if (/commander|incident lead|tech(?:nical)? lead|communications|scribe|liaison/i.test(text)) return `role:${roleIdOf(text)}`
  return `audience:${slugOf(text)}`
}

function audience(draft: Reading['draft'], text: string, line: number): void {
  const entry = draft.entry('audiences', slugOf(text), line)
  draft.put([...entry, 'name'], text, line)
}

function agenda(section: Section, { draft }: Reading): void {
  draft.mark(section.line)
  for (const item of itemsOf(section)) {
    const span = spanIn(item.text)
    const minutes = span ? Number.parseInt(span.span, 10) : null
    const name = item.text.replace(/\s*[([]?\s*\d+\s*min\w*\s*[)\]]?\s*/i, '').trim()
    if (minutes !== null)
      draft.add(['postmortem', 'agenda'], { item: [name, ...item.items.map(({ text }) => text)].join('; '), minutes }, item.line)
    draft.coverAll(item.items)
  }
}

function rules(section: Section, { draft }: Reading): void {
  if (section.above.length < 1 || !itemsOf(section).length) return
  draft.mark(section.line)
  for (const { text, line } of itemsOf(section)) draft.add(['postmortem', 'ground_rules'], text, line)
}

/** A fence is taken as it is; a list of parts becomes headings. */
function template(section: Section, { draft }: Reading): void {
  const fence = section.blocks.find((block): block is Fence & { kind: 'fence' } => block.kind === 'fence')
  const items = itemsOf(section)
  if (!fence && items.length === 0) return
  draft.mark(section.line)
  draft.put(['postmortem', 'template'], 'postmortem.md', section.line)
  const text = fence ? fence.lines.map((each) => each.text).join('\n') : outlined(items)
  draft.put(['postmortem', 'text'], `${text.trimEnd()}\n`, fence?.line ?? section.line)
  draft.coverAll(fence?.lines ?? items.flatMap((item) => [item, ...item.items]))
  // The fence's own two marks.
  if (fence) for (const line of [fence.line, fence.line + fence.lines.length + 1]) draft.mark(line)
}

const outlined = (items: Item[]): string =>
  `# {{ incident.reference }}\n${items.map(({ text, items: points }) => `\n## ${text}\n\n${points.map((point) => `- ${point.text}:`).join('\n')}\n`).join('')}`

/** `Review Meeting (Within 48 hours)`. */
function meeting(section: Section, { draft }: Reading): void {
  const span = spanIn(section.title)
  if (span && /meeting|review/i.test(section.title))
    step({ id: 'meeting', name: 'Hold the review meeting', within: span.span, line: section.line }, draft)
}

type ReviewStep = { id: string; name: string; within: string; line: number }

function step({ id, name, within, line }: ReviewStep, draft: Reading['draft']): void {
  const entry = ['postmortem', 'steps', { id }]
  draft.put([...entry, 'name'], name, line)
  draft.put([...entry, 'within'], within, line)
  draft.put([...entry, 'of'], 'resolved', null)
}

const STEPS: readonly [RegExp, string][] = [
  [/create.*(?:post-?mortem|doc|draft)|draft/i, 'draft'],
  [/schedule/i, 'scheduled'],
  [/timeline/i, 'timeline'],
  [/root cause/i, 'root-cause'],
  [/meeting/i, 'meeting'],
  [/action items? assigned|assign.*action/i, 'actions-assigned'],
  [/complete.*post-?mortem/i, 'complete'],
]

const stepId = (text: string): string => STEPS.find(([pattern]) => pattern.test(text))?.[1] ?? slugOf(text)

/** A table or points that pair a time with what is done by then, either way round. */
function timed(topic: Topic, { draft }: Reading): void {
  for (const { value, line } of topic.facts) {
    const [first, second] = [spanIn(topic.title), spanIn(value)]
    const span = first ?? second
    const what = first ? value : topic.title
    if (!span || !/[a-z]{4}/i.test(what) || /agenda|attend|action item/i.test(topic.about.at(-1) ?? '')) continue
    step({ id: stepId(what), name: what, within: span.span, line }, draft)
  }
}

/** `Short-term (within 1 week):` and what is done by then: steps of the review, or how soon actions of that kind are due. */
function horizon(section: Section, { draft }: Reading): void {
  const span = spanIn(section.title.replace(/^immediate(?:ly)?/i, ''))
  const items = itemsOf(section)
  if (!span || items.length === 0) return
  draft.mark(section.line)
  draft.cover({ text: `within ${span.span}`, line: section.line })
  const isActions = /follow-?up|action/i.test(section.above.at(-1) ?? '') || /-|–|\bto\b/.test(section.title.slice(span.from))
  const isRange = /\d\s*(?:-|–|to)\s*\d/.test(section.title)
  for (const { text, line } of items) {
    if (isActions && isRange) category({ text, span: span.span, line, draft })
    else step({ id: stepId(text), name: text, within: span.span, line }, draft)
  }
}

function category({ text, span, line, draft }: { text: string; span: string; line: number; draft: Reading['draft'] }): void {
  const value: DraftValue = { id: slugOf(text), name: text, due: span }
  draft.add(['actions', 'categories'], value, line)
}
