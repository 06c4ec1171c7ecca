import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { dutySpans } from '../duty/spans.ts'
import { createPolicy } from '../policy/policy.ts'
import type { BundleInput } from '../policy/schema/bundle.ts'
import { bundleSchema } from '../policy/schema/bundle.ts'
import { zoneClock } from '../time/zone-clock.ts'
import type { Shift } from './shifts-between.ts'
import { shiftsBetween, whoAt } from './shifts-between.ts'
import { compileWindows } from './week-windows.ts'

// Expectations recorded from other products; they lie beside the checkout and are not part of it.
const FOLDER = new URL('../../../../shared/data/schedules/', import.meta.url)
const skip = existsSync(FOLDER) ? false : 'the recorded schedules are not here'
const load = (name: string) => (skip ? {} : JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')))

type Layers = NonNullable<BundleInput['schedules']>[number]['layers']
type Overrides = NonNullable<BundleInput['schedules']>[number]['overrides']

const instant = (text: string) => Temporal.Instant.from(text)
const DAYS: Record<string, 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun'> = {
  ...{ MO: 'mon', TU: 'tue', WE: 'wed', TH: 'thu', FR: 'fri', SA: 'sat', SU: 'sun' },
}
const weekdays = (days: string[]) => days.map((day) => DAYS[day] as 'mon')

function scheduleOf(timezone: string, layers: Layers, overrides: Overrides = []) {
  const names = new Set([...JSON.stringify([layers, overrides]).matchAll(/"(?:user:)?(u-[a-z0-9-]+)"/g)].map((match) => match[1] as string))
  const users = [...names].map((id) => ({ id }))
  return createPolicy(
    bundleSchema.parse({ version: 1, organization: { name: 'X' }, users, schedules: [{ id: 's', timezone, layers, overrides }] }),
    1,
  )
}
const id = (name: string) => `u-${name.toLowerCase()}`
const inWords = (shift: Shift) => ({ start: shift.start.toString(), end: shift.end.toString(), members: shift.members.join() })

test('hours of the week are open and closed as recorded', { skip }, () => {
  const { window_activity: cases } = load('goalert_schedule_rules.json')
  assert.ok(cases.length > 40)
  for (const { window_start: from, window_end: to, days, zone, at, active } of cases) {
    const windows = compileWindows([{ days: weekdays(days), from, to }], zoneClock(zone))
    assert.equal(windows.holds(instant(at).epochMilliseconds), active, `${days} ${from}-${to} at ${at}`)
  }
})

type Rule = { days: string[]; start: string; end: string; user: string }
const ruleLayers = (rules: Rule[]): Layers =>
  rules.map(({ days, start, end, user }, index) => ({
    ...{ id: `l${index}`, rotation: 'daily' as const, starts: '2017-12-31T00:00', members: [id(user)] },
    restrict: [{ days: weekdays(days), from: start, to: end }],
  }))

/** Recorded schedules that this language says otherwise: mapped in tests of their own, with what differs. */
const OTHERWISE: Record<string, string> = {
  'override-add': 'lists each person apart; here people on call together share a shift, told apart by person below',
  'round-the-clock-rule-plus-monday-rule': 'rules there add up; here later layers win, so both share a turn in the hours of both',
  'day-and-night-daily-rotations': 'its rotation hands off at its own time, apart from the hours it serves',
}

test('final schedules are as recorded', { skip }, () => {
  const cases = load('goalert_schedule_rules.json').final_schedules.filter((each: { id: string }) => !(each.id in OTHERWISE))
  assert.equal(cases.length, 5)
  for (const { zone, from, to, rules, expected, overrides = [], temporary_schedules: temporary = [], id: name } of cases) {
    const policy = scheduleOf(zone, ruleLayers(rules), [
      ...overrides.map((each: Record<string, string>) => ({
        ...{ user: each.add ? id(each.add) : [], from: each.start, to: each.end },
        ...(each.remove ? { replaces: id(each.remove) } : {}),
      })),
      ...temporary.flatMap((each: { start: string; end: string; shifts: { start: string; end: string; user: string }[] }) => [
        { user: [], from: each.start, to: each.end, replaces: 'everyone' },
        ...each.shifts.map((shift) => ({ user: id(shift.user), from: shift.start, to: shift.end, replaces: 'everyone' })),
      ]),
    ])
    const wanted = expected.map((each: { start: string; end: string; user: string }) => ({
      start: each.start,
      end: each.end,
      members: id(each.user),
    }))
    assert.deepEqual(shiftsBetween(policy, 's', { from: instant(from), to: instant(to) }).map(inWords), wanted, name)
  }
})

