import type { Draft, Step } from '../draft.ts'
import type { Level } from '../levels.ts'
import type { Item } from '../outline.ts'
import { contextOf, type DocumentReader, levelOf, type Reading } from '../reading.ts'
import { spanIn } from '../span-in.ts'
import type { Fact, Points, Topic } from '../topics.ts'
import { requirementOf } from './requirements.ts'

type About = { draft: Draft; level: Level; steps: Step[]; levels: readonly Level[] }

/** What a word in a level's own section, or a column of a table of levels, says of it. */
const FIELDS: readonly [RegExp, (about: About, fact: Fact) => void][] = [
  [/^(?:name|label|level|title)$/i, (about, fact) => about.draft.put([...about.steps, 'name'], fact.value, fact.line)],
  [/respon[sd]|acknowledg|\bsla\b|answer|reaktion|antwort|r[ée]ponse/i, response],
  [/definition|description|mean(?:s|ing)|^what/i, (about, fact) => about.draft.put([...about.steps, 'definition'], fact.value, fact.line)],
  [/criteri/i, (about, fact) => about.draft.add([...about.steps, 'criteria'], fact.value, fact.line)],
  [/impact|effect/i, (about, fact) => about.draft.add([...about.steps, 'impact'], fact.value, fact.line)],
  [/example/i, (about, fact) => about.draft.add([...about.steps, 'examples'], fact.value, fact.line)],
  [/alert channel|paging|road|notif\w* channel|^channels?$/i, roads],
  [/action|requirement/i, (about, fact) => void requirementOf(about, { text: fact.value, line: fact.line })],
]

const LISTS: readonly [RegExp, string][] = [
  [/criteri|definition/i, 'criteria'],
  [/example/i, 'examples'],
  [/impact|effect/i, 'impact'],
]

const ROADS: readonly [RegExp, string][] = [
  [/phone|\bcall\b|voice/i, 'phone'],
  [/\bsms\b|text message/i, 'sms'],
  [/\bpush\b/i, 'push'],
  [/slack|teams|mattermost|discord|telegram|\bchat\b/i, 'chat'],
  [/e-?mail/i, 'email'],
]

/** Levels, what belongs into each, how soon each is answered, and what else must happen. */
export const readSeverities: DocumentReader = ({ topics, levels, draft }) => {
  for (const level of levels) {
    const steps = draft.entry('severities', level.id, level.line)
    if (/^(?:sev(?:erity)?|priority|level|tier)\s+\d/i.test(level.written)) draft.add([...steps, 'aliases'], level.written, level.line)
  }
  for (const topic of topics) {
    const level = levelOf(topic, levels)
    if (level) readTopic(topic, { draft, level, levels, steps: ['severities', { id: level.id }] })
  }
}

/** Tables of other things by level are read by who knows those things. */
const OTHERS = /update|cadence|frequen|communicat|status page|metric|target|escalat|rotation/i

function readTopic(topic: Topic, about: About): void {
  const { draft, level, steps } = about
  const isElsewhere = OTHERS.test(topic.about.join(' '))
  if (isElsewhere && topic.section === null) return
  if (topic.section) draft.mark(topic.line)
  draft.entry('severities', level.id, topic.line)
  if (level.name) draft.put([...steps, 'name'], level.name, topic.line)
  for (const fact of topic.facts) FIELDS.find(([pattern]) => pattern.test(fact.name || topic.about.at(-1) || ''))?.[1](about, fact)
  for (const list of topic.lists) readList(list, about)
  for (const text of topic.section?.blocks ?? [])
    if (text.kind === 'text' && !topic.facts.some(({ line }) => line === text.line)) describe(about, text)
}

function describe({ draft, steps }: About, { text, line }: { text: string; line: number }): void {
  if (draft.at([...steps, 'definition']) === undefined) draft.put([...steps, 'definition'], text, line)
}

function readList(list: Points, about: About): void {
  const { draft, steps } = about
  const field = LISTS.find(([pattern]) => pattern.test(list.name))?.[1]
  const isNamed = field !== undefined || /respon|requirement|action/i.test(list.name)
  if (!isNamed) return
  draft.mark(list.line)
  for (const item of list.items) {
    if (field) draft.add([...steps, field], item.text, item.line)
    else requirement(about, item)
  }
}

function requirement(about: About, item: Item): void {
  requirementOf(about, item)
}

function response({ draft, steps }: About, { value, line }: Fact): void {
  const span = spanIn(value)
  if (span) draft.put([...steps, 'respond_within'], span.span, line)
}

function roads({ draft, steps }: About, { value, line }: Fact): void {
  for (const [pattern, road] of ROADS) if (pattern.test(value)) draft.add([...steps, 'roads'], road, line)
}

/** `Critical: phone + chat`, where levels are called by their names and the heading says what of them. */
export const readRoads: DocumentReader = (reading: Reading) => {
  const { topics, levels, draft } = reading
  for (const topic of topics.filter((each) => /alert channel|notification (?:channel|matrix)|paging channel/.test(contextOf(each)))) {
    const level = levelOf(topic, levels)
    if (!level) continue
    for (const { value, line } of topic.facts)
      roads({ draft, level, levels, steps: ['severities', { id: level.id }] }, { name: '', value, line })
  }
}
