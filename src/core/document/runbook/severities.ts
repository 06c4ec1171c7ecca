import { rulesOf, titleOf } from '../../obligation/rules.ts'
import type { Policy } from '../../policy/policy.ts'
import { nameOf, namesOf } from '../../policy/reference-words.ts'
import type { ObligationRule } from '../../policy/schema/obligation.ts'
import type { When } from '../../policy/schema/when-clause.ts'
import { type Chapter, chapter, heading, named, pair, points, spanWords, table, text } from './part.ts'

/** How bad it is and what that means. */
export const severities: Chapter = ({ policy }) => {
  const rows = policy.severities.map((each) => [
    each.id,
    each.name ?? '',
    each.respond_within ? spanWords(each.respond_within) : '',
    each.pages === true ? 'at any hour' : each.pages ? 'in business hours' : 'no',
    each.roads.join(', '),
  ])
  const levels = policy.severities.flatMap((each) => [
    heading(3, each.name ? `${each.id}: ${each.name}` : each.id),
    points([
      ...pair('Definition', each.definition),
      ...named('Criteria', each.criteria),
      ...named('Examples', each.examples),
      ...named('Impact', each.impact),
      ...(each.ticket ? ['A ticket is opened'] : []),
      ...(each.customers ? [`**Customers**: status page ${each.customers.page}, e-mail ${each.customers.email}`] : []),
    ]),
  ])
  return chapter('Severity levels', [
    table(['Severity', 'Name', 'Response time', 'Wakes somebody', 'Roads'], rows),
    ...levels.filter(hasWords),
  ])
}

const hasWords = (part: ReturnType<typeof heading>): boolean => part.kind !== 'list' || part.items.length > 0

/** The one severity that a rule is for; null when it is for several or says more. */
const onlySeverity = (when: readonly When[]): string | null =>
  when.length === 1 && when[0]?.severity.length === 1 ? (when[0].severity[0] ?? null) : null

const CADENCES = ['Initial', 'During', 'Resolution'] as const

function cadenceOf({ must, within, every, of }: ObligationRule): { column: (typeof CADENCES)[number]; words: string } | null {
  if (must !== 'update') return null
  if (every) return { column: 'During', words: spanWords(every) }
  return within ? { column: of === 'resolved' ? 'Resolution' : 'Initial', words: spanWords(within) } : null
}

/** How often colleagues hear, as the table everybody knows; the other promises as they are. */
export const promises: Chapter = ({ policy }) => {
  const rules = rulesOf(policy)
  const cells = new Map<string, string[]>()
  const others: ObligationRule[] = []
  for (const rule of rules) {
    const severity = onlySeverity(rule.when)
    const cadence = severity ? cadenceOf(rule) : null
    const row = severity ? (cells.get(severity) ?? ['', '', '']) : []
    const column = cadence ? CADENCES.indexOf(cadence.column) : -1
    if (severity && cadence && row[column] === '') {
      row[column] = cadence.words
      cells.set(severity, row)
    } else others.push(rule)
  }
  const rows = policy.severities.flatMap(({ id }) => (cells.has(id) ? [[id, ...(cells.get(id) as string[])]] : []))
  return chapter('What is promised', [
    ...(rows.length > 0 ? [heading(3, 'Update frequency'), table(['Severity', ...CADENCES], rows)] : []),
    ...(others.length > 0 ? [heading(3, 'Other promises'), table(['When', 'What', 'For', 'By when'], rowsOf(policy, others))] : []),
  ])
}

/** Tasks of one list that are due at one time in one row: the list itself names them. */
function rowsOf(policy: Policy, rules: readonly ObligationRule[]): string[][] {
  const groups = Map.groupBy(rules, (rule) => {
    const [list, task] = rule.what?.split('/') ?? []
    const [when, , about, until] = promiseRow(policy, rule)
    return task === undefined ? rule : [list, when, about, until].join('|')
  })
  return [...groups.values()].map((group) => {
    const [first] = group
    const [when = '', what = '', about = '', until = ''] = promiseRow(policy, first as ObligationRule)
    return [when, group.length > 1 ? `${group.length} tasks of "${listName(policy, first as ObligationRule)}"` : what, about, until]
  })
}

function listName({ bundle }: Policy, { what = '' }: ObligationRule): string {
  const id = what.slice('task:'.length).split('/')[0]
  const list = (bundle.checklists ?? []).find((each) => (each.id ?? each.phase) === id)
  return list?.name ?? id ?? ''
}

function promiseRow(policy: Policy, rule: ObligationRule): string[] {
  const about = rule.role ?? rule.audience ?? rule.to[0] ?? null
  const span = rule.every ? `every ${spanWords(rule.every)}` : rule.within ? `within ${spanWords(rule.within)}` : ''
  const anchor = (rule.of ?? rule.from ?? 'declared').replaceAll('_', ' ')
  const until = rule.until ? ` until ${rule.until}` : ''
  return [whenWords(rule.when), titleOf(rule), about ? nameOf(policy, about) : '', `${span} of ${anchor}${until}`]
}

/** A condition for readers: "SEV-1", "flag data loss", "SEV-2 and worse". */
export function whenWords(when: readonly When[]): string {
  const words = when.map((clause) =>
    [
      clause.severity.join(' or '),
      clause.at_least ? `${clause.at_least} and worse` : '',
      ...clause.flag.map((flag) => flag.replaceAll('_', ' ')),
      ...clause.not_flag.map((flag) => `not ${flag.replaceAll('_', ' ')}`),
      clause.type.join(' or '),
      clause.service.join(' or '),
      clause.unacknowledged_for ? `unacknowledged for ${spanWords(clause.unacknowledged_for)}` : '',
      clause.unresolved_for ? `unresolved for ${spanWords(clause.unresolved_for)}` : '',
      clause.cause_known === undefined ? '' : clause.cause_known ? 'cause known' : 'cause unknown',
      clause.business_hours === undefined ? '' : clause.business_hours ? 'in business hours' : 'out of business hours',
    ]
      .filter(Boolean)
      .join(', '),
  )
  return words.join(' or ')
}

export const definition: Chapter = ({ policy }) => {
  const { organization, incident, document } = policy.bundle
  const { objectives, principles } = organization
  return [
    ...chapter('Incident definition', [...(incident?.definition.length ? [points(incident.definition)] : [])]),
    ...chapter('Objectives', objectives.length > 0 ? [points(objectives, true)] : []),
    ...chapter('Principles', principles.length > 0 ? [points(principles)] : []),
    ...(document?.owner ? [text(`Owner: ${nameOf(policy, document.owner)}.`)] : []),
    ...chapter('Related documents', document?.depends_on?.length ? [points(document.depends_on)] : []),
    ...chapter('What waits for this document', document?.blocks?.length ? [points(document.blocks)] : []),
    ...chapter('Detection sources', incident?.sources.length ? [points(incident.sources)] : []),
    ...chapter('Questions', incident?.questions.length ? [points(incident.questions)] : []),
  ]
}

export const audiences: Chapter = ({ policy }) =>
  chapter(
    'Audiences',
    (policy.bundle.audiences ?? []).length > 0
      ? [
          table(
            ['Who', 'Members'],
            (policy.bundle.audiences ?? []).map(({ id, name, members, recipients = [] }) => [
              name ?? id,
              [namesOf(policy, members), ...recipients.map((each) => each.name ?? each.id)].filter(Boolean).join(', '),
            ]),
          ),
        ]
      : [],
  )
