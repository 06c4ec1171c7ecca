import { type Draft, type DraftValue, type Step, slugOf } from '../draft.ts'
import { type Level, levelsIn } from '../levels.ts'
import type { Said } from '../outline.ts'
import { audienceIn, primary } from '../people.ts'
import { spanIn } from '../span-in.ts'

export type Required = { draft: Draft; level: Level | null; levels: readonly Level[] }
type Sentence = Said & { span: string | null }
type Requirement = [RegExp, (required: Required, sentence: Sentence) => boolean]

/** What must be done within a time, as an obligation for the level it stands under. */
export function oblige(
  { draft, level, levels }: Required,
  { id, line, text, ...rule }: { id: string; line: number; text?: string; [field: string]: DraftValue | undefined },
): true {
  const named = text ? levelsIn(text, levels) : []
  const severity = named.length > 0 ? named : level ? [level.id] : []
  const entry = draft.entry('obligations', slugOf(severity.length > 0 ? `${id}-${severity.join('-')}` : id), line)
  if (severity.length > 0) draft.put([...entry, 'when'], { severity }, line)
  for (const [field, value] of Object.entries(rule)) if (value !== undefined) draft.put([...entry, field], value, line)
  return true
}

/** Sentences that promise something, by what they speak of; the first that knows the sentence reads it. */
const REQUIREMENTS: readonly Requirement[] = [
  [/status updates?|^(?:regular )?updates?\b|updates? (?:every|each)/i, updates],
  [/status page|public(?:ly)? (?:post|update)/i, published],
  [/commander|incident lead|\blead\b.*assign|assign.*(?:commander|lead)/i, assigned],
  [/(?:backlog|ticket|development cycle|maintenance window)/i, ticketed],
  [/all hands/i, allHands],
  [/war room|incident channel|bridge/i, roomed],
  [/^(?:immediate )?page\b|page to|\bpaged?\b/i, paged],
  [/notif|inform|\btold\b|alerted|assigned to|communicat/i, told],
  [/respon|acknowledg/i, answered],
]

/** Reads one sentence of what a level asks for. False when it says nothing that is known. */
export function requirementOf(required: Required & { steps?: Step[] }, { text, line }: Said): boolean {
  const sentence = { text, line, span: spanIn(text)?.span ?? null }
  return REQUIREMENTS.filter(([pattern]) => pattern.test(text))
    .map(([, read]) => read(required, sentence))
    .some(Boolean)
}

function updates(required: Required, { text, line, span }: Sentence): boolean {
  if (!span || /status page/i.test(text)) return false
  return oblige(required, { id: 'internal-update', must: 'update', every: span, from: 'declared', until: 'resolved', line, text })
}

function published(required: Required, { text, line, span }: Sentence): boolean {
  return span !== null && oblige(required, { id: 'public-post', must: 'publish', within: span, of: 'declared', line, text })
}

function assigned(required: Required, { text, line, span }: Sentence): boolean {
  if (!span || !/assign|within/i.test(text)) return false
  const role = /commander/i.test(text) ? 'commander' : 'lead'
  required.draft.entry('roles', role, line)
  return oblige(required, { id: `${role}-assigned`, must: 'assign', role: `role:${role}`, within: span, of: 'declared', line, text })
}

function ticketed({ draft, level, levels }: Required, { text, line, span }: Sentence): boolean {
  if (level) draft.put(['severities', { id: level.id }, 'ticket'], true, line)
  if (/backlog/i.test(text) && span)
    return oblige(
      { draft, level, levels },
      { id: 'in-the-backlog', name: text, must: 'complete', what: 'ticket', within: span, of: 'declared', line },
    )
  if (/maintenance window|development cycle/i.test(text) && level) draft.add(['severities', { id: level.id }, 'criteria'], text, line)
  return level !== null
}

function allHands({ draft, level }: Required, { line }: Sentence): boolean {
  const entry = draft.entry('triggers', 'all-hands', line)
  if (level) draft.add([...entry, 'when'], { severity: [level.id] }, line)
  draft.put([...entry, 'call_out'], true, line)
  const team = draft.entry('teams', 'everybody', null)
  draft.put([...team, 'name'], 'Everybody', null)
  draft.add([...entry, 'page'], 'team:everybody', null)
  return true
}

function roomed({ draft, level }: Required, { text, line }: Sentence): boolean {
  if (!/establish|open|creat/i.test(text)) return false
  if (level) draft.put(['incident', 'room', 'when'], { at_least: level.id }, line)
  return true
}

function paged(required: Required, { text, line, span }: Sentence): boolean {
  if (!span || !/on-?call/i.test(text)) return false
  primary(required.draft, line)
  return oblige(required, { id: 'on-call-paged', must: 'escalate', to: ['schedule:primary'], within: span, of: 'declared', line, text })
}

function told(required: Required, { text, line, span }: Sentence): boolean {
  const audience = span ? audienceIn(required.draft, text, line) : null
  if (!span || !audience) return false
  return oblige(required, { id: `${audience}-told`, must: 'notify', audience, within: span, of: 'declared', line, text })
}

/** The answer itself is the level's own; `Immediate response (all hands)` says both. */
function answered({ draft, level }: Required, { line, span }: Sentence): boolean {
  return level !== null && span !== null && draft.put(['severities', { id: level.id }, 'respond_within'], span, line)
}
