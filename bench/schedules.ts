import { shiftsBetween, whoAt } from '../src/core/oncall/shifts-between.ts'
import { createPolicy, type Policy } from '../src/core/policy/policy.ts'
import { bundleSchema } from '../src/core/policy/schema/bundle.ts'
import { previewOf } from '../src/features/oncall/ui/editor/preview.ts'
import { type Line, median, shown } from './table.ts'

const SCHEDULES = 1_000
const PEOPLE = 200
const ROUNDS = 30
const MOMENTS = 20_000
const YEAR = { from: Temporal.Instant.from('2026-01-01T00:00Z'), to: Temporal.Instant.from('2027-01-01T00:00Z') }
const YEAR_MINUTES = 365 * 24 * 60
/** Redrawn while somebody drags. */
const MOST_PREVIEW_MS = 100
const MOST_MS = { one: 5, all: 5_000, who: 10 }
const ZONES = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'UTC']

/** The schedule of one year, of a thousand, and who is on call now among a thousand: the pure core, no database. */
export async function schedules(): Promise<Line[]> {
  // Policies are built beforehand, schedules are not. The first has the code to compile: it is measured too, but told apart.
  const fresh = Array.from({ length: ROUNDS }, () => policyOf(1))
  const one = fresh.map((policy) => timed(() => finalSchedule(policy, 's0')))
  const shifts = finalSchedule(policyOf(1), 's0')
  const many = Array.from({ length: 3 }, () => policyOf(SCHEDULES)).map((each) => timed(() => allSchedules(each)))
  const policy = policyOf(SCHEDULES)
  const asked = Array.from({ length: MOMENTS }, (_, index) => timed(() => ask(policy, index))).sort((a, b) => a - b)
  const p99 = asked[Math.floor(MOMENTS * 0.99)] as number
  const everybody = Array.from({ length: 10 }, (_, index) => timed(() => askAll(policy, index)))
  return [
    {
      what: `final schedule of 1 schedule × 1 year (${shifts} shifts, 3 layers, time off, overrides), median of ${ROUNDS}; the first, cold`,
      ours: `${shown(median(one), ' ms')}; ${shown(one[0] as number, ' ms')}`,
      target: `≤ ${MOST_MS.one} ms`,
      isMet: median(one) <= MOST_MS.one,
    },
    {
      what: `… of ${SCHEDULES.toLocaleString('en')} schedules × 1 year, median of 3`,
      ours: shown(median(many), ' ms'),
      target: `≤ ${MOST_MS.all.toLocaleString('en')} ms`,
      isMet: median(many) <= MOST_MS.all,
    },
    {
      what: `who is on call on one of ${SCHEDULES.toLocaleString('en')} schedules, any minute of the year: p50, p99`,
      ours: `${shown(median(asked), ' ms')}, ${shown(p99, ' ms')}`,
      target: `p99 ≤ ${MOST_MS.who} ms`,
      isMet: p99 <= MOST_MS.who,
    },
    {
      what: `… on all ${SCHEDULES.toLocaleString('en')} of them at once, median of 10`,
      ours: shown(median(everybody), ' ms'),
      target: `≤ ${MOST_MS.who} ms`,
      isMet: median(everybody) <= MOST_MS.who,
    },
    editing(),
  ]
}

/** What the editor redraws while somebody types: eight weeks before and after a change, with who moves in words. */
function editing(): Line {
  const policy = policyOf(1)
  const [schedule] = policy.bundle.schedules ?? []
  if (!schedule) throw new Error('the policy of the bench has no schedule')
  const span = { from: YEAR.from, to: YEAR.from.add({ hours: 56 * 24 }) }
  const layers = schedule.layers.map((layer) => ({ ...layer, members: layer.members.toReversed() }))
  const took = Array.from({ length: ROUNDS }, () =>
    timed(() => previewOf({ bundle: policy.bundle, draft: { ...schedule, layers }, at: YEAR.from, span })),
  )
  return {
    what: `the editor's preview of eight weeks, median of ${ROUNDS}`,
    ours: shown(median(took), ' ms'),
    target: `≤ ${MOST_PREVIEW_MS} ms`,
    isMet: median(took) <= MOST_PREVIEW_MS,
  }
}

/** A new policy each time, so that nothing computed before is found again. */
function policyOf(count: number): Policy {
  const users = Array.from({ length: PEOPLE }, (_, index) => ({
    id: `p${index}`,
    timezone: ZONES[index % ZONES.length],
    away: [awayIn(index % 12), awayIn((index + 6) % 12)],
  }))
  const organization = { name: 'Bench', business_hours: { holidays: ['2026-12-25', '2026-01-01'] } }
  return createPolicy(
    bundleSchema.parse({ version: 1, organization, users, schedules: Array.from({ length: count }, (_, index) => scheduleOf(index)) }),
    1,
  )
}

const awayIn = (month: number) => {
  const from = Temporal.PlainDate.from('2026-01-05').add({ months: month }).toString()
  return { from: `${from}T00:00Z`, to: `${Temporal.PlainDate.from(from).add({ days: 9 })}T00:00Z`, reason: 'holiday' }
}

function scheduleOf(index: number) {
  const member = (place: number) => `p${(index * 7 + place) % PEOPLE}`
  const crew = (size: number, from: number) => Array.from({ length: size }, (_, place) => member(from + place))
  return {
    id: `s${index}`,
    timezone: ZONES[index % ZONES.length],
    layers: [
      { id: 'weekly', rotation: 'weekly' as const, starts: '2024-01-01T09:00', members: crew(6, 0) },
      {
        ...{ id: 'weekend', rotation: 'weekly' as const, starts: '2024-01-06T00:00', members: crew(4, 6) },
        restrict: [{ days: ['sat' as const, 'sun' as const] }],
      },
      {
        ...{ id: 'daytime', rotation: 'daily' as const, starts: '2024-01-01T09:00', members: crew(3, 10) },
        restrict: [{ days: ['mon' as const, 'tue' as const, 'wed' as const, 'thu' as const, 'fri' as const], from: '09:00', to: '17:00' }],
      },
    ],
    overrides: Array.from({ length: 24 }, (_, week) => overrideIn(week, [member(1), member(3)])),
  }
}

function overrideIn(week: number, [user, replaces]: [string, string]) {
  const from = Temporal.PlainDate.from('2026-01-07').add({ days: week * 15 })
  return { user, replaces, from: `${from}T18:00Z`, to: `${from.add({ days: 1 })}T06:00Z` }
}

const finalSchedule = (policy: Policy, id: string): number => shiftsBetween(policy, id, YEAR).length

function allSchedules(policy: Policy): number {
  let shifts = 0
  for (let index = 0; index < SCHEDULES; index += 1) shifts += finalSchedule(policy, `s${index}`)
  return shifts
}

/** Minutes of the year in an order without pattern: 7,919 is a prime that divides nothing here. */
const momentOf = (index: number): Temporal.Instant => YEAR.from.add({ minutes: (index * 7_919) % YEAR_MINUTES })

const ask = (policy: Policy, index: number) => whoAt(policy, `s${(index * 31) % SCHEDULES}`, momentOf(index))

function askAll(policy: Policy, round: number): void {
  for (let index = 0; index < SCHEDULES; index += 1) whoAt(policy, `s${index}`, momentOf(round))
}

function timed(work: () => unknown): number {
  const start = performance.now()
  work()
  return performance.now() - start
}
