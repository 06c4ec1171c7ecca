import type { Draft } from '../draft.ts'
import type { Level } from '../levels.ts'
import { levelsIn } from '../levels.ts'
import { contextOf, type DocumentReader, levelOf, type Reading } from '../reading.ts'
import { spanIn } from '../span-in.ts'
import type { Fact, Topic } from '../topics.ts'
import { oblige } from './requirements.ts'

/** The columns of a table of updates: when the first is due, how often while it lasts, when the last. */
const INTERNAL: readonly [RegExp, string, (span: string) => Record<string, string>][] = [
  [/initial|first/i, 'first-update', (within) => ({ must: 'update', within, of: 'declared' })],
  [/resol|final|closing/i, 'resolved-update', (within) => ({ must: 'update', within, of: 'resolved' })],
  [
    /during|ongoing|interval|frequen|update|every|^$/i,
    'internal-update',
    (every) => ({ must: 'update', every, from: 'declared', until: 'resolved' }),
  ],
]

const isExternal = (context: string): boolean => /status page|external|public/.test(context)
const isCadence = (context: string): boolean => /update|cadence|frequen|communicat/.test(context)

/** How often colleagues and customers hear, by level. */
export const readCadences: DocumentReader = ({ topics, levels, draft }) => {
  for (const topic of topics) {
    const context = contextOf(topic)
    const level = levelOf(topic, levels)
    if (level && topic.section === null && isCadence(context)) readLevel(topic, { context, level, levels, draft })
    if (/customer communic/.test(context)) readCustomers(topic, { levels, draft })
  }
  for (const topic of topics) if (topic.section) readSentences(topic, { levels, draft })
}

type At = Pick<Reading, 'levels' | 'draft'> & { context: string; level: Level }

function readLevel(topic: Topic, at: At): void {
  for (const fact of topic.facts) {
    const span = spanIn(fact.value)
    if (isExternal(at.context)) published(fact, at)
    else if (span) internal(fact, { ...at, span: span.span })
  }
}

function published({ value, line }: Fact, { draft, level, levels }: At): void {
  const span = spanIn(value)
  const page = ['severities', { id: level.id }, 'customers', 'page']
  if (span) oblige({ draft, level, levels }, { id: 'public-post', must: 'publish', within: span.span, of: 'declared', line })
  if (/optional/i.test(value)) draft.put(page, 'optional', line)
  else if (span) draft.put(page, 'required', line)
}

function internal({ name, line }: Fact, { draft, level, levels, span }: At & { span: string }): void {
  const column = INTERNAL.find(([pattern]) => pattern.test(name))
  if (!column) return
  const [, id, rule] = column
  oblige({ draft, level, levels }, { id, ...rule(span), line })
}

/** `SEV-2: Status page + optional email`: what customers get, by level. */
function readCustomers(topic: Topic, { levels, draft }: Pick<Reading, 'levels' | 'draft'>): void {
  const named = levelsIn(topic.title, levels)
  for (const { value, line } of named.length > 0 ? topic.facts : []) {
    for (const id of named) {
      const steps = ['severities', { id }, 'customers']
      draft.put([...steps, 'page'], 'required', line)
      draft.put([...steps, 'email'], /optional e-?mail/i.test(value) ? 'optional' : /e-?mail/i.test(value) ? 'required' : 'none', line)
    }
  }
}

/** A sentence of its own, such as "Post updates to incident channel every 15 minutes". */
function readSentences({ section, about, title }: Topic, { levels, draft }: Pick<Reading, 'levels' | 'draft'>): void {
  if (!/communic|update/i.test([...about, title].join(' ')) || /template|sever/i.test([...about, title].join(' '))) return
  for (const block of section?.blocks ?? []) {
    const said = block.kind === 'text' ? [block] : block.kind === 'list' ? block.items : []
    for (const { text, line } of said) sentence(draft, { text, line, levels })
  }
}

function sentence(draft: Draft, { text, line, levels }: { text: string; line: number; levels: readonly Level[] }): void {
  const every = /updates?.*\b(?:every|each)\b|\b(?:hourly|daily|weekly)\b.*updates?/i.test(text) ? spanIn(text) : null
  if (every && !/status page|customer/i.test(text))
    oblige(
      { draft, level: null, levels },
      { id: 'internal-update', must: 'update', every: every.span, from: 'declared', until: 'resolved', line, text },
    )
  else if (every)
    oblige(
      { draft, level: null, levels },
      { id: 'public-update', must: 'publish', every: every.span, from: 'declared', until: 'resolved', line, text },
    )
}
