import assert from 'node:assert/strict'
import type { Bundle } from '../../src/core/policy/schema/bundle.ts'
import type { When } from '../../src/core/policy/schema/when-clause.ts'
import { readPolicy } from './read-policy.ts'

export type Read = (bundle: Bundle) => unknown

function bundleOf(name: string): Bundle {
  const { bundle, findings } = readPolicy(name)
  assert.ok(bundle, findings.map(({ file, line, message }) => `${file}:${line} ${message}`).join('\n'))
  return bundle
}

/**
 * Holds both forms of an organisation's bundle to a figure of its document. `written` is what stands there; `shipped` is given
 * where the shipped form repairs it, and is the same otherwise.
 */
export function figuresOf(organisation: string) {
  const [asWritten, shipped] = [bundleOf(`as-written/${organisation}`), bundleOf(organisation)]
  return {
    both(read: Read, written: unknown, repaired: unknown = written): void {
      assert.deepEqual(read(asWritten), written, 'as written')
      assert.deepEqual(read(shipped), repaired, 'as shipped')
    },
    /** What the document is silent about, and the bundle needed. */
    shippedOnly(read: Read, is: unknown): void {
      assert.deepEqual(read(shipped), is, 'as shipped')
    },
  }
}

type Named = { id: string }
function entry<T extends Named>(entries: readonly T[] | undefined, id: string): T {
  const found = entries?.find((each) => each.id === id)
  assert.ok(found, `there is no "${id}" among ${entries?.map((each) => each.id).join(', ')}`)
  return found
}

function condition(when: readonly When[]): string {
  if (when.length === 0) return ''
  const words = when.map((clause) =>
    [
      ...clause.severity,
      ...(clause.at_least ? [`${clause.at_least} and worse`] : []),
      ...clause.flag,
      ...(clause.unresolved_for ? [`unresolved ${clause.unresolved_for.text}`] : []),
      ...(clause.cause_known === false ? ['cause unknown'] : []),
    ].join(' '),
  )
  return ` for ${words.join(' or ')}`
}

export const answers: Read = ({ severities }) => severities?.map((each) => each.respond_within?.text)
export const names: Read = ({ severities }) => severities?.map((each) => [each.id, each.name].filter(Boolean).join(' '))
export const pagesOf: Read = ({ severities }) => severities?.map((each) => each.pages)
export const roads: Read = ({ severities }) => severities?.map((each) => each.roads.join(' '))
export const customers: Read = ({ severities }) =>
  severities?.map((each) => `page ${each.customers?.page ?? '-'}, mail ${each.customers?.email ?? '-'}`)
/** How many criteria, examples and effects each level lists. */
export const described: Read = ({ severities }) =>
  severities?.map((each) => [each.criteria.length, each.examples.length, each.impact.length])

/** `notify executives within 15m of declared for SEV-1`, `update every 15m from declared until resolved for SEV-1`. */
export const clock =
  (id: string): Read =>
  ({ obligations }) => {
    const rule = entry(obligations, id)
    const about = [rule.audience, rule.role, rule.what, ...rule.to].filter(Boolean).join(', ')
    const times = [
      rule.within ? ` within ${rule.within.text} of ${rule.of}` : '',
      rule.every ? ` every ${rule.every.text} from ${rule.from} until ${rule.until}` : '',
    ].join('')
    return `${rule.must}${about ? ` ${about}` : ''}${times}${condition(rule.when)}`
  }
export const clocks =
  (...ids: string[]): Read =>
  (bundle) =>
    ids.map((id) => clock(id)(bundle))

/** `schedule:primary, wait 15m`, `user:ceo at 2h for customer_facing`. */
export const ladder =
  (id: string): Read =>
  ({ escalation_policies: ladders }) =>
    entry(ladders, id).steps.map(
      (step) =>
        `${[...step.page, ...step.reason.map((each) => `(${each})`)].join(' ')}${step.at ? ` at ${step.at.text}` : ''}${step.wait ? `, wait ${step.wait.text}` : ''}${condition(step.when)}`,
    )

