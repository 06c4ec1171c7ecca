import { type Draft, slugOf } from '../draft.ts'
import { levelsIn } from '../levels.ts'
import { linesOf, type Said, type Section } from '../outline.ts'
import { ADDRESS, person } from '../people.ts'
import { contextOf, type DocumentReader, type Reading } from '../reading.ts'
import { everySection, type Fact, led, type Topic } from '../topics.ts'
import { URL_IN } from './links.ts'

/** Words above people, and words of a card: nobody is called by them. */
const NO_PERSON = /^(?:internal|external|primary|secondary|phone|e-?mail|slack|chat|discord|portal|escalation|availability|hours|url)\b/i

/** People and vendors with the ways to reach them. */
export const readContacts: DocumentReader = ({ topics, draft }) => {
  for (const topic of topics) {
    const context = contextOf({ about: topic.about, title: '' })
    if (!/contact|on-?call directory|who to call/.test(context) || /template|communicat/.test(context)) continue
    if (topic.title === '' || NO_PERSON.test(topic.title)) continue
    if (/external|vendor|third/.test(context)) vendor(topic, draft)
    else ours(topic, draft)
  }
}

const WAYS: readonly [RegExp, string][] = [
  [/e-?mail/i, 'email'],
  [/phone|mobile|call/i, 'phone'],
  [/slack|chat/i, 'slack'],
]

function ours(topic: Topic, draft: Draft): void {
  if (topic.facts.length === 0 || /on-?call/i.test(topic.title)) return
  const id = person(draft, topic.title, topic.line)
  const steps = ['users', { id }]
  for (const { name, value, line } of topic.facts) {
    const way = WAYS.find(([pattern]) => pattern.test(name))?.[1]
    if (/^escalation/i.test(name)) draft.put([...steps, 'escalates_to'], [`user:${person(draft, value, line)}`], line)
    else if (/availab|hours/i.test(name)) available(draft, { id, value, line })
    else if (way) draft.put([...steps, 'contacts', way], value, line)
    else if (ADDRESS.test(value)) draft.put([...steps, 'contacts', 'email'], ADDRESS.exec(value)?.[0] ?? '', line)
    else if (/^@/.test(value)) draft.put([...steps, 'contacts', 'slack'], value.split(/\s/)[0] ?? value, line)
  }
}

function available(draft: Draft, { id, value, line }: { id: string; value: string; line: number }): void {
  const steps = ['users', { id }]
  draft.put([...steps, 'available'], /business hours/i.test(value) ? 'business_hours' : 'always', line)
  if (/security/i.test(value)) draft.add([...steps, 'types'], 'security', line)
}

function vendor(topic: Topic, draft: Draft): void {
  if (topic.facts.length === 0) return
  const entry = draft.entry('contacts', slugOf(topic.title), topic.line)
  draft.put([...entry, 'name'], topic.title, topic.line)
  draft.put([...entry, 'kind'], 'vendor', null)
  for (const fact of topic.facts) vendorWay(draft, entry, fact)
}

function vendorWay(draft: Draft, entry: Parameters<Draft['put']>[0], { name, value, line }: Fact): void {
  const url = URL_IN.exec(value)?.[0] ?? (/^[\w-]+(?:\.[\w-]+)+(?:\/\S*)?$/.test(value) ? `https://${value}` : null)
  if (url) draft.put([...entry, 'url'], url, line)
  else if (ADDRESS.test(value)) draft.put([...entry, 'email'], value, line)
  else if (/phone/i.test(name) && /\d/.test(value)) draft.put([...entry, 'phone'], value, line)
  else if (/plan|enterprise|premium/i.test(value)) draft.put([...entry, 'plan'], value.replace(/^\(|\)$/g, ''), line)
  else if (/discord|slack|chat/i.test(name)) draft.put([...entry, 'chat'], value, line)
  else draft.put([...entry, 'notes'], value, line)
}

const ROOM = /^#([\w{}[\]-]+)/

/** Rooms with what each is for; a room with a blank in its name is the war room's. */
export const readChannels: DocumentReader = ({ root, levels, draft }) => {
  for (const { blocks } of everySection(root)) {
    for (const said of linesOf(blocks)) readRoom(said, { levels, draft })
    const drawn = blocks.flatMap((block) => (block.kind === 'fence' ? block.lines : []))
    for (const { text, line } of drawn) war(draft, text, line)
  }
}

