import { reachOf } from '../../coverage/reach.ts'
import { shiftsBetween } from '../../oncall/shifts-between.ts'
import { resolveTarget } from '../../oncall/targets.ts'
import { isWakingRoad } from '../../paging/roads.ts'
import { type Duration, durationMs, durationOf } from '../../time/duration.ts'
import type { Policy } from '../policy.ts'
import { idOf } from '../policy.ts'
import type { EscalationPolicy, Step } from '../schema/escalation.ts'
import type { Severity } from '../schema/severity.ts'
import { holds } from '../when.ts'
import { clocksOf } from './clock-rules.ts'
import type { Found, Lintable, LintRule } from './lint-rule.ts'
import { inWords, listed, spoken } from './lint-rule.ts'
import { NORMS } from './norms.ts'

/** A promise the ladder cannot keep when the first step sleeps through. */
export const worstCaseWake: LintRule = {
  id: 'worst-case-wake',
  level: 'warning',
  find: (lintable) =>
    (lintable.policy.bundle.escalation_policies ?? []).flatMap((ladder, index) => {
      if (ladder.basis !== 'acknowledged') return []
      const broken = lintable.policy.severities.flatMap((severity) => brokenPromise(lintable, ladder, severity) ?? [])
      return Map.groupBy(broken, (each) => `${each.at} ${each.inTime}`)
        .values()
        .map((same) => told(same, { ladder, index }))
        .toArray()
    }),
}

/** `at`: the step that makes it late. `inTime`: what happens instead of an answer in time. */
type Broken = { severity: Severity; within: Duration; at: number; inTime: string; remedy: string }

function told(broken: readonly Broken[], { ladder, index }: { ladder: EscalationPolicy; index: number }): Found {
  const { at, inTime, remedy } = broken[0] as Broken
  const levels = listed(broken.map(({ severity, within }) => `${severity.id} (${spoken(within)})`))
  const message = `${levels} ${broken.length === 1 ? 'promises' : 'promise'} a timely answer, but "${ladder.id}" ${inTime}`
  return {
    path: ['escalation_policies', index, 'steps', at],
    message,
    remedy,
    cost: 'when the first person is silent the promise is missed before anybody else is woken',
  }
}

function brokenPromise(lintable: Lintable, ladder: EscalationPolicy, severity: Severity): Broken | null {
  const within = severity.pages === true ? promiseOf(severity, lintable.policy) : undefined
  if (!within) return null
  const promise = durationMs(within)
  const [first, second] = climbOf(ladder, severity, lintable.policy)
  if (!first) return null
  const early = first.after + slowestWake(first.step, severity, lintable)
  if (early > promise) {
    const inTime = `wakes its first step only after ${inWords(early)}`
    return { severity, within, at: first.index, inTime, remedy: `let a road that wakes be taken within ${spoken(within)}` }
  }
  if (!second) {
    const inTime = 'has one step only: when nobody answers there, nobody else is woken'
    return { severity, within, at: first.index, inTime, remedy: `add a second step that follows within ${spoken(within)}` }
  }
  const late = second.after + slowestWake(second.step, severity, lintable)
  if (late < promise) return null
  const inTime = `wakes its second step only after ${inWords(late)}`
  return {
    severity,
    within,
    at: first.index,
    inTime,
    remedy: `let step ${first.index + 1} wait less than ${spoken(within)}, or promise more than ${inWords(late)}`,
  }
}

/** The shortest time that anything in the policy allows for the answer. */
function promiseOf(severity: Severity, policy: Policy): Duration | undefined {
  const rules = clocksOf(policy, 'acknowledge').filter(({ severities }) => severities.includes(severity))
  const all = [severity.respond_within, ...rules.map(({ rule }) => rule.within)].filter((each) => each !== undefined)
  return all.toSorted((a, b) => durationMs(a) - durationMs(b))[0]
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

/** How long the roads of those on a step hold back what wakes, on the worst turn of the coming months; nobody at all is another rule's. */
function slowestWake({ page }: Step, { id }: Severity, { policy, at }: Lintable): number {
  const wakes = (user: string): number => reachOf(policy, user, { severity: id, canSend: () => true, at })?.wokenMs ?? 0
  const turns = page.flatMap((target) => turnsOf(target, { policy, at })).filter((turn) => turn.length > 0)
  return Math.max(0, ...turns.map((turn) => Math.min(...turn.map(wakes))))
}

/** Who is woken together, for each turn of a schedule; any other target is one turn. */
function turnsOf(target: string, { policy, at }: Lintable): string[][] {
  const schedule = target.startsWith('schedule:') ? policy.schedule(target) : undefined
  if (!schedule) return [resolveTarget(policy, target, { at }).map(({ user }) => user)]
  const to = at.add({ hours: NORMS.coverageDays * 24 })
  return shiftsBetween(policy, idOf(target), { from: at, to })
    .filter((shift) => !shift.shadow)
    .map((shift) => shift.members)
}

/** A level that must be answered at night and is told by chat or mail only. */
export const wakingRoad: LintRule = {
  id: 'waking-road',
  level: 'warning',
  find: ({ policy: { bundle } }) =>
    (bundle.severities ?? []).flatMap(({ id, pages, roads, respond_within: promise }, index) => {
      if (pages !== true || roads.length === 0 || !promise || durationMs(promise) >= durationMs(durationOf(NORMS.wakeBelow))) return []
      if (roads.some(isWakingRoad)) return []
      const message = `${id} must be answered within ${spoken(promise)} at any hour, but its roads (${roads.join(', ')}) wake nobody`
      const remedy = 'add phone, sms or push, or page in business hours only (`pages: business_hours`)'
      return [{ path: ['severities', index, 'roads'], message, remedy, cost: 'at night it is found in the morning' }]
    }),
}
