import { type Draft, type DraftValue, slugOf } from '../draft.ts'
import { type Level, levelsIn } from '../levels.ts'
import type { Said } from '../outline.ts'
import { person, primary, targetsIn } from '../people.ts'
import { contextOf, type DocumentReader, type Reading } from '../reading.ts'
import { spanIn } from '../span-in.ts'
import { named } from '../topics.ts'
import { flagOf } from './ladders.ts'
import { oblige } from './requirements.ts'

/** Lists of causes below "escalate at once", of reasons below "standard escalation", and of who helps from outside. */
export const readTriggers: DocumentReader = (reading) => {
  for (const topic of reading.topics) {
    const context = contextOf(topic)
    if (!topic.section || !/escalat/.test(context)) continue
    const items = topic.section.blocks.flatMap((block) => (block.kind === 'list' ? block.items : []))
    const read = KINDS.find(([pattern]) => pattern.test(topic.title))?.[1]
    if (!read) continue
    reading.draft.mark(topic.line)
    for (const item of items) read(reading, item)
  }
}

const KINDS: readonly [RegExp, (reading: Reading, said: Said) => void][] = [
  [/immediate|trigger|at once|always/i, trigger],
  [/external|vendor|third/i, outside],
  [/standard|criteria|when to/i, reason],
]

function trigger({ draft, levels }: Reading, { text, line }: Said): void {
  const entry = draft.entry('triggers', slugOf(text), line)
  draft.put([...entry, 'name'], text, line)
  draft.put([...entry, 'when'], causeOf(text, { levels, draft, line }), line)
  draft.add([...entry, 'page'], primary(draft, null), null)
}

function causeOf(text: string, { levels, draft, line }: { levels: readonly Level[]; draft: Draft; line: number }): DraftValue {
  const severity = levelsIn(text, levels)
  const span = spanIn(text)
  const time: Record<string, string> = span
    ? /ack|answer|respon/i.test(text)
      ? { unacknowledged_for: span.span }
      : { unresolved_for: span.span }
    : {}
  const cause: Record<string, boolean> = /unknown.*cause|cause.*unknown/i.test(text) ? { cause_known: false } : {}
  if (severity.length > 0) return { severity, ...time }
  if (Object.keys(time).length + Object.keys(cause).length > 0) return { ...time, ...cause }
  return { flag: [flagOf(draft, text.replace(/\b(?:suspected|incidents?|potentially|related)\b/gi, ' '), line)] }
}

/** A reason somebody gives when they climb by hand. */
function reason({ draft }: Reading, { text, line }: Said): void {
  const entry = draft.entry('escalation_policies', 'by-reason', line)
  draft.put([...entry, 'basis'], 'manual', null)
  draft.add([...entry, 'steps'], { reason: [slugOf(text)], page: [primary(draft, null)] }, line)
}

/** `Vendor issues: contact vendor support`. */
function outside({ draft }: Reading, { text, line }: Said): void {
  const said = named(text)
  if (!said) return
  const targets = said.value.replace(/^(?:contact|call|page|notify)\s+/i, '').split(/\s+and\s+(?:potentially\s+)?/i)
  const pages = targets.map((target) => {
    const isOurs = /security team|engineer|lead/i.test(target)
    if (isOurs) return `user:${person(draft, target, line)}`
    const contact = draft.entry('contacts', slugOf(target), line)
    draft.put([...contact, 'name'], target, line)
    draft.put([...contact, 'kind'], 'vendor', line)
    return `contact:${slugOf(target)}`
  })
  const entry = draft.entry('escalation_policies', 'external', line)
  draft.put([...entry, 'basis'], 'manual', null)
  draft.add([...entry, 'steps'], { reason: [slugOf(said.name)], page: pages }, line)
}

/** What a section about being on call says: the clock of an answer, the turn, whom the backup follows. */
export const readOnCall: DocumentReader = ({ topics, levels, draft }) => {
  for (const topic of topics) {
    if (!/on-?call|rotation/.test(contextOf(topic))) continue
    for (const { name, value, line } of topic.facts) {
      const span = spanIn(value)
      if (/response|\bsla\b/i.test(name) && span)
        oblige(
          { draft, level: null, levels },
          { id: 'on-call-answers', must: 'acknowledge', within: span.span, of: 'accepted', line, text: value },
        )
      if (/^rotation|hand-?off|hand-?over|turn/i.test(name)) rotation(draft, { text: value, line })
    }
    if (/^week\b/i.test(topic.title) && topic.section === null) {
      turn(draft, topic.facts)
      draft.cover({ text: topic.title, line: topic.line })
    }
  }
}

const DAYS: Readonly<Record<string, string>> = { sun: 'sun', mon: 'mon', tue: 'tue', wed: 'wed', thu: 'thu', fri: 'fri', sat: 'sat' }
/** A Sunday from which turns are counted, where the document names no date. */
const FIRST_TURN = '2026-01-04'

function rotation(draft: Draft, { text, line }: Said): void {
  const length = /\b(hourly|daily|weekly|monthly)\b/i.exec(text)?.[1]?.toLowerCase()
  if (!length) return
  const layer = layerOf(draft, line)
  draft.put([...layer, 'rotation'], length, line)
  const day = DAYS[/\b(sun|mon|tue|wed|thu|fri|sat)/i.exec(text)?.[1]?.toLowerCase() ?? '']
  const time = /\b(\d{1,2}:\d{2})\b/.exec(text)?.[1]?.padStart(5, '0')
  if (day || time) draft.put([...layer, 'handoff'], { ...(day ? { day } : {}), ...(time ? { at: time } : {}) }, line)
  if (/\bUTC\b/.test(text)) draft.put(['schedules', { id: 'primary' }, 'timezone'], 'UTC', line)
}

function layerOf(draft: Draft, line: number | null) {
  primary(draft, line)
  const layer = ['schedules', { id: 'primary' }, 'layers', { id: 'rotation' }]
  draft.put([...layer, 'starts'], `${FIRST_TURN}T00:00`, null)
  return layer
}

/** One row of the table of turns. Whoever is second this week and first the next follows by itself. */
function turn(draft: Draft, facts: { name: string; value: string; line: number }[]): void {
  for (const { name, value, line } of facts) {
    if (!/primary|first|on-?call|name/i.test(name)) {
      if (/secondary|backup/i.test(name)) targetsIn(draft, 'secondary', line)
      continue
    }
    draft.add([...layerOf(draft, line), 'members'], memberOf(draft, value, line), line)
  }
}

function memberOf(draft: Draft, value: string, line: number): string {
  const isTeam = /^team\b/i.test(value)
  if (!isTeam) return `user:${person(draft, value, line)}`
  const id = slugOf(value)
  const team = draft.entry('teams', id, line)
  draft.put([...team, 'name'], value, line)
  return `team:${id}`
}