function readRoom(said: Said, { levels, draft }: Pick<Reading, 'levels' | 'draft'>): void {
  const name = ROOM.exec(said.text)?.[1]
  if (name && led(said.text)) channel(draft, { name, said, levels })
  const inside = /#(incident[\w{}[\]-]*)/i.exec(said.text)?.[1]
  if (inside && /channel|war room/i.test(said.text)) room(draft, inside, said.line)
}

function war(draft: Draft, text: string, line: number): void {
  const found = /#(incident-[\w{}[\]-]+)/i.exec(text)?.[1]
  if (found) room(draft, found, line)
  const reference = /\b(INC)-(\d{4})-(\d{2})-(\d{2})-(\d{3})\b/.exec(text)
  if (reference) draft.put(['incident', 'reference'], 'INC-{yyyy}-{mm}-{dd}-{nnn}', line)
  else if (/\bINC-\d+\b/.test(text)) draft.add(['incident', 'aliases'], 'INC-{n}', line)
}

function channel(draft: Draft, { name, said, levels }: { name: string; said: Said; levels: Reading['levels'] }): void {
  if (/[{[]/.test(name)) {
    room(draft, name, said.line)
    return
  }
  const entry = draft.entry('channels', slugOf(name), said.line)
  draft.put([...entry, 'via'], 'slack', null)
  draft.put([...entry, 'name'], name, said.line)
  const severity = levelsIn(said.text, levels)
  if (severity.length > 0) draft.put([...entry, 'when'], { severity }, said.line)
}

/** `incident-YYYY-MM-DD-description`, `incident-{id}`, `incident-[timestamp]` in the words of the language. */
function room(draft: Draft, written: string, line: number): void {
  const name = written
    .replace(/\b\d{4}-\d{2}-\d{2}-\d{3}\b/, '{yyyy}-{mm}-{dd}-{nnn}')
    .replace(/(?<!\{)YYYY/i, '{yyyy}')
    .replace(/-MM\b/i, '-{mm}')
    .replace(/-DD\b/i, '-{dd}')
    .replace(/\[timestamp\]|\{timestamp\}/i, '{yyyy}-{mm}-{dd}-{hh}{min}')
    .replace(/\{id\}|\[id\]/i, '{n}')
    .replace(/description|\[title\]/i, '{slug}')
  if (name.includes('{')) draft.put(['incident', 'room', 'name'], name.toLowerCase(), line)
  else fixedRoom(draft, written, line)
}

/** One channel for every incident. */
function fixedRoom(draft: Draft, name: string, line: number): void {
  if (draft.at(['incident', 'room', 'name']) !== undefined) return
  const entry = draft.entry('channels', slugOf(name), line)
  draft.put([...entry, 'via'], 'slack', null)
  draft.put([...entry, 'name'], name, line)
  draft.put(['incident', 'room', 'fixed'], `channel:${slugOf(name)}`, line)
}

/** Commands of a shell with the comment above each as its name. */
export const readCommands: DocumentReader = ({ root, draft }) => {
  for (const section of everySection(root)) {
    if (!/command|quer|diagnos|check|emergency action/i.test(section.title)) continue
    for (const block of section.blocks)
      if (block.kind === 'fence' && /^(?:bash|sh|shell|console)?$/.test(block.lang)) commands(section, block.lines, draft)
  }
}

function commands(section: Section, lines: Said[], draft: Draft): void {
  let name: Said | null = null
  for (const { text, line } of lines) {
    if (/^#/.test(text)) name = { text: text.replace(/^#+\s*(?:\d+\.\s*)?/, ''), line }
    else if (text.trim() !== '' && !text.startsWith('/incident')) {
      const isAction = /rollback|undo|scale|restart|delete|enable|disable|promote|maintenance/i.test(text)
      draft.add(['commands'], { name: name?.text ?? section.title, run: text.trim(), kind: isAction ? 'action' : 'query' }, line)
      if (name) draft.cover(name)
      draft.mark(section.line)
    }
  }
}
