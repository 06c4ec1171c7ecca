import { dutySpans } from '../../../../core/duty/spans.ts'
import { type Balance, balanceOf, type Load, loadsOf } from '../../../../core/oncall/fairness.ts'
import { type PassedOver, passedOverIn } from '../../../../core/oncall/passed-over.ts'
import { type PeopleMove, peopleDiff } from '../../../../core/oncall/people-diff.ts'
import { holdersAt, rebaseTurns } from '../../../../core/oncall/rebase.ts'
import { layerShifts, type Shift, type Span, shiftsBetween } from '../../../../core/oncall/shifts-between.ts'
import { createPolicy, idOf, type Policy } from '../../../../core/policy/policy.ts'
import type { Bundle } from '../../../../core/policy/schema/bundle.ts'
import type { Schedule } from '../../../../core/policy/schema/schedule.ts'
import { costOf, type Gap, gapsIn } from '../../rules.ts'

/** What a draft comes to, worked out by the pager's own code. */
export type Preview = {
  zone: string
  before: Shift[]
  after: Shift[]
  layers: { id: string; shifts: Shift[] }[]
  /** Each with what it costs, in words. */
  gaps: (Gap & { cost: string })[]
  moves: PeopleMove[]
  /** Whose turn is another's at once: per layer who has it before and after. */
  turns: { layer: string; before: readonly string[]; after: readonly string[] }[]
  passed: PassedOver[]
  weekends: WeekendRun[]
  loads: { user: string; before: Load | null; after: Load | null; share: number }[]
}

/** Somebody who works this many weekends one after the other; `first` is the date of the first Saturday. */
export type WeekendRun = { user: string; count: number; first: string }

export type PreviewQuestion = { bundle: Bundle; draft: Schedule; at: Temporal.Instant; span: Span }

export function previewOf({ bundle, draft, at, span }: PreviewQuestion): Preview {
  const running = createPolicy(bundle, 0)
  const next = createPolicy(changedBundle({ bundle, draft, at }), 0)
  const after = shiftsBetween(next, draft.id, span)
  const schedule = next.schedule(draft.id) ?? draft
  const zone = draft.timezone ?? bundle.organization.timezone
  return {
    zone,
    before: shiftsBetween(running, draft.id, span),
    after,
    layers: schedule.layers.map(({ id }) => ({ id, shifts: layerShifts(next, { schedule: draft.id, layer: id }, span) })),
    gaps: gapsIn(after, span).map((gap) => ({ ...gap, cost: costOf(next, draft.id, gap.start) })),
    moves: peopleDiff(concerned(running, draft.id), concerned(next, draft.id), { from: later(span.from, at), to: span.to }),
    turns: turnsMoved({ bundle, next: next.bundle, id: draft.id, at }),
    passed: passedOverIn(next, draft.id, span),
    weekends: weekendRuns(next, draft.id, { span, zone }),
    loads: loadsBeside({ running, next, id: draft.id, span }),
  }
}

/** The bundle with the draft in it, turns kept as the server will keep them. */
export function changedBundle({ bundle, draft, at }: Omit<PreviewQuestion, 'span'>): Bundle {
  const schedules = bundle.schedules ?? []
  const isNew = !schedules.some(({ id }) => id === draft.id)
  const changed = { ...bundle, schedules: isNew ? [...schedules, draft] : schedules.map((each) => (each.id === draft.id ? draft : each)) }
  return rebaseTurns(bundle, changed, at)
}

const later = (a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant => (Temporal.Instant.compare(a, b) > 0 ? a : b)

/** Compared are this schedule and those that follow it: people of a thousand others do not move. */
function concerned(policy: Policy, id: string): Policy {
  const isIt = (schedule: Schedule): boolean => schedule.id === id || (schedule.follows !== undefined && idOf(schedule.follows) === id)
  return { ...policy, bundle: { ...policy.bundle, schedules: (policy.bundle.schedules ?? []).filter(isIt) } }
}

type Turns = { bundle: Bundle; next: Bundle; id: string; at: Temporal.Instant }

function turnsMoved({ bundle, next, id, at }: Turns): Preview['turns'] {
  const only = (of: Bundle): Bundle => ({ ...of, schedules: (of.schedules ?? []).filter((each) => each.id === id) })
  const held = holdersAt(only(bundle), at)
  return holdersAt(only(next), at).flatMap(({ layer, member }) => {
    const was = held.find((each) => each.layer === layer)?.member
    return was && String(was) !== String(member) ? [{ layer, before: was, after: member }] : []
  })
}

/** Runs of two weekends and more; where one person is all there is, it is no news. */
function weekendRuns(policy: Policy, id: string, { span, zone }: { span: Span; zone: string }): WeekendRun[] {
  const saturdays = new Map<string, Set<string>>()
  for (const { user, from, to } of dutySpans(policy, id, span)) {
    const known = saturdays.get(user) ?? new Set<string>()
    for (const saturday of saturdaysIn(from, to, zone)) known.add(saturday)
    saturdays.set(user, known)
  }
  if (saturdays.size < 2) return []
  return [...saturdays].flatMap(([user, dates]) => {
    const run = longestRun([...dates].sort())
    return run.length > 1 ? [{ user, count: run.length, first: run[0] as string }] : []
  })
}

const SATURDAY = 6
const DAYS = 7

function saturdaysIn(from: string, to: string, zone: string): string[] {
  const dayOf = (moment: string) => Temporal.Instant.from(moment).toZonedDateTimeISO(zone)
  const last = dayOf(to).subtract({ seconds: 1 }).toPlainDate()
  const found: string[] = []
  for (let day = dayOf(from).toPlainDate(); Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 }))
    if (day.dayOfWeek >= SATURDAY) found.push(day.subtract({ days: day.dayOfWeek - SATURDAY }).toString())
  return found
}

function longestRun(dates: readonly string[]): string[] {
  let [run, longest]: [string[], string[]] = [[], []]
  for (const date of dates) {
    const last = run.at(-1)
    run = last && Temporal.PlainDate.from(last).add({ days: DAYS }).toString() === date ? [...run, date] : [date]
    if (run.length > longest.length) longest = run
  }
  return longest
}

type Beside = { running: Policy; next: Policy; id: string; span: Span }

function loadsBeside({ running, next, id, span }: Beside): Preview['loads'] {
  const question = { span, schedules: [id] }
  const [before, after] = [loadsOf(running, question), loadsOf(next, question)]
  const balance = balanceOf(after).find(({ measure }) => measure === 'minutes')
  const users = [...new Set([...after, ...before].map(({ user }) => user))]
  return users.map((user) => ({
    user,
    before: before.find((each) => each.user === user) ?? null,
    after: after.find((each) => each.user === user) ?? null,
    share: shareOf(balance, user),
  }))
}

const shareOf = (balance: Balance | undefined, user: string): number => balance?.shares.find((each) => each.user === user)?.share ?? 0
