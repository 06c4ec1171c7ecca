import { resolveTarget } from '../../oncall/targets.ts'
import { durationMs, durationOf } from '../../time/duration.ts'
import type { Policy } from '../policy.ts'
import { FALLBACK_LADDER } from '../policy.ts'
import type { EscalationPolicy, Step } from '../schema/escalation.ts'
import type { User } from '../schema/people.ts'
import type { Severity } from '../schema/severity.ts'
import { holds } from '../when.ts'
import type { Found, Lintable, LintRule } from './lint-rule.ts'
import { inWords, spoken } from './lint-rule.ts'
import { NORMS } from './norms.ts'

/** A promise the ladder cannot keep when the first person sleeps through. */
export const worstCaseWake: LintRule = {
  id: 'worst-case-wake',
  level: 'warning',
  find: ({ policy, at }) =>
    (policy.bundle.escalation_policies ?? []).flatMap((ladder, index) => {
      if (ladder.basis !== 'acknowledged') return []
      return policy.severities.flatMap((severity) => lateSecond({ policy, at }, { ladder, index, severity }) ?? [])
    }),
}

type Pair = { ladder: EscalationPolicy; index: number; severity: Severity }

function lateSecond({ policy, at }: Lintable, { ladder, index, severity }: Pair): Found | null {
  if (!severity.respond_within || severity.pages !== true) return null
  const climbed = climbOf(ladder, severity, policy)
  const second = climbed[1]
  const promise = durationMs(severity.respond_within)
  const path = ['escalation_policies', index]
  if (!second) {
    if (climbed.length === 0) return null
    const message = `${severity.id} on "${ladder.id}" pages one step only: when nobody answers there, nobody else is woken`
    return {
      path: [...path, 'steps'],
      message,
      remedy: 'add a second step',
      cost: `the promise of ${spoken(severity.respond_within)} rests on one answer`,
    }
  }
  const woken = second.after + slowestWake(second.step, policy, at)
  if (woken < promise) return null
  const message = `${severity.id} promises an answer within ${spoken(severity.respond_within)}, but "${ladder.id}" wakes its second step only after ${inWords(woken)}`
  const cost = 'when the first person is silent the promise is missed before anybody else is woken'
  const remedy = `let the first step wait less than ${spoken(severity.respond_within)}, or promise more than ${inWords(woken)}`
  return { path: [...path, 'steps', climbed[0]?.index ?? 0], message, remedy, cost }
}

type Climbed = { step: Step; index: number; after: number }

/** The steps a severity climbs by itself, with milliseconds since the start. Conditions on more than severity are not counted on. */
function climbOf(ladder: EscalationPolicy, severity: Severity, policy: Policy): Climbed[] {
  let after = 0
  return ladder.steps.flatMap((step, index) => {
    const start = step.at ? durationMs(step.at) : after
    if (!holds(step.when, { policy, severity: severity.id })) return []
    after = start + (step.wait ? durationMs(step.wait) : 0)
    return [{ step, index, after: start }]
  })
}

/** How long the personal rules of those on a step hold back the first road that wakes. */
function slowestWake(step: Step, policy: Policy, at: Temporal.Instant): number {
  const users = step.page.flatMap((target) => resolveTarget(policy, target, { at })).flatMap(({ user }) => policy.user(user) ?? [])
  return Math.max(0, ...users.map(firstWake))
}

function firstWake({ rules }: User): number {
  const waking = rules.filter((rule) => rule.by.some(isWaking)).map((rule) => durationMs(rule.after))
  return waking.length > 0 ? Math.min(...waking) : 0
}

const isWaking = (road: string): boolean => (NORMS.wakingRoads as readonly string[]).includes(road)

/** A level that must be answered at night and is told by chat or mail only. */
export const wakingRoad: LintRule = {
  id: 'waking-road',
  level: 'warning',
  find: ({ policy: { bundle } }) =>
    (bundle.severities ?? []).flatMap(({ id, pages, roads, respond_within: promise }, index) => {
      if (pages !== true || roads.length === 0 || !promise || durationMs(promise) >= durationMs(durationOf(NORMS.wakeBelow))) return []
      if (roads.some(isWaking)) return []
      const message = `${id} must be answered within ${spoken(promise)} at any hour, but its roads (${roads.join(', ')}) wake nobody`
      const remedy = 'add phone, sms or push, or page in business hours only (`pages: business_hours`)'
      return [{ path: ['severities', index, 'roads'], message, remedy, cost: 'at night it is found in the morning' }]
    }),
}

/** People whom a ladder pages and whom nothing can reach, or nothing that wakes. */
export const missingContact: LintRule = {
  id: 'missing-contact',
  level: 'warning',
  find: ({ policy }) =>
    (policy.bundle.users ?? []).flatMap((user, index) => {
      const found = user.role === 'viewer' ? null : contactGap(user)
      if (!found) return []
      const cost = isPaged(user.id, policy) ? 'a page to this person reaches nobody and falls through' : undefined
      const remedy = 'add `contacts:` with phone, email or a push road'
      return [{ path: ['users', index], message: `${user.id} ${found}`, remedy, ...(cost ? { cost } : {}) }]
    }),
}

function contactGap({ contacts }: User): string | null {
  const { webpush, other, ...plain } = contacts
  const written = [...Object.entries(plain), ...Object.entries(other ?? {})].filter(([, value]) => value !== undefined)
  const placeholder = written.find(([, value]) => (NORMS.notAnAddress as readonly string[]).includes(String(value).trim().toLowerCase()))
  if (placeholder) return `has "${placeholder[1]}" for ${placeholder[0]}`
  return written.length === 0 && webpush.length === 0 ? 'has no contact at all' : null
}

function isPaged(userId: string, { bundle, fallbackLadder }: Policy): boolean {
  const ladders = [...(bundle.escalation_policies ?? []), fallbackLadder].filter(
    (ladder) => ladder.id !== FALLBACK_LADDER || bundle.organization.fallback,
  )
  const direct = ladders.flatMap((ladder) => ladder.steps.flatMap((step) => step.page))
  const members = (bundle.schedules ?? []).flatMap((schedule) => schedule.layers.flatMap((layer) => layer.members.flat()))
  const teams = (bundle.teams ?? []).flatMap((team) => team.members)
  return [...direct, ...members, ...teams].some((target) => target === userId || target === `user:${userId}`)
}
