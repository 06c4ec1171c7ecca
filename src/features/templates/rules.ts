import type { IncidentState } from '../../core/incident/state.ts'
import { idOf, type Policy } from '../../core/policy/policy.ts'
import type { Template } from '../../core/policy/schema/publication.ts'
import { type Filled, fill, isReady, whyNot } from '../../core/template/fill.ts'
import { plainWordHints } from '../../core/template/plain-words.ts'
import { faultOf, placeholdersOf } from '../../core/template/render.ts'
import type { Saying } from '../../core/template/values.ts'
import { momentOf } from '../../core/time/moment.ts'
import type { Preview, TemplateRow } from './contract.ts'

export function presentTemplate(template: Template, condition: string | null): TemplateRow {
  const { id, moment, subject = null, text } = template
  const fault = faultOf(text) ?? (subject ? faultOf(subject) : null)
  const placeholders = [...new Set([subject ?? '', text].flatMap(placeholdersOf))]
  return { id, for: template.for, moment, condition, subject, text, placeholders, fault }
}

type Situation = { state: IncidentState; policy: Policy; now: Temporal.Instant; saying: Saying; timezone: string }

export function previewOf(template: Template, { timezone, ...telling }: Situation): Preview {
  const filled = fill(template, telling, timezone)
  const { subject = null, text, empty } = filled
  return {
    ...{ template: template.id, for: template.for, moment: template.moment },
    ...{ subject, text, characters: text.length, empty },
    pieces: piecesOf(template, empty, (marked) => fill(marked, telling, timezone)),
    isReady: isReady(filled),
    why: isReady(filled) ? null : whyNot(filled),
    hints: plainWordHints(text, template.for === 'email' ? Number.POSITIVE_INFINITY : undefined),
  }
}

/** Signs that nobody types: between them stands the name of what is missing. */
const [OPEN, CLOSE] = ['\uE000', '\uE001']
const PLACEHOLDER = /\{\{-?\s*([\w.[\]"' -]+?)\s*(?:\|[^}]*)?-?\}\}/g

/** The filled text once more, with the names of what is missing where it is missing. */
function piecesOf(template: Template, empty: readonly string[], refill: (marked: Template) => Filled): Preview['pieces'] {
  const marked = (source: string): string =>
    source.replace(PLACEHOLDER, (whole, name: string) => (empty.includes(name) ? `${OPEN}${name}${CLOSE}` : whole))
  const { subject, text } = refill({
    ...template,
    text: marked(template.text),
    ...(template.subject ? { subject: marked(template.subject) } : {}),
  })
  return { subject: subject === undefined ? null : split(subject), text: split(text) }
}

const split = (text: string): Preview['pieces']['text'] =>
  text
    .split(new RegExp(`[${OPEN}${CLOSE}]`))
    .map((each, i) => ({ text: each, isMissing: i % 2 === 1 }))
    .filter((piece) => piece.text !== '')

const DETECTED_MINUTES = 3
const RUNNING_MINUTES = 47
const EXAMPLE_NUMBER = 42

/** An incident as it might be, for looking at a text before there is one: the policy's worst level, its first service and people. */
export function exampleState(policy: Policy, now: Temporal.Instant): IncidentState {
  const { bundle, version, mostSevere } = policy
  const before = (minutes: number): string => momentOf(now.subtract({ minutes }))
  const [user] = bundle.users ?? []
  const holder = user ? { user: user.id, since: before(RUNNING_MINUTES), by: 'engine' } : null
  return {
    ...{ reference: `INC-${EXAMPLE_NUMBER}`, aliases: [], number: EXAMPLE_NUMBER, room: 'incident-42', bridge: null },
    ...{ title: 'Card payments fail', publicTitle: null, severity: mostSevere.id, rank: 0, status: 'investigating' },
    ...{
      type: null,
      isPrivate: false,
      service: bundle.services?.[0] ? idOf(bundle.services[0].id) : null,
      source: 'monitoring',
      policy: version,
    },
    at: { started: before(RUNNING_MINUTES + DETECTED_MINUTES), detected: before(RUNNING_MINUTES), declared: before(RUNNING_MINUTES) },
    ...{ owedAnewAt: null, acknowledgedBy: null, declaredBy: user ? `user:${user.id}` : 'engine' },
    roles: holder ? Object.fromEntries((bundle.roles ?? []).map(({ id }) => [id, holder])) : {},
    impact: Object.fromEntries(Object.entries(bundle.incident?.impact ?? {}).map(([id, field]) => [id, exampleOf(field)])),
    ...{ flags: [], isCauseKnown: false, alerts: [], obligations: [], done: {}, notices: {}, posts: [] },
    score: { met: 0, late: 0, missed: 0, waived: 0, dropped: 0 },
    ...{
      promisedUpdate: momentOf(now.add({ minutes: 30 })),
      lastUpdate: null,
      resolution: 'A deployment was rolled back',
      eta: momentOf(now.add({ hours: 1 })),
    },
  }
}

type Field = NonNullable<NonNullable<Policy['bundle']['incident']>['impact']>[string]

const EXAMPLES: Readonly<Record<Field['type'], (field: Field) => string | number | boolean | string[]>> = {
  number: () => 4200,
  text: ({ name }) => `(${name ?? 'text'})`,
  flag: () => false,
  list: ({ options }) => (options.length > 0 ? options.slice(0, 2) : ['(first)', '(second)']),
}

const exampleOf = (field: Field) => EXAMPLES[field.type](field)
