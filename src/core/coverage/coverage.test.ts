import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { policyFrom } from '../../../test/world/policy-text.ts'
import { resolveTarget } from '../oncall/targets.ts'
import { createPolicy, type Policy } from '../policy/policy.ts'
import { type BundleInput, bundleSchema } from '../policy/schema/bundle.ts'
import { type Coverage, coverageOf } from './coverage.ts'
import { uncoveredOf } from './gaps.ts'

const MINUTE_MS = 60_000
const from = Temporal.Instant.from('2026-10-24T20:00Z')
const canSend = (): boolean => true

// Bundles of all shapes; every length is whole minutes, so that a minute-by-minute look sees everything there is.
const USERS = ['ann', 'bob', 'carol', 'dan']
const CONTACTS = [{}, { email: 'x@example.com' }, { phone: '+4915112345678' }, { slack: 'U1', ntfy: 'https://ntfy.example.com/x' }]
const RULES = [
  [],
  [{ after: '3m', by: ['sms', 'push'] }],
  [
    { after: '0m', by: ['email', 'chat'] },
    { after: '7m', by: ['phone'] },
  ],
]
const TARGETS = ['schedule:first', 'schedule:second', 'team:crew', 'team:night', 'role:lead', 'user:dan', 'managers']

const instant = fc.nat({ max: 8 * 60 }).map((minutes) => String(from.add({ minutes: minutes - 30 })))
const user = fc.record({
  id: fc.constant(''),
  contacts: fc.constantFrom(...CONTACTS),
  rules: fc.constantFrom(...RULES),
  disabled: fc.boolean().map((yes) => yes && undefined),
  away: fc.array(
    instant.map((start) => ({ from: start, to: String(Temporal.Instant.from(start).add({ minutes: 95 })) })),
    { maxLength: 1 },
  ),
})
const layer = fc.record({
  rotation: fc.constantFrom('hourly', '90m', 'daily'),
  starts: fc.constantFrom('2026-10-24T00:00', '2026-10-24T00:20', '2026-10-24T23:00'),
  members: fc.shuffledSubarray(USERS, { minLength: 1 }),
  restrict: fc.constantFrom([], [{ days: ['sat', 'sun'], from: '22:10', to: '03:40' }], [{ days: ['sun'], from: '00:00', to: '02:30' }]),
})
const schedule = fc.record({
  timezone: fc.constantFrom('UTC', 'Europe/Berlin', 'Australia/Lord_Howe'),
  layers: fc.array(layer, { minLength: 1, maxLength: 2 }),
  overrides: fc.array(
    fc.tuple(instant, fc.constantFrom(...USERS)).map(([start, who]) => ({
      user: who,
      from: start,
      to: String(Temporal.Instant.from(start).add({ minutes: 50 })),
      replaces: 'everyone',
    })),
    { maxLength: 1 },
  ),
})
const step = fc.record({
  page: fc.subarray(TARGETS, { minLength: 1, maxLength: 2 }),
  wait: fc.constantFrom('5m', '15m', '1h'),
  at: fc.constantFrom(undefined, undefined, '20m'),
  when: fc.constantFrom(undefined, [{ severity: ['S1'] }], [{ business_hours: true }]),
})
const shape = fc.record({
  users: fc.tuple(user, user, user, user),
  schedules: fc.tuple(schedule, schedule),
  steps: fc.array(step, { minLength: 1, maxLength: 3 }),
})
type Shape = typeof shape extends fc.Arbitrary<infer T> ? T : never

function policyOf({ users, schedules, steps }: Shape): Policy {
  const bundle = {
    version: 1,
    organization: { name: 'X', timezone: 'Europe/Berlin', business_hours: { days: ['sat', 'sun'], from: '21:00', to: '23:30' } },
    severities: [
      { id: 'S1', name: 'One', respond_within: '15m', pages: true },
      { id: 'S2', name: 'Two', pages: true },
    ],
    users: users.map((each, i) => ({ ...each, id: USERS[i] })),
    teams: [
      { id: 'crew', members: ['ann', 'bob'], managers: ['carol'] },
      { id: 'night', members: ['dan'], schedule: 'second' },
    ],
    roles: [{ id: 'lead', name: 'Lead', default: ['schedule:first'], backup: ['user:carol'] }],
    schedules: schedules.map((each, i) => ({
      ...each,
      id: ['first', 'second'][i],
      layers: each.layers.map((one, k) => ({ ...one, id: `l${k}` })),
    })),
    escalation_policies: [{ id: 'ladder', steps }],
    services: [{ id: 'api', team: 'crew', escalation: ['ladder'] }],
  }
  return createPolicy(bundleSchema.parse(bundle as unknown as BundleInput), 1)
}

