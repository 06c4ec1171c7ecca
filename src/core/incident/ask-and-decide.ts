import type { Draft } from '../command/draft.ts'
import { momentOf } from '../time/moment.ts'
import { type Change, type Changes, isBlank, refusal } from './change.ts'
import type { DecisionKind } from './record.ts'
import type { IncidentState } from './state.ts'

const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]+/g, '')

/** `question` is its number in the policy (from 1), or the beginning of its words. */
const answer: Change = (draft, command, context) => {
  const { question, text } = command.data as { question: string; text: string }
  const questions = context.policyAt(draft.state.policy).bundle.incident?.questions ?? []
  const found = /^\d+$/.test(question)
    ? questions[Number(question) - 1]
    : questions.find((each) => plain(question) !== '' && plain(each).startsWith(plain(question)))
  if (!found) {
    const known = questions.map((each, i) => `${i + 1} ${each}`).join(', ')
    return refusal(
      'question-unknown',
      `"${question}" is no question of this policy; answer one of ${known || 'none (add incident.questions)'}`,
      400,
    )
  }
  if (isBlank(text)) return refusal('text-missing', `“${found}” needs an answer`, 400)
  draft.set({ answers: { ...draft.state.answers, [found]: { text: text.trim(), at: momentOf(draft.now), by: draft.by } } })
  draft.tell('incident.answered', { question: found, text: text.trim() })
  return undefined
}

export const DECISION_KINDS: readonly DecisionKind[] = ['business-continuity', 'disaster-recovery', 'communication', 'technical']

const decide: Change = (draft, command) => {
  const { text, kind = null } = command.data as { text: string; kind?: DecisionKind | null }
  if (isBlank(text)) return refusal('text-missing', 'there is nothing to write down; give a text', 400)
  if (kind && !DECISION_KINDS.includes(kind))
    return refusal('kind-unknown', `"${kind}" is no kind of decision; use one of ${DECISION_KINDS.join(', ')}, or leave it out`, 400)
  const decision = { text: text.trim(), kind, at: momentOf(draft.now), by: draft.by }
  draft.set({ decisions: [...(draft.state.decisions ?? []), decision] })
  draft.tell('incident.decided', { text: decision.text, kind: kind ?? undefined })
  return undefined
}

/** What is pinned stands first, for whoever joins late. */
const MOST_PINS = 50

/** An entry by its id, or by its number among the incident's own. */
const entryOf = (draft: Draft<IncidentState>, entry: string): string =>
  /^#?\d+$/.test(entry) ? `incident:${draft.subject.id}:${entry.replace('#', '')}` : entry

const pin: Change = (draft, command) => {
  const entry = entryOf(draft, (command.data as { entry: string }).entry)
  const { pins = [] } = draft.state
  if (pins.includes(entry)) return refusal('already-pinned', 'it is pinned already')
  if (pins.length >= MOST_PINS) return refusal('too-many-pins', `${MOST_PINS} entries are pinned; take one down first`)
  draft.set({ pins: [...pins, entry] })
  draft.tell('incident.pinned', { entry })
  return undefined
}

const unpin: Change = (draft, command) => {
  const entry = entryOf(draft, (command.data as { entry: string }).entry)
  const { pins = [] } = draft.state
  if (!pins.includes(entry)) return refusal('not-pinned', `"${entry}" is not pinned`, 404)
  draft.set({ pins: pins.filter((each) => each !== entry) })
  draft.tell('incident.unpinned', { entry })
  return undefined
}

/** Nothing is taken out of the record: what is right instead stands beside it, with who says so and why. */
const correct: Change = (draft, command) => {
  const { entry: named, text, reason } = command.data as { entry: string; text: string; reason: string }
  const entry = entryOf(draft, named)
  if (!entry.startsWith(`incident:${draft.subject.id}:`))
    return refusal(
      'entry-unknown',
      `"${entry}" is no entry of ${draft.state.reference}; its own are incident:${draft.subject.id}:<number>`,
      404,
    )
  if (isBlank(text)) return refusal('text-missing', 'say what is right instead', 400)
  if (isBlank(reason)) return refusal('reason-missing', 'say why it is corrected', 400)
  const correction = { text: text.trim(), reason: reason.trim(), at: momentOf(draft.now), by: draft.by }
  draft.set({ corrections: { ...draft.state.corrections, [entry]: correction } })
  draft.tell('incident.corrected', { entry, text: correction.text, reason: correction.reason })
  return undefined
}

/** One text for everybody; who writes over what they have not read is told who was faster. A line is added to whatever stands. */
const notes: Change = (draft, command) => {
  const { text: written, basedOn: read } = command.data as { text: string; basedOn?: number }
  const { text: before = '', revision = 0, by } = draft.state.notes ?? {}
  const isLine = read === undefined
  if (isLine && isBlank(written)) return refusal('text-missing', 'there is nothing to add to the notes; give a text', 400)
  const basedOn = read ?? revision
  const text = isLine && before.trim() !== '' ? `${before.trimEnd()}\n${written.trim()}` : written
  if (basedOn !== revision)
    return refusal(
      'notes-moved-on',
      `the notes are at revision ${revision} by ${by ?? 'nobody'}, not ${basedOn}; read them and put your words in again`,
    )
  if (text === before) return undefined
  draft.set({ notes: { text, revision: revision + 1, at: momentOf(draft.now), by: draft.by } })
  draft.tell('incident.notes_written', { revision: revision + 1, text })
  return undefined
}

export const askAndDecideChanges: Changes = { answer, decide, pin, unpin, correct, notes }