const byPerson = (policy: ReturnType<typeof scheduleOf>, from: string, to: string) =>
  dutySpans(policy, 's', { from: instant(from), to: instant(to) })
    .map((duty) => `${instant(duty.from)} ${instant(duty.to)} ${duty.user}`)
    .toSorted()
const recordedOf = (name: string) => load('goalert_schedule_rules.json').final_schedules.find((each: { id: string }) => each.id === name)
const wantedOf = (recorded: { expected: { start: string; end: string; user: string }[] }) =>
  recorded.expected.map((each) => `${each.start} ${each.end} ${id(each.user)}`).toSorted()

test('an added person is on call beside the planned one, exactly for the span', { skip }, () => {
  const recorded = recordedOf('override-add')
  const overrides = recorded.overrides.map((each: Record<string, string>) => ({
    user: id(each.add as string),
    from: each.start,
    to: each.end,
  }))
  const policy = scheduleOf(recorded.zone, ruleLayers(recorded.rules), overrides)
  assert.deepEqual(byPerson(policy, recorded.from, recorded.to), wantedOf(recorded))
})

test('rules that add up are a shared turn in the hours of both, and a shift that runs has its real beginning', { skip }, () => {
  const recorded = recordedOf('round-the-clock-rule-plus-monday-rule')
  const [always, monday] = ruleLayers(recorded.rules) as [{ members: string[] }, { members: string[] }]
  const both = { ...monday, members: [[...always.members, ...monday.members]] }
  const policy = scheduleOf(recorded.zone, [always, both] as Layers)
  // The record knows when the running shift began; asked from then on, the answer is the same.
  assert.deepEqual(byPerson(policy, recorded.history[0].start, recorded.to), wantedOf(recorded))
})

test('a day and a night rotation serve their own hours', { skip }, () => {
  const recorded = load('goalert_schedule_rules.json').final_schedules.find(
    (each: { id: string }) => each.id === 'day-and-night-daily-rotations',
  )
  const layers = recorded.rules.map(({ days, start, end, rotation }: { days: string[]; start: string; end: string; rotation: string }) => {
    const { participants, current, current_on: on, handoff_local: at } = recorded.rotations[rotation]
    const turn = { at: `${on}T18:00:00Z`, member: id(current) }
    const restrict = [{ days: weekdays(days), from: start, to: end }]
    return { id: rotation, rotation: 'daily', starts: `2018-09-01T${at}`, members: participants.map(id), turn, restrict }
  })
  const local = (moment: Temporal.Instant) => moment.toZonedDateTimeISO(recorded.zone).toPlainDateTime().toString()
  const shifts = shiftsBetween(scheduleOf(recorded.zone, layers), 's', { from: instant(recorded.from), to: instant(recorded.to) })
  const found = shifts.map((shift) => [local(shift.start), local(shift.end), shift.members.join()])
  assert.deepEqual(
    found,
    recorded.expected.map((each: Record<string, string>) => [each.start_local, each.end_local, id(each.user as string)]),
  )
})

/** An interval there leaves the time between empty; here a turn lasts as long. Turns of nobody say what was meant. */
const WITH_BUFFERS: Record<string, number> = { 'oncall-day-17': 1, 'oncall-day-21': 6 }

/** Recorded days that no rotation says: there an interval of seven days falls apart into single days in its third week. */
const NOT_SAID: Record<string, readonly string[]> = { 'oncall-day-21': ['2024-10-15', '2024-10-16', '2024-10-17'] }