export const trigger =
  (id: string): Read =>
  ({ triggers }) => {
    const { page, call_out: isCallOut, when, escalation } = entry(triggers, id)
    return `${isCallOut ? 'call out ' : ''}${[...page, ...escalation].join(' ')}${condition(when)}`
  }

/** The placeholders of a template, each once, in their order. */
export const holes =
  (...ids: string[]): Read =>
  ({ templates }) => {
    const text = ids.map((id) => entry(templates, id)).map(({ subject = '', text }) => `${subject} ${text}`)
    const names = [...text.join(' ').matchAll(/\{\{\s*([\w.-]+)|\{%\s*for \w+ in ([\w.-]+)/g)].map((match) => match[1] ?? match[2])
    return [...new Set(names)]
  }

export const role =
  (id: string): Read =>
  ({ roles }) => {
    const { default: first, backup, duties, qualities } = entry(roles, id)
    return `${first.join(' ')} / ${backup.join(' ')}: ${duties.length} duties, ${qualities.length} qualities`
  }
/** How many tasks each checklist has, and what it gates. */
export const checklist =
  (...ids: string[]): Read =>
  ({ checklists }) =>
    ids.map((id) => {
      const { tasks, gate } = entry(
        checklists?.map((each) => ({ ...each, id: each.id ?? each.phase })),
        id,
      )
      return `${tasks.length}${gate ? ` before ${gate}` : ''}`
    })
export const taskClock =
  (id: string): Read =>
  ({ checklists }) =>
    [
      ...new Set(
        entry(
          checklists?.map((each) => ({ ...each, id: each.id ?? each.phase })),
          id,
        ).tasks.map((task) => `${task.within?.text} of ${task.of}`),
      ),
    ].join()

export const steps: Read = ({ postmortem }) => postmortem?.steps.map((each) => `${each.id} ${each.within.text} of ${each.of}`)
export const agenda: Read = ({ postmortem }) => postmortem?.agenda.map((each) => each.minutes)
export const categories: Read = ({ actions }) => actions?.categories.map((each) => (each.due ? `${each.id} ${each.due.text}` : each.id))
export const rhythms =
  (section: 'drills' | 'training' | 'routines'): Read =>
  (bundle) =>
    bundle[section]?.map((each) =>
      [each.id, each.every?.text, 'environment' in each ? each.environment : undefined, 'pass' in each ? each.pass : undefined]
        .filter(Boolean)
        .join(' '),
    )
export const targets: Read = ({ targets: all }) =>
  JSON.parse(JSON.stringify(all), (_, value) => (value && typeof value === 'object' && 'unit' in value ? value.text : value))
export const channels: Read = ({ channels: all }) => all?.map((each) => `#${each.name}${condition(each.when)}`)
export const phases: Read = ({ incident }) => incident?.phases.map((each) => each.id)
export const statuses: Read = ({ incident }) => incident?.statuses
export const domain: Read = ({ status_pages: pages }) => pages?.map((each) => each.domain)
export const required: Read = ({ runbooks }) => runbooks?.required
export const commandsRun: Read = ({ commands }) => commands?.map((each) => each.run)
export const dependencies: Read = ({ dependencies: all }) =>
  all?.map((each) => [each.id, each.criticality, each.for].filter(Boolean).join(', '))
export const statusUrls: Read = ({ dependencies: all }) => all?.flatMap((each) => each.status_url ?? [])
export const contact =
  (id: string): Read =>
  ({ contacts }) => {
    const { kind, id: _, name, notes, ...ways } = entry(contacts, id)
    return ways
  }
export const tree =
  (id: string): Read =>
  ({ decision_trees: trees }) =>
    Object.entries(entry(trees, id).nodes).map(([node, { yes, no }]) =>
      [node, ...[yes, no].map((each) => (typeof each === 'string' ? each : each.do))].join(' '),
    )
export const mitigations: Read = ({ mitigations: all }) => all?.map((each) => [each.action, each.runbook].filter(Boolean).join(' '))
export const impactFields: Read = ({ incident }) => Object.keys(incident?.impact ?? {})
