import { type Draft, type DraftValue, type Step, slugOf } from '../draft.ts'
import { type Level, levelsIn } from '../levels.ts'
import type { Fence, Item, Said, Section } from '../outline.ts'
import { targetsIn } from '../people.ts'
import type { DocumentReader } from '../reading.ts'
import { spanIn } from '../span-in.ts'
import { everySection } from '../topics.ts'

const ARROW = /^\s*(?:↓|→|⬇|⇩|▼|v|\||->|=>|-->|↳|└─?>?|│)+\s*/
const ESCALATION = /escalat/i
/** How a drawing begins: it wakes nobody. */
const BEGINNING = /^(?:alert|incident|page)\b.*(?:triggered|fires?|created|received|detected)/i

/** Where no document says how long: as long as most of them. */
const USUAL_WAIT = '15m'

/** `counted` is the number of a step in a table of them. */
type Rung = Said & { condition: Said | null; counted?: string }

/** Ladders: drawings with arrows, numbered steps and tables below a heading that speaks of escalation. */
export const readLadders: DocumentReader = ({ root, levels, draft }) => {
  for (const section of everySection(root)) {
    if (!ESCALATION.test(`${section.above.at(-1) ?? ''} ${section.title}`)) continue
    const rungs = rungsOf(section)
    // One rung alone is a ladder only where it is called one.
    if (rungs.length > (/ladder/i.test(section.title) ? 0 : 1)) writeLadder(section, { rungs, levels, draft })
  }
}

function rungsOf(section: Section): Rung[] {
  for (const block of section.blocks) {
    if (block.kind === 'fence') return fromLines(drawn(block))
    if (block.kind === 'list' && block.isOrdered) return block.items.map(fromItem)
    if (block.kind === 'table' && /escalat|path|ladder/i.test(section.title)) return block.rows.map((cells) => fromCells(cells, block.line))
    if (block.kind === 'text' && /→|->|=>/.test(block.text))
      return block.text.split(/\s*(?:→|-+>|=>)\s*/).map((text) => ({ text, line: block.line, condition: null }))
  }
  return []
}

const drawn = (fence: Fence): Said[] => fence.lines.filter(({ text }) => text.trim() !== '')

/** In a drawing the line of an arrow carries the condition of whoever stands below it. */
function fromLines(lines: Said[]): Rung[] {
  const rungs: Rung[] = []
  let condition: Said | null = null
  for (const { text, line } of lines) {
    const bare = text.replace(ARROW, '').trim()
    const isArrow = ARROW.test(text) && (bare === '' || /^\(.*\)$/.test(bare) || /^(?:if|after|no |when)\b/i.test(bare))
    if (isArrow) condition = { text: bare.replace(/^\(|\)$/g, ''), line }
    else {
      rungs.push({ text: bare, line, condition })
      condition = null
    }
  }
  return rungs
}

const COUNTED = /^\d+$|^(?:level|step|l)\s*\d+$/i

const fromCells = (cells: readonly Said[], line: number): Rung => ({
  text: cells
    .map(({ text }) => text)
    .filter((text) => !COUNTED.test(text))
    .join(' ')
    .trim(),
  line: cells[0]?.line ?? line,
  condition: null,
  counted: cells.find(({ text }) => COUNTED.test(text))?.text ?? '',
})

const fromItem = (item: Item): Rung => ({
  text: item.text,
  line: item.line,
  condition: item.items[0] ? { text: item.items[0].text, line: item.items[0].line } : null,
})

type Ladder = { rungs: Rung[]; levels: readonly Level[]; draft: Draft }
type Written = { page: string[]; wait?: string; at?: string; when?: DraftValue; reason?: string[]; line: number; condition: Said | null }

function writeLadder(section: Section, { rungs, levels, draft }: Ladder): void {
  for (const { text, line, counted } of rungs) {
    if (BEGINNING.test(text)) draft.mark(line)
    if (counted) draft.cover({ text: counted, line })
  }
  const steps = rungs.filter(({ text }) => !BEGINNING.test(text)).map((rung) => stepOf(rung, { levels, draft }))
  const silences = rungs
    .filter(({ text }) => !BEGINNING.test(text))
    .map(({ condition }) => (isSilence(condition?.text ?? '') ? spanIn(condition?.text ?? '') : null))
  // "No response in 15 min" stands before whoever is called then: it is the wait of the one before.
  for (const [index, silence] of silences.entries()) {
    const before = steps[index - 1]
    if (silence && before) before.wait ??= silence.span
    const condition = steps[index]?.condition
    if (silence && condition && before?.wait === silence.span) draft.cover({ text: `wait ${silence.span}`, line: condition.line })
  }
  const kind = slugOf(section.title.replace(/escalation|paths?|ladders?|policy|process|procedures?|criteria/gi, ' ')) || 'technical'
  const climbed = steps.filter(({ at }) => at === undefined)
  const lasting = steps.filter(({ at }) => at !== undefined)
  if (climbed.length > 0) write(kind, { section, steps: climbed, draft })
  if (lasting.length > 0) write(climbed.length > 0 ? `${kind}-unresolved` : kind, { section, steps: lasting, draft })
}