test('who serves which day is as recorded', { skip }, () => {
  const { cases } = load('oncall_day_table.json')
  assert.equal(cases.length, 24)
  for (const each of cases) {
    let next = 0
    const groups: string[][] = each.group_sizes.map((size: number) =>
      Array.from({ length: size }, () => id(String.fromCharCode(65 + next++))),
    )
    const buffers = WITH_BUFFERS[each.id] ?? 0
    const handoff = { weekly: { day: 'mon' as const }, monthly: { day: 1 }, daily: {} }[each.frequency as 'daily']
    const restrict = each.days?.length ? [{ days: weekdays(each.days) }] : []
    const layer = {
      id: 'l',
      rotation: each.frequency,
      every: buffers === 0 ? each.interval : 1,
      starts: `${each.start}T00:00`,
      handoff,
      members: groups.flatMap((group) => [group, ...Array.from({ length: buffers }, () => ['nobody'])]),
      restrict,
    }
    const policy = scheduleOf('UTC', [layer])
    for (let day = 0; day < each.days_checked; day++) {
      const date = Temporal.PlainDate.from(each.start).add({ days: day }).toString()
      if (NOT_SAID[each.id]?.includes(date)) continue
      const letters = whoAt(policy, 's', instant(`${date}T12:00Z`)).members.map((member) => member.slice(2).toUpperCase())
      assert.equal(letters.join(''), each.expected[date] ?? '', `${each.id} on ${date}`)
    }
  }
})

test('weekly shifts across clock changes are as recorded', { skip }, () => {
  const { cases } = load('linkedin_oncall_weekly.json')
  for (const each of cases.filter((found: { duration: string }) => found.duration === 'P7D')) {
    const [weekday, at] = each.shift_start.split(' ')
    const handoff = { day: weekday.slice(0, 3).toLowerCase(), at }
    const begin = each.populate_around ?? each.expected_local_starts[0].slice(0, 10)
    const firstDay = Temporal.PlainDate.from(begin)
    const policy = scheduleOf(each.zone, [
      { id: 'l', rotation: 'weekly', starts: `${firstDay.subtract({ days: 7 })}T00:00`, handoff, members: ['u-a', 'u-b', 'u-c'] },
    ])
    const from = firstDay.toZonedDateTime(each.zone).toInstant()
    const shifts = shiftsBetween(policy, 's', { from, to: from.add({ hours: 24 * 28 }) })
    const inner = shifts.slice(1)
    for (const [index, shift] of inner.entries()) assert.equal(shift.start.toString(), shifts[index]?.end.toString(), each.id)
    for (const shift of inner)
      assert.equal(shift.start.toZonedDateTimeISO(each.zone).toPlainTime().toString({ smallestUnit: 'minute' }), at)
    const starts = shifts.map((shift) => shift.start.toZonedDateTimeISO(each.zone).toPlainDateTime().toString({ smallestUnit: 'minute' }))
    for (const wanted of each.expected_local_starts ?? [])
      if (wanted >= String(starts[1])) assert.ok(starts.includes(wanted), `${each.id} ${wanted}`)
  }
})

test('a week of twelve-hour shifts starts at noon each day', { skip }, () => {
  const each = load('linkedin_oncall_weekly.json').cases.find((found: { id: string }) => found.id === 'seven-12h-shifts')
  const policy = scheduleOf(each.zone, [
    {
      id: 'l',
      rotation: 'daily',
      starts: each.expected_local_starts[0],
      members: ['u-a'],
      restrict: [{ days: [], from: '12:00', to: '00:00' }],
    },
  ])
  const from = instant('2016-09-14T00:00Z')
  const starts = shiftsBetween(policy, 's', { from, to: from.add({ hours: 24 * 7 }) }).map((shift) =>
    shift.start.toZonedDateTimeISO(each.zone).toPlainDateTime().toString({ smallestUnit: 'minute' }),
  )
  assert.deepEqual(starts, each.expected_local_starts)
})
