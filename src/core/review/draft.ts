import { Liquid } from 'liquidjs'
import type { IncidentState } from '../incident/state.ts'
import type { Policy } from '../policy/policy.ts'
import { measured, measuresOf } from './measures.ts'
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
  timeline: ({ lines }: DraftInput): string =>
    lines.length > 0
      ? table(
          ['UTC', 'Who', 'What'],
          lines.map(({ at, who, what }) => [utcMinute(at), who, what]),
        )
      : 'Nothing was recorded.',
  measures: ({ state }: DraftInput): string =>
    table(
      ['Measure', 'Took', 'Measured'],
      measuresOf(state).map((each) => [each.name, measured(each), each.definition]),
    ),
  people: (input: DraftInput): string => table(['Role', 'Who'], peopleOf(input)),
  impact: ({ state, policy }: DraftInput): string => impactOf(state, policy),
  promises: ({ state }: DraftInput): string => promisesOf(state),
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

const liquid = new Liquid({ strictFilters: false, strictVariables: false })

function fill(template: string, input: DraftInput): string {
  const { state, policy, name } = input
  const measures = measuresOf(state)
  const roles = Object.fromEntries(
    (policy.bundle.roles ?? []).map((role) => [role.id, state.roles[role.id] ? name(`user:${state.roles[role.id]?.user}`) : 'nobody']),
  )
  const incident = {
    reference: state.reference,
    title: cell(state.title),
    severity: state.severity,
    started: utcMinute(state.at.started ?? ''),
    detected: utcMinute(state.at.detected ?? ''),
    detected_by: state.source,
    declared: utcMinute(state.at.declared ?? ''),
    resolved: utcMinute(state.at.resolved ?? ''),
    duration: measured(measures[3] as (typeof measures)[number]),
    resolution: state.resolution ?? '',
    impact: pieces.impact(input),
    status: state.status,
  }
  const review = Object.fromEntries(Object.entries(pieces).map(([id, piece]) => [id, piece(input)]))
  try {
    return liquid.parseAndRenderSync(template, { incident, roles, review })
  } catch (error) {
    // A template with a fault must not cost the review: people see both what happened and what to correct.
    return `${standardDraft(input)}\n\n> The policy's own template could not be filled: ${cell(error instanceof Error ? error.message : String(error))}\n`
  }
}

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
    section('Promises', pieces.promises(input)),
    section('What helped', state.resolution ? cell(state.resolution) : '_What ended it?_'),
    section('Root causes', '_Why was it possible, and why was it not noticed earlier?_'),
    section('Lessons', '_What went well, what did not, where were we lucky?_'),
    section('Actions', '| Action | Owner | Due |\n|---|---|---|\n| | | |'),
    ...(agenda.length > 0 ? [section('Agenda', agenda.map(({ item, minutes }) => `- ${item} (${minutes} m)`).join('\n'))] : []),
    ...(rules.length > 0 ? [section('Ground rules', rules.map((rule) => `- ${rule}`).join('\n'))] : []),
  ].join('\n\n')}\n`
}