type Seen = { levels: string; firstMs: number | null; secondMs: number | null }

/** One alert at one minute, climbed by asking the pager's own question at each step. */
function byHand(policy: Policy, severity: string, epoch: number): Seen {
  let after = 0
  const levels: string[] = []
  const woken = new Map<string, number>()
  for (const each of policy.ladder('ladder')?.steps ?? []) {
    after = Math.max(after, each.at ? each.at.amount * MINUTE_MS : 0)
    const at = Temporal.Instant.fromEpochMilliseconds(epoch + after)
    const local = at.toZonedDateTimeISO('Europe/Berlin')
    const minutes = local.hour * 60 + local.minute
    const isOpen = local.dayOfWeek >= 6 && minutes >= 21 * 60 && minutes < 23 * 60 + 30
    const [when] = each.when
    if (when && (when.business_hours === undefined ? severity !== 'S1' : !isOpen)) {
      levels.push('-')
      continue
    }
    const users = new Set(
      each.page
        .flatMap((target) => resolveTarget(policy, target, { at, service: 'api', type: null }).map((one) => one.user))
        .filter((id) => wakesAfter(policy, id) !== undefined),
    )
    levels.push(`${after}:${[...users].join(',')}`)
    for (const id of users) {
      const wakes = wakesAfter(policy, id)
      if (typeof wakes === 'number') woken.set(id, Math.min(woken.get(id) ?? Infinity, after + wakes))
    }
    if (users.size > 0) after += Number.parseInt(each.wait?.text ?? '0', 10) * (each.wait?.unit === 'h' ? 60 : 1) * MINUTE_MS
  }
  const [firstMs = null, secondMs = null] = [...woken.values()].sort((a, b) => a - b)
  return { levels: levels.join(';'), firstMs, secondMs }
}

/** Milliseconds; null: told, not woken; undefined: not reached at all. */
function wakesAfter(policy: Policy, id: string): number | null | undefined {
  const { contacts, rules } = policy.user(id) ?? { contacts: null, rules: [] }
  const roads = [
    ...(contacts?.phone ? ['phone', 'sms'] : []),
    ...(contacts?.ntfy ? ['push'] : []),
    ...(contacts?.slack ? ['chat'] : []),
    ...(contacts?.email ? ['email'] : []),
  ]
  if (roads.length === 0) return undefined
  const ruled = rules.flatMap((rule) =>
    rule.by.filter((road) => roads.includes(road)).map((road) => ({ road, ms: rule.after.amount * MINUTE_MS })),
  )
  const planned = ruled.length > 0 ? ruled : roads.map((road) => ({ road, ms: 0 }))
  const waking = planned.filter(({ road }) => ['phone', 'sms', 'push'].includes(road)).map(({ ms }) => ms)
  return waking.length > 0 ? Math.min(...waking) : null
}

function seenAt({ covers }: Coverage, epoch: number): Seen {
  const cover = covers.find((each) => each.start <= epoch && epoch < each.end)
  assert.ok(cover, `no cover at ${Temporal.Instant.fromEpochMilliseconds(epoch)}`)
  const levels = cover.levels.map(({ after, users, isSkipped }) => (isSkipped ? '-' : `${after}:${users.join(',')}`)).join(';')
  return { levels, firstMs: cover.firstMs, secondMs: cover.secondMs }
}

test('S3.4 W32 the proof agrees, minute by minute and over a clock change, with asking the pager, on 200 random bundles', () => {
  const minutes = 6 * 60
  fc.assert(
    fc.property(shape, (drawn) => {
      const policy = policyOf(drawn)
      for (const row of coverageOf(policy, { from, to: from.add({ minutes }), canSend })) {
        for (let minute = 0; minute < minutes; minute += 1) {
          const epoch = from.epochMilliseconds + minute * MINUTE_MS
          assert.deepEqual(
            seenAt(row, epoch),
            byHand(policy, row.severity, epoch),
            `${row.severity} ${Temporal.Instant.fromEpochMilliseconds(epoch)}`,
          )
        }
      }
    }),
    { numRuns: 200, seed: 90 },
  )
})

