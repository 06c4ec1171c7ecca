import { slugOf } from '../draft.ts'
import type { Item, Section } from '../outline.ts'
import type { DocumentReader, Reading } from '../reading.ts'
import { spanIn } from '../span-in.ts'
import { everySection } from '../topics.ts'

type Read = (section: Section, reading: Reading) => void

/** What the points below a title are, by the words of the title; the first that fits reads them. */
const KINDS: readonly [RegExp, Read][] = [
  [
    /incident definition|definition of an incident|what is an incident/i,
    (section, { draft }) => pointsInto(section, { draft, steps: ['incident', 'definition'] }),
  ],
  [/objectives?$|goals?$/i, (section, { draft }) => pointsInto(section, { draft, steps: ['organization', 'objectives'] })],
  [/principles/i, (section, { draft }) => pointsInto(section, { draft, steps: ['organization', 'principles'] })],
  [
    /detection sources?|(?:automated|manual) detection|how .* detected/i,
    (section, { draft }) => pointsInto(section, { draft, steps: ['incident', 'sources'] }),
  ],
  [/information gathering|questions/i, (section, { draft }) => pointsInto(section, { draft, steps: ['incident', 'questions'] })],
  [/^determine|impact assessment|assess(?:ment)? criteria/i, impact],
  [/order of preference|mitigation options|^options/i, mitigationOrder],
  [/decision tree/i, decisionTree],
  [/verification|resolution checklist/i, (section, reading) => checklist(section, reading, 'resolve')],
  [/closure|closing/i, (section, reading) => checklist(section, reading, 'close')],
  [/actions?\b|checklist|first \d+ minutes|first responder/i, (section, reading) => checklist(section, reading)],
]

/** Lists that say how an incident is worked through. */
export const readProcess: DocumentReader = (reading) => {
  for (const section of everySection(reading.root)) {
    if (itemsOf(section).length === 0 && !section.blocks.some(({ kind }) => kind === 'text')) continue
    if (/post-?(?:mortem|incident)|review|template|retrospective|lessons|metric|contact|escalat|sever/i.test(section.above.join(' ')))
      continue
    KINDS.find(([pattern]) => pattern.test(section.title))?.[1](section, reading)
  }
  definedInWords(reading)
  matrix(reading)
}

const itemsOf = ({ blocks }: Section): Item[] => blocks.flatMap((block) => (block.kind === 'list' ? block.items : []))

function pointsInto(section: Section, { draft, steps }: { draft: Reading['draft']; steps: string[] }): void {
  const items = itemsOf(section)
  if (items.length === 0) return
  draft.mark(section.line)
  for (const { text, line } of items) draft.add(steps, text, line)
}

/** "An incident is defined as …" somewhere in a sentence. */
function definedInWords({ root, draft }: Reading): void {
  for (const { blocks } of everySection(root)) {
    for (const block of blocks) {
      const found =
        block.kind === 'text'
          ? /\b(?:An incident is (?:defined as )?|an incident is defined as )(?!not\b)([^.]{12,})/.exec(block.text)
          : null
      if (found && block.kind === 'text' && !/:\s*$/.test(block.text))
        draft.add(['incident', 'definition'], (found[1] as string).trim(), block.line)
    }
  }
}

/** Fields of the assessment, counted where they count something. */
function impact(section: Section, { draft }: Reading): void {
  draft.mark(section.line)
  for (const { text, line } of itemsOf(section)) {
    const id = slugOf(text)
      .replaceAll('-', '_')
      .replace(/^\d+_*/, '')
    const type = /number|count|how many/i.test(text) ? 'number' : /whether|activate/i.test(text) ? 'flag' : 'text'
    if (id) draft.put(['incident', 'impact', id], { name: text, type }, line)
  }
}

function mitigationOrder(section: Section, { draft }: Reading): void {
  draft.mark(section.line)
  for (const { text, line } of itemsOf(section)) {
    const name = text.split(/\s+[-–—:]\s+|:\s/)[0] ?? text
    const id = slugOf(name).replaceAll('-', '_')
    if (id) draft.add(['mitigation_order'], id, line)
  }
}

/** A table of situations and what to do in each. */
function matrix({ topics, draft }: Reading): void {
  for (const topic of topics) {
    if (topic.section || !/decision matrix|situation/i.test(topic.about.at(-1) ?? '')) continue
    const action = topic.facts[0]
    if (action) draft.add(['mitigations'], { situation: topic.title, action: slugOf(action.value).replaceAll('-', '_') }, topic.line)
  }
}

/** Numbered questions with a yes and a no each. "Proceed" leads to the next question, everything else is done. */
function decisionTree(section: Section, { draft }: Reading): void {
  const questions = itemsOf(section).filter(({ items }) => items.some(({ text }) => /^yes\b/i.test(text)))
  if (questions.length === 0) return
  const id = slugOf(section.title.replace(/decision tree/i, '')) || 'decision'
  const entry = draft.entry('decision_trees', id, section.line)
  draft.put([...entry, 'name'], section.title, section.line)
  draft.put([...entry, 'start'], 'q1', null)
  for (const [index, question] of questions.entries()) {
    const node = [...entry, 'nodes', `q${index + 1}`]
    draft.put([...node, 'ask'], question.text, question.line)
    for (const { text, line } of question.items) {
      const [, answer = '', words = ''] = /^(yes|no)\b\s*[:\-–—,]?\s*(.*)$/i.exec(text) ?? []
      if (!answer) continue
      const isOn = /proceed|continue|next|go (?:on|to)/i.test(words) && index + 1 < questions.length
      if (isOn) draft.cover({ text: words, line })
      draft.put([...node, answer.toLowerCase()], isOn ? `q${index + 2}` : { do: words }, line)
    }
  }
}

const PHASES: readonly [RegExp, string][] = [
  [/detect|alert/i, 'detection'],
  [/respon|acknowledge|triage|first|initial/i, 'response'],
  [/assess/i, 'assessment'],
  [/investigat|diagnos/i, 'investigation'],
  [/mitigat|contain/i, 'mitigation'],
  [/resol|recover|verif/i, 'resolution'],
  [/clos|follow|post/i, 'closure'],
]

/** Points to tick off, with the time the title gives them. Points below points are the ones that are ticked. */
function checklist(section: Section, { draft }: Reading, gate?: 'resolve' | 'close'): void {
  const items = itemsOf(section)
  if (items.length === 0) return
  const id = slugOf(section.title) || `list-${section.line}`
  const words = [section.title, ...[...section.above].reverse()]
  const phase = words.flatMap((each) => PHASES.find(([pattern]) => pattern.test(each))?.[1] ?? [])[0] ?? 'response'
  const within = spanIn(section.title.replace(/immediate(?:ly)?/i, ''))?.span
  const entry = draft.entry('checklists', id, section.line)
  draft.put([...entry, 'name'], section.title, section.line)
  draft.put([...entry, 'phase'], phase, null)
  if (within) draft.cover({ text: `within ${within}`, line: section.line })
  if (gate) draft.put([...entry, 'gate'], gate, section.line)
  for (const item of items.filter(({ text }) => text !== '')) {
    draft.cover(item)
    for (const { text, line } of item.items.length > 0 ? item.items : [item])
      draft.add([...entry, 'tasks'], { text: item.items.length > 0 ? `${item.text}: ${text}` : text, ...(within ? { within } : {}) }, line)
  }
}