function write(id: string, { section, steps, draft }: { section: Section; steps: Written[]; draft: Draft }): void {
  const entry = draft.entry('escalation_policies', id, section.line)
  draft.put([...entry, 'name'], section.title, section.line)
  const isTimed = steps.some(({ wait }) => wait !== undefined)
  const isByHand = !isTimed && steps.some(({ reason }) => reason !== undefined)
  const isLasting = steps.some(({ at }) => at !== undefined)
  if (isByHand || isLasting) draft.put([...entry, 'basis'], isByHand ? 'manual' : 'unresolved', section.line)
  // Whoever has it climbs for a reason: where the drawing begins is no step of its own.
  const climbed = isByHand ? steps.filter(({ reason }) => reason !== undefined) : steps
  for (const { line, condition, ...step } of climbed) {
    draft.append([...entry, 'steps'], step as DraftValue, line)
    if (condition) coverCondition(draft, condition, step)
  }
  if (!isByHand && !isLasting) assumeTimes({ steps, isTimed }, entry, draft)
}

/** The line of an arrow is understood as far as the step below it says it. */
function coverCondition(draft: Draft, { text, line }: Said, { at, when, reason = [] }: Omit<Written, 'line' | 'condition'>): void {
  if (isSilence(text)) draft.cover({ text: text.replace(/\d/g, ''), line })
  if (at !== undefined) draft.cover({ text: `unresolved at ${at}`, line })
  for (const said of [...reason, ...(when === undefined ? [] : [JSON.stringify(when)])]) draft.cover({ text: said, line })
}

/** Conditions alone hold from the start; between silent steps the ladder waits as long as before. */
function assumeTimes({ steps, isTimed }: { steps: Written[]; isTimed: boolean }, entry: Step[], draft: Draft): void {
  if (!isTimed) draft.put([...entry, 'basis'], 'unresolved', null)
  let wait = USUAL_WAIT
  for (const [index, step] of steps.entries()) {
    wait = step.wait ?? wait
    if (!isTimed) draft.assume([...entry, 'steps'], index, ['at', '0m'])
    else if (index < steps.length - 1) draft.assume([...entry, 'steps'], index, ['wait', wait])
  }
}

const isSilence = (cause: string): boolean =>
  /no (?:response|answer|ack)|unacknowledged|not (?:acknowledged|answered)|without ack|timeout/i.test(cause)

function stepOf({ text, line, condition }: Rung, { levels, draft }: Omit<Ladder, 'rungs'>): Written {
  const inBrackets = [...text.matchAll(/\(([^)]*)\)/g)].map(([, words = '']) => words).join(' ')
  const bare = text.replace(/\([^)]*\)/g, '').replace(/^(?:page|notify|call|escalate to)\s+/i, '')
  const own = spanIn(text)
  const beforeSpan = bare.slice(0, spanIn(bare)?.from ?? bare.length).replace(/[-–—:,]\s*$|\b(?:after|within|for)\s*$/gi, '')
  const who = /secondary|backup/i.test(inBrackets) ? 'secondary' : beforeSpan
  const cause = condition?.text ?? (own && !/only|if\b|when/i.test(inBrackets) ? '' : inBrackets)
  const at = isSilence(cause) ? null : spanIn(cause)
  const wait = own && !cause.includes(text.slice(own.from, own.to)) ? { wait: own.span } : {}
  return {
    page: targetsIn(draft, who, line),
    ...(at ? { at: at.span } : wait),
    ...conditionOf(cause, { levels, draft, line }),
    line,
    condition,
  }
}

/** Words of time: they are the moment, not the condition. */
const TIMES = /\b(?:and|still|unresolved|after|for|more than|longer than)\b|[<>]|≥|≤/gi

/** What a rung is climbed for: a level, a fact that is set as a flag, or a reason that somebody gives. Silence needs no condition. */
function conditionOf(
  text: string,
  { levels, draft, line }: Omit<Ladder, 'rungs'> & { line: number },
): { when?: DraftValue; reason?: string[] } {
  if (text === '' || isSilence(text)) return {}
  const span = spanIn(text)
  const timeless = span ? `${text.slice(0, span.from)} ${text.slice(span.to)}`.replace(TIMES, ' ') : text
  const severity = levelsIn(timeless, levels)
  if (severity.length === 0 && !span && /^if\b|stuck|complex|issue/i.test(text)) return { reason: wordsOf(timeless).map(slugOf) }
  const flags = wordsOf(timeless).filter((part) => levelsIn(part, levels).length === 0)
  const clauses = [...(severity.length > 0 ? [{ severity }] : []), ...flags.map((flag) => ({ flag: [flagOf(draft, flag, line)] }))]
  return clauses.length === 0 ? {} : { when: clauses.length === 1 ? (clauses[0] as DraftValue) : clauses }
}

/** `if stuck or complex` → `stuck`, `complex`. */
const wordsOf = (text: string): string[] =>
  text
    .split(/\s+or\s+|\s*,\s*/)
    .map((part) => part.replace(/\b(?:if|when|only|declared)\b/gi, ' ').trim())
    .filter((part) => slugOf(part) !== '')

/** A fact of the incident that people set, asked for with its impact. */
export function flagOf(draft: Draft, words: string, line: number): string {
  const id = slugOf(words).replaceAll('-', '_')
  draft.put(['incident', 'impact', id, 'type'], 'flag', line)
  return id
}
