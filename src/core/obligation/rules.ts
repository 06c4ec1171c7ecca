import { oncePer } from '../once-per.ts'
import type { Policy } from '../policy/policy.ts'
import { ANCHORS, type Anchor, type ObligationRule } from '../policy/schema/obligation.ts'
import type { Checklist } from '../policy/schema/practice.ts'
import type { When } from '../policy/schema/when-clause.ts'
import { holds, type WhenFacts } from '../policy/when.ts'
import { durationOf } from '../time/duration.ts'

/** A condition that names severities only; everything else absent. */
const severities = (...ids: string[]): When[] => [
  { severity: ids, flag: [], not_flag: [], type: [], service: [], tag: [], alert_severity: [], source: [] },
]

/** What a rule was made from, as a path into the bundle: `['severities', 0, 'respond_within']`. `also` must hold besides `when`. */
export type OwedRule = ObligationRule & { place: readonly (string | number)[]; also?: When[] }

type Derived = Pick<ObligationRule, 'id' | 'must' | 'when'> & Partial<OwedRule> & Pick<OwedRule, 'place'>
const derived = (rule: Derived): OwedRule => ({ to: [], by: [], on_miss: [], ...rule })

/**
 * Everything a policy promises about an incident: what it states, the response times of its levels, the dated tasks of its checklists, the
 * steps of its review. A policy never changes, and this is asked for at every beat of every clock.
 */
export const rulesOf = oncePer((policy: Policy): OwedRule[] => {
  const stated = (policy.bundle.obligations ?? []).map((rule, index) => ({ ...rule, place: ['obligations', index] }))
  return [...stated, ...responses(policy, stated), ...wordsToCustomers(policy, stated), ...datedTasks(policy), ...reviewSteps(policy)]
})

function responses(policy: Policy, stated: ObligationRule[]): OwedRule[] {
  const isStated = (id: string): boolean => stated.some((rule) => rule.must === 'acknowledge' && holds(rule.when, { policy, severity: id }))
  return policy.severities.flatMap((severity, index) =>
    severity.respond_within && !isStated(severity.id)
      ? [
          derived({
            id: `respond-${severity.id.toLowerCase()}`,
            name: `Acknowledged within ${severity.respond_within.text}`,
            must: 'acknowledge',
            when: severities(severity.id),
            within: severity.respond_within,
            of: 'accepted',
            place: ['severities', index, 'respond_within'],
          }),
        ]
      : [],
  )
}

/**
 * A level that requires a word to customers owes it, also where no clock is stated. Assumed: no document says more than "at once" for
 * the page; the mail's hour is what is left to write to people after the first look.
 */
const ASSUMED = { page: durationOf('15m'), email: durationOf('1h') }
const WORDS = [
  { key: 'page', must: 'publish', prefix: 'page', name: 'Status page' },
  { key: 'email', must: 'email', prefix: 'mail', name: 'Customers e-mailed' },
] as const

function wordsToCustomers(policy: Policy, stated: ObligationRule[]): OwedRule[] {
  return policy.severities.flatMap(({ id, customers }, index) =>
    WORDS.filter(
      ({ key, must }) =>
        customers?.[key] === 'required' && !stated.some((rule) => rule.must === must && holds(rule.when, { policy, severity: id })),
    ).map(({ key, must, prefix, name }) =>
      derived({
        ...{ id: `${prefix}-${id.toLowerCase()}`, name, must, when: severities(id), within: ASSUMED[key], of: 'declared' },
        place: ['severities', index, 'customers', key],
      }),
    ),
  )
}

