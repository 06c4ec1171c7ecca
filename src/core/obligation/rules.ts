import type { Policy } from '../policy/policy.ts'
import type { Anchor, ObligationRule } from '../policy/schema/obligation.ts'
import type { When } from '../policy/schema/when-clause.ts'
import { holds } from '../policy/when.ts'

/** A condition that names severities only; everything else absent. */
const severities = (...ids: string[]): When[] => [
  { severity: ids, flag: [], not_flag: [], type: [], service: [], tag: [], alert_severity: [], source: [] },
]

const derived = (rule: Pick<ObligationRule, 'id' | 'must' | 'when'> & Partial<ObligationRule>): ObligationRule => ({
  to: [],
  by: [],
  on_miss: [],
  ...rule,
})

/** Everything a policy promises about an incident: what it states, the response times of its levels, the steps of its review. */
export function rulesOf(policy: Policy): ObligationRule[] {
  const stated = policy.bundle.obligations ?? []
  return [...stated, ...responses(policy, stated), ...reviewSteps(policy)]
}

function responses(policy: Policy, stated: ObligationRule[]): ObligationRule[] {
  const isStated = (id: string): boolean => stated.some((rule) => rule.must === 'acknowledge' && holds(rule.when, { policy, severity: id }))
  return policy.severities.flatMap((severity) =>
    severity.respond_within && !isStated(severity.id)
      ? [
          derived({
            id: `respond-${severity.id.toLowerCase()}`,
            name: `Acknowledged within ${severity.respond_within.text}`,
            must: 'acknowledge',
            when: severities(severity.id),
            within: severity.respond_within,
            of: 'accepted',
          }),
        ]
      : [],
  )
}

function reviewSteps(policy: Policy): ObligationRule[] {
  const { postmortem } = policy.bundle
  if (!postmortem) return []
  const when = postmortem.required_for.length > 0 ? severities(...postmortem.required_for) : []
  return postmortem.steps.map((step) =>
    derived({
      id: `review-${step.id}`,
      name: step.name ?? `Review: ${step.id}`,
      must: 'complete',
      what: `postmortem:${step.id}`,
      when,
      within: step.within,
      of: step.of,
      ...(step.owner ? { owner: step.owner } : {}),
    }),
  )
}

/** Something said: it must follow its cause. The other musts are states, which may have been reached before. */
export const isAnnouncement = (rule: ObligationRule): boolean =>
  rule.must === 'update' || rule.must === 'publish' || rule.must === 'email' || rule.must === 'notify'

export const isUpdateRhythm = (rule: ObligationRule): boolean => rule.must === 'update' && rule.every !== undefined

/** Nobody needs to take, lead or escalate what is over. */
export const isMootOnceResolved = (rule: ObligationRule): boolean =>
  rule.must === 'acknowledge' || rule.must === 'assign' || rule.must === 'escalate'

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
