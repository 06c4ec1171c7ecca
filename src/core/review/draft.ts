import type { Json, JsonObject } from '../command/command.ts'
import type { IncidentState } from '../incident/state.ts'
import type { Policy } from '../policy/policy.ts'
import { render } from '../template/render.ts'
import { valuesOf } from '../template/values.ts'
import { instantOf } from '../time/moment.ts'
import { type Measure, measured, measuresOf } from './measures.ts'
import { utcMinute } from './span-words.ts'

/** A line of the timeline: UTC moment, who, what. */
export type DraftLine = { at: string; who: string; what: string }

export type DraftInput = {
  state: IncidentState
  /** The policy the incident ran under. */
  policy: Policy
  lines: DraftLine[]
  /** Names of everybody who did something or was paged. */
  responders: string[]
  name(actor: string): string
}

/** Keeps what people wrote from becoming structure: no headings, tables or markup of their own inside a cell. */
export const cell = (text: string): string =>
  text
    .replace(/\s*\n\s*/g, ' ')
    .replace(/([\\|<>`*_[\]])/g, '\\$1')
    .trim()

const table = (head: string[], rows: string[][]): string =>
  [`| ${head.join(' | ')} |`, `|${head.map(() => '---').join('|')}|`, ...rows.map((row) => `| ${row.map(cell).join(' | ')} |`)].join('\n')

const pieces = {
  timeline: ({ lines }: DraftInput): string => (lines.length > 0 ? table(['UTC', 'Who', 'What'], rowsOf(lines)) : 'Nothing was recorded.'),
  measures: ({ state }: DraftInput): string =>
    table(
      ['Measure', 'Took', 'Measured'],
      measuresOf(state).map((each) => [each.name, measured(each), each.definition]),
    ),
  people: (input: DraftInput): string => table(['Role', 'Who'], peopleOf(input)),
  impact: ({ state, policy }: DraftInput): string => impactOf(state, policy),
  promises: ({ state }: DraftInput): string => promisesOf(state),
  decisions: ({ state, name }: DraftInput): string =>
    (state.decisions ?? []).map(({ at, by, text }) => `- ${utcMinute(at)} ${cell(name(by))}: ${cell(text)}`).join('\n') ||
    'None was written down.',
  actions: (input: DraftInput): string => table(['Action', 'Owner', 'Due'], actionsOf(input)),
}

/** A third of what is kept of a timeline too long to read is its beginning, the rest its end. */
const TIMELINE_CHARACTERS = 60_000

function rowsOf(lines: readonly DraftLine[]): string[][] {
  const rows = lines.map(({ at, who, what }) => [utcMinute(at), who, what])
  const head = within(rows, TIMELINE_CHARACTERS / 3)
  const tail = within(rows.slice(head.length).reverse(), (TIMELINE_CHARACTERS * 2) / 3).reverse()
  const left = rows.length - head.length - tail.length
  return left === 0 ? rows : [...head, ['…', '', `${left} more are in the timeline of the incident`], ...tail]
}

/** As many from the beginning as fit. */
function within(rows: string[][], most: number): string[][] {
  let characters = 0
  const end = rows.findIndex((row) => {
    characters += row.join('').length
    return characters > most
  })
  return end === -1 ? rows : rows.slice(0, end)
}

/** What was written down for afterwards while it ran; a line to write in where nothing was. */
function actionsOf({ state, policy, name }: DraftInput): string[][] {
  const open = (state.tasks ?? []).filter(({ phase, status }) => phase === 'follow-up' && status === 'open')
  const ownerOf = (owner: string | null): string =>
    owner?.startsWith('role:') ? (policy.role(owner)?.name ?? owner) : owner ? name(owner) : ''
  return open.length > 0 ? open.map(({ text, owner, dueAt }) => [text, ownerOf(owner), dueAt ? utcMinute(dueAt) : '']) : [['', '', '']]
}

function peopleOf({ state, policy, name, responders }: DraftInput): string[][] {
  const roles = (policy.bundle.roles ?? []).map((role) => {
    const holder = state.roles[role.id]
    return [role.name ?? role.id, holder ? name(`user:${holder.user}`) : 'nobody']
  })
  const acknowledged = state.acknowledgedBy ? [['Acknowledged by', name(state.acknowledgedBy)]] : []
  return [['Declared by', name(state.declaredBy)], ...acknowledged, ...roles, ['Responders', responders.join(', ') || 'nobody']]
}

function impactOf(state: IncidentState, policy: Policy): string {
  const fields = policy.bundle.incident?.impact ?? {}
  const known = Object.entries(state.impact).map(
    ([id, value]) =>
      `- ${fields[id]?.name ?? id.replaceAll('_', ' ')}: ${cell(Array.isArray(value) ? value.join(', ') : typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value))}`,
  )
  return known.length > 0 ? known.join('\n') : '_Who noticed it, how many, and what could they not do?_'
}

function promisesOf({ score, obligations }: IncidentState): string {
  const broken = obligations.filter((each) => each.status === 'missed' || each.status === 'late' || each.status === 'waived')
  const counted = `Kept ${score.met}, late ${score.late}, missed ${score.missed}, waived ${score.waived}.`
  if (broken.length === 0) return counted
  return `${counted}\n\n${table(
    ['Promise', 'Due (UTC)', 'Outcome'],
    broken.map((each) => [each.title, utcMinute(each.dueAt), each.why ? `${each.status}: ${each.why}` : each.status]),
  )}`
}

/** The Markdown a review starts from: everything that is known, and headings for what only people know. */
export function draftReview(input: DraftInput): string {
  const own = templateOf(input.policy)
  return own === null ? standardDraft(input) : fill(own, input)
}

/** The organisation's own template: of its templates the one `for: review`, or what the file `postmortem.template` says. */
function templateOf({ bundle }: Policy): string | null {
  const named = bundle.templates?.find((each) => each.for === 'review' || each.id === bundle.postmortem?.template)
  const { template, text } = bundle.postmortem ?? {}
  return named?.text ?? text ?? (template?.includes('\n') ? template : null)
}

/** Everything a template may name, with what people wrote kept from becoming structure. */
function dataOf(input: DraftInput): JsonObject {
  const { state, policy, name } = input
  const known = valuesOf({ state, policy, now: instantOf(state.at.resolved ?? state.at.declared ?? EPOCH) })
  const roles = Object.fromEntries(
    (policy.bundle.roles ?? []).map((role) => [role.id, state.roles[role.id] ? name(`user:${state.roles[role.id]?.user}`) : 'nobody']),
  )
  const times = Object.fromEntries(TIMES.flatMap((each) => (state.at[each] ? [[each, utcMinute(state.at[each])]] : [])))
  const own = { ...times, duration: measured(measuresOf(state)[3] as Measure), impact: pieces.impact(input) }
  const review = Object.fromEntries(Object.entries(pieces).map(([id, piece]) => [id, piece(input)]))
  const escaped = escapedIn(known) as JsonObject
  return {
    ...escaped,
    incident: { ...(escaped.incident as JsonObject), ...own },
    roles,
    review: { ...(escaped.review as JsonObject), ...review },
  }
}

const TIMES = ['started', 'detected', 'declared', 'mitigated', 'resolved'] as const
const EPOCH = '1970-01-01T00:00:00.000Z'

function escapedIn(value: Json): Json {
  if (typeof value === 'string') return cell(value)
  if (Array.isArray(value)) return value.map(escapedIn)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, escapedIn(each)]))
}

/** What is not known yet is asked for below: a draft is where it gets written. A template with a fault must not cost the review. */
function fill(template: string, input: DraftInput): string {
  const filled = render(template, { data: dataOf(input), timezone: 'UTC' })
  if (filled.ok) return filled.text
  if (filled.reason === 'empty') return `${filled.text}\n\n> Not known when this was drafted: ${filled.empty.join(', ')}.\n`
  return `${standardDraft(input)}\n\n> The policy's own template could not be filled: ${cell(filled.message)}\n`
}

const quoted = (text: string): string =>
  text
    .split('\n')
    .map((line) => `> ${cell(line)}`)
    .join('\n')

function standardDraft(input: DraftInput): string {
  const { state, policy } = input
  const level = policy.severity(state.severity)?.name
  const { agenda, ground_rules: rules } = policy.bundle.postmortem ?? { agenda: [], ground_rules: [] }
  const section = (title: string, body: string): string => `## ${title}\n\n${body}`
  return `${[
    `# ${state.reference}: ${cell(state.title)}`,
    table(
      ['Fact', 'Value'],
      [
        ['Severity', level ? `${state.severity} ${level}` : state.severity],
        ['Started', utcMinute(state.at.started ?? '')],
        ['Detected', `${utcMinute(state.at.detected ?? '')} by ${state.source}`],
        ['Declared', utcMinute(state.at.declared ?? '')],
        ['Resolved', utcMinute(state.at.resolved ?? '')],
      ],
    ),
    section('In short', '_Two sentences: what customers could not do, and what ended it._'),
    section('Impact', pieces.impact(input)),
    section('Measured', pieces.measures(input)),
    section('People', pieces.people(input)),
    section('Timeline', `All times are UTC.\n\n${pieces.timeline(input)}`),
    ...(state.decisions?.length ? [section('Decisions', pieces.decisions(input))] : []),
    ...(state.notes?.text ? [section('Notes', quoted(state.notes.text))] : []),
    section('Promises', pieces.promises(input)),
    section('What helped', state.resolution ? cell(state.resolution) : '_What ended it?_'),
    section('Root causes', '_Why was it possible, and why was it not noticed earlier?_'),
    section('Lessons', '_What went well, what did not, where were we lucky?_'),
    section('Actions', pieces.actions(input)),
    ...(agenda.length > 0 ? [section('Agenda', agenda.map(({ item, minutes }) => `- ${item} (${minutes} m)`).join('\n'))] : []),
    ...(rules.length > 0 ? [section('Ground rules', rules.map((rule) => `- ${rule}`).join('\n'))] : []),
  ].join('\n\n')}\n`
}