/** A task with a deadline is owed; `taskName` is how it is told that it is done. */
function datedTasks(policy: Policy): OwedRule[] {
  return (policy.bundle.checklists ?? []).flatMap((checklist, list) =>
    checklist.tasks.flatMap((task, index) =>
      task.within
        ? [
            derived({
              id: taskName(checklist, index).replace(':', '-').replace('/', '-'),
              name: task.text,
              must: 'complete',
              what: taskName(checklist, index),
              when: checklist.when,
              also: task.when,
              within: task.within,
              of: task.of ?? startOf(policy, checklist.phase),
              place: ['checklists', list, 'tasks', index],
              ...(task.by ? { owner: task.by } : {}),
            }),
          ]
        : [],
    ),
  )
}

/** `task:first-minutes/acknowledge`: what `complete` is told when a task of a checklist is done. */
export function taskName(checklist: Pick<Checklist, 'id' | 'phase' | 'tasks'>, index: number): string {
  return `task:${checklist.id ?? checklist.phase}/${checklist.tasks[index]?.id ?? index + 1}`
}

/** A phase that begins with a moment of the incident starts the clocks of its tasks; one that begins with a status leaves them to the declaration. */
export function startOf(policy: Policy, phase: string): Anchor {
  const from = policy.bundle.incident?.phases.find((each) => each.id === phase)?.from
  return ANCHORS.find((anchor) => anchor === from) ?? 'declared'
}

function reviewSteps(policy: Policy): OwedRule[] {
  const { postmortem } = policy.bundle
  if (!postmortem) return []
  const when = postmortem.required_for.length > 0 ? severities(...postmortem.required_for) : []
  return postmortem.steps.map((step, index) =>
    derived({
      id: `review-${step.id}`,
      name: step.name ?? `Review: ${step.id}`,
      must: 'complete',
      what: `postmortem:${step.id}`,
      when,
      within: step.within,
      of: step.of,
      place: ['postmortem', 'steps', index],
      ...(step.owner ? { owner: step.owner } : {}),
    }),
  )
}

/** Something said: it must follow its cause. The other musts are states, which may have been reached before. */
export const isAnnouncement = (rule: ObligationRule): boolean =>
  rule.must === 'update' || rule.must === 'publish' || rule.must === 'email' || rule.must === 'notify'

export const isUpdateRhythm = (rule: ObligationRule): boolean => rule.must === 'update' && rule.every !== undefined

const isOfTheEnd = (rule: ObligationRule): boolean => ['resolved', 'closed'].includes(anchorOf(rule))

/** Nobody needs to take, lead or escalate what is over, nor tick off what was to be done while it lasted. */
export const isMootOnceResolved = (rule: ObligationRule): boolean =>
  rule.must === 'acknowledge' ||
  rule.must === 'assign' ||
  rule.must === 'escalate' ||
  (rule.what?.startsWith('task:') === true && !isOfTheEnd(rule))

/** Whether the policy asks for it in this situation. */
export const isAskedFor = (rule: OwedRule, facts: WhenFacts): boolean => holds(rule.when, facts) && holds(rule.also, facts)

/** The moment a rule's clock starts from. */
export const anchorOf = (rule: ObligationRule): Anchor => rule.of ?? rule.from ?? 'declared'

/** What the rule is about, as the thing that meets it is named. */
export const aboutOf = (rule: ObligationRule): string | null => rule.role ?? rule.audience ?? rule.what ?? rule.to[0] ?? null

const verbs: Record<ObligationRule['must'], string> = {
  acknowledge: 'Acknowledged',
  assign: 'Assign',
  notify: 'Tell',
  update: 'Internal update',
  publish: 'Public update',
  email: 'Customers e-mailed',
  escalate: 'Escalate to',
  complete: 'Complete',
}

/** What a person reads on the clock: the rule's own name, else its verb, object and rhythm. */
export function titleOf(rule: ObligationRule): string {
  if (rule.name) return rule.name
  const about = aboutOf(rule)
    ?.replace(/^[a-z]+:/, '')
    .replaceAll('-', ' ')
  return [verbs[rule.must], about, rule.every ? `every ${rule.every.text}` : ''].filter(Boolean).join(' ')
}
