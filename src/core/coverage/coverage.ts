import { hasHourlyRules, ownHours, ownHoursEdges } from '../paging/own-hours.ts'
import { urgencyOf } from '../paging/urgency.ts'
import type { Policy } from '../policy/policy.ts'
import type { EscalationPolicy, Step } from '../policy/schema/escalation.ts'
import type { User } from '../policy/schema/people.ts'
import type { Severity } from '../policy/schema/severity.ts'
import { holds } from '../policy/when.ts'
import { businessHoursBetween, isBusinessHours } from '../time/business-calendar.ts'
import { durationMs } from '../time/duration.ts'
import { type Reach, reachOf } from './reach.ts'
import { type Stretch, TargetsOverTime } from './targets-over-time.ts'

/** One step of the ladder as it would be climbed: `after` is milliseconds since the alert, `users` those it reaches. A skipped one is not for this case. */
export type Level = { step: number; after: number; users: string[]; isSkipped?: true }

/** `nobody` can be reached · whoever can `sleeps` on · somebody is woken `late` for the promise · one person must not sleep: `alone`. */
export type Gap = 'nobody' | 'asleep' | 'late' | 'alone'

/**
 * A stretch in which an alert would meet the same people. `firstMs`: until the first of them is woken, at worst; `secondMs`: until the second
 * is, when the first sleeps through. Null: never. Milliseconds since 1970, half-open.
 */
export type Cover = Stretch & { levels: Level[]; firstMs: number | null; secondMs: number | null; gap: Gap | null }

/** The proof for the services that climb one ladder for one severity. `promiseMs`: what the level promises, null when nothing. */
export type Coverage = { services: string[]; severity: string; ladder: EscalationPolicy; promiseMs: number | null; covers: Cover[] }

/** `ladders: 'all'` also climbs those that run beside the first: then it says who would be paged, and is no proof of the promise. */
export type Asked = { from: Temporal.Instant; to: Temporal.Instant; canSend(channel: string): boolean; ladders?: 'all' }

/** `hourly`: the few whose own rules ask for the hour. For everybody else no piece is cut and nothing is asked again. */
type Ground = Asked & { policy: Policy; targets: TargetsOverTime; hourly: ReadonlyMap<string, User> }
type Climb = { ladder: EscalationPolicy; severity: Severity; service: string | null }
type Piece = Stretch & { after: number; levels: Level[] }

/**
 * For each service and each severity that pages: who would be woken, at every moment of a span. Worked out between the moments at
 * which an answer can change, never sampled. Counts on nothing that only the incident will show: a step for a flag is not climbed.
 */
export function coverageOf(policy: Policy, asked: Asked): Coverage[] {
  const ladders = policy.bundle.escalation_policies ?? []
  const longest = Math.max(0, ...[...ladders, policy.fallbackLadder].map(lengthOf))
  const targets = new TargetsOverTime(policy, { start: asked.from.epochMilliseconds, end: asked.to.epochMilliseconds + longest + 1 })
  const hourly = new Map((policy.bundle.users ?? []).filter(hasHourlyRules).map((user) => [user.id, user]))
  const ground: Ground = { ...asked, policy, targets, hourly }
  const paging = policy.severities.filter((severity) => severity.pages !== false)
  const groups = groupsOf(policy, asked.ladders === 'all')
  return groups.flatMap(({ services, ladder, service }) =>
    paging.map((severity) => ({
      services,
      severity: severity.id,
      ladder,
      promiseMs: severity.respond_within ? durationMs(severity.respond_within) : null,
      covers: coversOf({ ladder, severity, service }, ground),
    })),
  )
}

/** How long a ladder waits at most before its last step. */
const lengthOf = ({ steps }: EscalationPolicy): number =>
  steps.reduce((after, { at, wait }) => Math.max(after, at ? durationMs(at) : 0) + (wait ? durationMs(wait) : 0), 0)

type Group = { services: string[]; ladder: EscalationPolicy; service: string | null }

/** Services that climb the same ladder meet the same people, unless it asks for the managers of their team. */
function groupsOf(policy: Policy, isAll: boolean): Group[] {
  const services = policy.bundle.services ?? []
  if (services.length === 0) return [{ services: [], ladder: policy.fallbackLadder, service: null }]
  const keyed = services.flatMap((service) => {
    const climbing = policy.laddersOf(service.id).filter((each) => each.basis !== 'manual')
    const first = climbing.find((each) => each.basis === 'acknowledged') ?? policy.fallbackLadder
    return [first, ...(isAll ? climbing.filter((each) => each !== first) : [])].map((ladder) => {
      const asksManagers = ladder.steps.some((step) => step.page.some((target) => target === 'managers'))
      const isForServices = ladder.steps.some((step) => step.when.some((clause) => clause.service.length > 0))
      const key = isForServices ? `service ${service.id}` : asksManagers ? `team ${service.team}` : ''
      return { id: service.id, ladder, key: `${ladder.id} ${key}` }
    })
  })
  return [...Map.groupBy(keyed, ({ key }) => key).values()].map((group) => ({
    services: group.map(({ id }) => id),
    ladder: group[0]?.ladder as EscalationPolicy,
    service: group[0]?.id ?? null,
  }))
}

function coversOf(climb: Climb, ground: Ground): Cover[] {
  const { policy, from, to } = ground
  const whole = { start: from.epochMilliseconds, end: to.epochMilliseconds }
  const spans = climb.severity.pages === 'business_hours' ? businessHoursBetween(policy.calendar, whole) : [whole]
  const reach = rememberedReach(climb.severity.id, ground)
  const pieces = climb.ladder.steps.reduce<Piece[]>(
    (found, step, index) => found.flatMap((piece) => climbStep(piece, { step, index, climb, reach }, ground)),
    spans.map((span) => ({ ...span, after: 0, levels: [] })),
  )
  const promise = climb.severity.respond_within ? durationMs(climb.severity.respond_within) : null
  const isLow = urgencyOf(climb.severity.id, policy) === 'low'
  return joined(pieces.map((piece) => coverOf(piece, { reach, promise, isLow })))
}