const night = policyFrom(`
severities: [ { id: SEV-1, name: One, respond_within: 10m, pages: true }, { id: SEV-3, name: Three, pages: business_hours }, { id: SEV-4, name: Four, pages: false } ]
users:
  - { id: ann, name: Ann, contacts: { phone: "+4915112345678" } }
  - { id: bob, name: Bob, contacts: { email: bob@example.com } }
schedules:
  - { id: day, layers: [ { id: l, rotation: daily, starts: "2026-01-01T08:00", members: [ann], restrict: [ { days: [mon, tue, wed, thu, fri, sat, sun], from: "08:00", to: "20:00" } ] } ] }
escalation_policies: [ { id: technical, steps: [ { page: [schedule:day], wait: 15m }, { page: [user:bob] } ] } ]
services: [ { id: api, escalation: [technical] }, { id: web, escalation: [technical] } ]
`)
const at = (text: string): number => Temporal.Instant.from(text).epochMilliseconds

test('I-12 hours in which only a mail would come are found to the minute, with their cost in words', () => {
  const [row, ...others] = coverageOf(night, {
    from: Temporal.Instant.from('2026-11-21T00:00Z'),
    to: Temporal.Instant.from('2026-11-22T00:00Z'),
    canSend,
  })
  assert.ok(row)
  assert.deepEqual([row.services, row.severity, others.map(({ severity }) => severity)], [['api', 'web'], 'SEV-1', ['SEV-3']])
  const asleep = uncoveredOf(night, row).filter(({ kind }) => kind === 'asleep')
  assert.deepEqual(
    asleep.map(({ start, end }) => [start, end]),
    [
      [at('2026-11-21T00:00Z'), at('2026-11-21T08:00Z')],
      [at('2026-11-21T20:00Z'), at('2026-11-22T00:00Z')],
    ],
  )
  assert.equal(asleep[0]?.cost, 'bob would be told by roads that wake nobody: at night it is found in the morning')
  const level = uncoveredOf(night, row).find(({ kind }) => kind === 'level')
  assert.equal(level?.cost, 'step 1 (schedule:day) leads to nobody: the page falls through to step 2 (bob) at once')
})

test('a person alone, a late waking and a ladder that reaches nobody are told apart', () => {
  const kinds = (canReach: (channel: string) => boolean): (string | undefined)[] =>
    coverageOf(night, {
      from: Temporal.Instant.from('2026-11-21T10:00Z'),
      to: Temporal.Instant.from('2026-11-21T11:00Z'),
      canSend: canReach,
    })
      .flatMap((row) => row.covers)
      .map(({ gap }) => gap ?? undefined)
  assert.deepEqual(kinds(canSend), ['alone', undefined])
  assert.deepEqual(
    kinds((channel) => channel === 'email'),
    ['asleep', undefined],
  )
  assert.deepEqual(
    kinds(() => false),
    ['nobody', 'nobody'],
  )
})

test("W34 rules for a person's own night are proved to the minute, on their clock", () => {
  const rules = 'rules: [ { after: 0m, by: [phone], when: { night: false } }, { after: 0m, by: [email], when: { night: true } } ]'
  const policy = policyFrom(`
severities: [ { id: SEV-1, name: One, pages: true } ]
users: [ { id: ann, name: Ann, timezone: America/New_York, contacts: { phone: "+4915112345678", email: ann@example.com }, ${rules} } ]
escalation_policies: [ { id: technical, steps: [ { page: [user:ann] } ] } ]
services: [ { id: api, escalation: [technical] } ]
`)
  const [row] = coverageOf(policy, {
    from: Temporal.Instant.from('2026-11-21T00:00Z'),
    to: Temporal.Instant.from('2026-11-22T00:00Z'),
    canSend,
  })
  // 22:00 to 07:00 in New York.
  assert.deepEqual(
    row?.covers.map(({ start, end, gap }) => [start, end, gap]),
    [
      [at('2026-11-21T00:00Z'), at('2026-11-21T03:00Z'), 'alone'],
      [at('2026-11-21T03:00Z'), at('2026-11-21T12:00Z'), 'asleep'],
      [at('2026-11-21T12:00Z'), at('2026-11-22T00:00Z'), 'alone'],
    ],
  )
})
