import type { Policy } from '../policy.ts'
import type { Bundle } from '../schema/bundle.ts'
import type { Must } from '../schema/obligation.ts'
import type { Checklist } from '../schema/practice.ts'
import type { Severity } from '../schema/severity.ts'
import { holds } from '../when.ts'
import { clocksOf } from './clock-rules.ts'
import { isOpen } from './contact-rules.ts'
import type { Found, LintRule } from './lint-rule.ts'
import { listed } from './lint-rule.ts'
import { NORMS } from './norms.ts'

/** A level from which nothing follows: it is only a name. */
export const levelWithoutProcedure: LintRule = {
  id: 'level-without-procedure',
  level: 'warning',
  find: ({ policy }) =>
    (policy.bundle.severities ?? []).flatMap((severity, index): Found[] => {
      const isClocked = clocksOf(policy).some(({ severities }) => severities.some(({ id }) => id === severity.id))
      if (severity.respond_within || isClocked) return []
      const { definition, criteria, examples, impact } = severity
      const isDescribed = definition !== undefined || [...criteria, ...examples, ...impact].length > 0
      return [
        {
          path: ['severities', index],
          message: `${severity.id} has no clock${isDescribed ? '' : ', and no word about when it applies'}: nothing follows from it`,
          remedy: 'write how fast it is answered (`respond_within:`) and when it applies (`definition:`), or remove the level',
          cost: 'whoever meets it has to invent what to do',
        },
      ]
    }),
}

/** Being told, and answering, is not yet doing. */
const NO_ACTION: readonly Must[] = ['acknowledge', 'notify']

/** A level that says how fast, and nothing about what then: no update, no role, no checklist, or one that is still to be written. */
export const levelWithoutActions: LintRule = {
  id: 'level-without-actions',
  level: 'advisory',
  find: ({ policy }) => [...bareLevels(policy), ...openChecklists(policy.bundle)],
}

const UNTOLD = 'what was agreed stays in heads, and nobody is reminded'

function bareLevels(policy: Policy): Found[] {
  const severities = policy.bundle.severities ?? []
  const bare = severities.filter((severity) => severity.pages !== false && !hasActions(severity, policy))
  const first = bare[0]
  if (!first) return []
  const message = `nothing has to happen for ${listed(bare.map(({ id }) => id))} after the answer: no update, no role, no checklist`
  const remedy = 'add an obligation (`must: update`, `must: assign`), or a checklist for the phase'
  return [{ path: ['severities', severities.indexOf(first)], message, remedy, cost: UNTOLD }]
}

function hasActions({ id }: Severity, policy: Policy): boolean {
  const isClocked = clocksOf(policy).some(
    ({ rule, severities }) => !NO_ACTION.includes(rule.must) && severities.some((each) => each.id === id),
  )
  return isClocked || (policy.bundle.checklists ?? []).some((each) => holds(each.when, { policy, severity: id }) && !isToBeWritten(each))
}

const isToBeWritten = ({ tasks }: Checklist): boolean => tasks.every(({ text }) => isOpen(text))

const openChecklists = ({ checklists }: Bundle): Found[] =>
  (checklists ?? []).flatMap((checklist, index) => {
    if (!isToBeWritten(checklist)) return []
    const message = `the checklist "${checklist.name ?? checklist.id ?? checklist.phase}" is still to be written: "${checklist.tasks[0]?.text}"`
    return [{ path: ['checklists', index, 'tasks'], message, remedy: 'write what is to be done, or take the checklist out', cost: UNTOLD }]
  })

/** A breach that is less than the worst there is. */
export const breachBelowTop: LintRule = {
  id: 'breach-below-top',
  level: 'advisory',
  find: ({ policy: { bundle } }) => {
    const [top, ...lower] = bundle.severities ?? []
    if (!top || wordsOf(top).some(({ text }) => isBreach(text))) return []
    return lower.flatMap((severity, below) => {
      const words = wordsOf(severity).find(({ text }) => isBreach(text))
      if (!words) return []
      const message = `"${words.text}" is ${severity.id}; peers make a breach their most severe level`
      const remedy = `move it to ${top.id}, or accept it with the reason`
      return [{ path: ['severities', below + 1, ...words.at], message, remedy, cost: 'fewer people are woken, and later, than by others' }]
    })
  },
}

function wordsOf({ definition, criteria, examples, impact }: Severity): { text: string; at: (string | number)[] }[] {
  const lists = Object.entries({ criteria, examples, impact }).flatMap(([key, texts]) =>
    texts.map((text, index) => ({ text, at: [key, index] })),
  )
  return [...(definition === undefined ? [] : [{ text: definition, at: ['definition'] }]), ...lists]
}

const isBreach = (text: string): boolean => NORMS.breach.some((word) => text.toLowerCase().includes(word))

const WATCHES = /\b(?:verif\w*|monitor\w*|watch\w*|stabil\w*|stable|recur\w*|normal\w*|no new errors)\b/i

/** A fix is watched before it is called the end, and no status says so. */
export const missingStatus: LintRule = {
  id: 'missing-status',
  level: 'advisory',
  find: ({ policy: { bundle } }) => {
    const statuses = bundle.incident?.statuses
    const watched = statuses && !statuses.includes('monitoring') ? whatIsWatched(bundle) : null
    if (!watched) return []
    const message = `there is no status \`monitoring\`, although ${watched}`
    const remedy = 'add `monitoring` before `resolved`'
    return [
      { path: ['incident', 'statuses'], message, remedy, cost: 'customers hear that it is over while the team still looks whether it is' },
    ]
  },
}

function whatIsWatched({ checklists, templates, incident, status_pages: pages }: Bundle): string | null {
  const gate = (checklists ?? []).find(({ gate, tasks }) => gate !== undefined && tasks.some(({ text }) => WATCHES.test(text)))
  if (gate) return `the checklist of "${gate.phase}" verifies the fix first`
  const phase = incident?.phases.find(({ id, from }) => from === 'status:monitoring' || /^(?:verif|monitor)/.test(id))
  if (phase) return `there is a phase "${phase.id}"`
  const text = (templates ?? []).find(({ moment }) => moment === 'monitoring')
  if (text) return `the text "${text.id}" is for it`
  return (pages ?? []).some(({ words }) => words.monitoring) ? 'the status page has a word for it' : null
}