type ReachOf = (user: string, epoch: number) => Reach | null

/** A person's roads change within the span only by the hours that their rules ask for; who has none does not count as reached. */
function rememberedReach(severity: string, { policy, canSend, hourly }: Ground): ReachOf {
  const known = new Map<string, Reach | null>()
  return (id, epoch) => {
    const user = hourly.get(id)
    const hours = user && ownHours(user, Temporal.Instant.fromEpochMilliseconds(epoch), policy)
    const name = hours ? `${id} ${hours.night} ${hours.businessHours}` : id
    const found = known.get(name)
    if (found !== undefined) return found
    const reach = reachOf(policy, id, { severity, canSend, at: Temporal.Instant.fromEpochMilliseconds(epoch) })
    known.set(name, reach)
    return reach
  }
}

/** The moments at which somebody's own rules choose other roads, whoever it is: where nothing differs, the parts are joined again. */
const ruleEdges = ({ hourly, policy }: Ground, stretch: Stretch): number[] =>
  [...hourly.values()].flatMap((user) => ownHoursEdges(user, stretch, policy))

type AtStep = { step: Step; index: number; climb: Climb; reach: ReachOf }

/** Cuts a piece where the answer of this step changes, and says for each part whom the step reaches and when the next one follows. */
function climbStep(piece: Piece, { step, index, climb, reach }: AtStep, ground: Ground): Piece[] {
  const { policy, targets } = ground
  const after = Math.max(piece.after, step.at ? durationMs(step.at) : 0)
  const then = { start: piece.start + after, end: piece.end + after }
  const conditional = step.when.some((clause) => clause.business_hours !== undefined) ? businessEdges(policy, then) : []
  const edges = [...targets.changesOf(step.page, then), ...conditional, ...ruleEdges(ground, then)]
  const cuts = [then.start, ...[...new Set(edges)].sort((a, b) => a - b), then.end]
  return cuts.slice(0, -1).map((at, i) => {
    const part = { start: at - after, end: (cuts[i + 1] as number) - after }
    if (!isClimbed(step, { at, after, climb }, policy))
      return { ...part, after, levels: [...piece.levels, { step: index, after, users: [], isSkipped: true }] }
    const found = step.page.flatMap((target) => targets.usersAt(target, { at, service: climb.service }))
    const users = [...new Set(found)].filter((user) => reach(user, at))
    const waits = users.length > 0 && step.wait ? durationMs(step.wait) : 0
    return { ...part, after: after + waits, levels: [...piece.levels, { step: index, after, users }] }
  })
}

function isClimbed(step: Step, { at, after, climb }: { at: number; after: number; climb: Climb }, policy: Policy): boolean {
  if (step.when.length === 0) return true
  const businessHours = isBusinessHours(Temporal.Instant.fromEpochMilliseconds(at), policy.calendar)
  const service = climb.service === null ? {} : { service: climb.service }
  return holds(step.when, {
    policy,
    severity: climb.severity.id,
    flags: [],
    ...service,
    unacknowledgedFor: after,
    unresolvedFor: after,
    businessHours,
  })
}

const businessEdges = ({ calendar }: Policy, stretch: Stretch): number[] =>
  businessHoursBetween(calendar, stretch)
    .flatMap(({ start, end }) => [start, end])
    .filter((edge) => edge > stretch.start && edge < stretch.end)

type Judged = { reach: ReachOf; promise: number | null; isLow: boolean }

function coverOf({ start, end, levels }: Piece, { reach, promise, isLow }: Judged): Cover {
  const woken = new Map<string, number>()
  for (const { after, users } of levels)
    for (const user of users) {
      const wakes = reach(user, start + after)?.wokenMs
      if (wakes !== null && wakes !== undefined) woken.set(user, Math.min(woken.get(user) ?? Number.POSITIVE_INFINITY, after + wakes))
    }
  const [firstMs = null, secondMs = null] = [...woken.values()].sort((a, b) => a - b)
  const isAnyoneReached = levels.some(({ users }) => users.length > 0)
  const gap = isAnyoneReached ? gapOf({ firstMs, secondMs, promise: promise ?? Number.POSITIVE_INFINITY, isLow }) : 'nobody'
  return { start, end, levels, firstMs, secondMs, gap }
}

type Times = { firstMs: number | null; secondMs: number | null; promise: number; isLow: boolean }

function gapOf({ firstMs, secondMs, promise, isLow }: Times): Gap | null {
  if (firstMs === null) return 'asleep'
  if (firstMs > promise) return 'late'
  return !isLow && (secondMs === null || secondMs > promise) ? 'alone' : null
}

/** Neighbours that meet the same people are one. */
function joined(covers: Cover[]): Cover[] {
  const found: Cover[] = []
  for (const cover of covers) {
    const last = found.at(-1)
    if (last && last.end === cover.start && isSame(last, cover)) last.end = cover.end
    else found.push({ ...cover })
  }
  return found
}

const isSame = (a: Cover, b: Cover): boolean =>
  a.gap === b.gap && a.firstMs === b.firstMs && a.secondMs === b.secondMs && nameOf(a.levels) === nameOf(b.levels)

const nameOf = (levels: Level[]): string =>
  levels.map(({ step, after, users, isSkipped }) => `${step} ${after} ${isSkipped ?? users.join(',')}`).join(';')
