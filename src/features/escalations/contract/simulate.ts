import { z } from 'zod'

const moment = z.iso.datetime()
const named = z.object({ id: z.string(), name: z.string() })
/** Most answers of one question; a night has fewer. */
const MOST_ANSWERS = 20
const duration = z.string().max(20)

/** "If an alert came at `at`": who would be woken when. Nothing is stored and nobody is paged. */
export const simulateBody = z.strictObject({
  /** Id of a service; the organisation's fallback without one. */
  service: z.string().max(200).nullish(),
  /** Id or alias; the most severe without one. */
  severity: z.string().max(100).optional(),
  /** Now, without one. */
  at: moment.optional(),
  title: z.string().trim().min(1).max(300).default('A simulated alert'),
  labels: z.record(z.string().max(200), z.string().max(1000)).default({}),
  /** Who acknowledges, or passes it on, how long after the alert: `{ user: "ana", after: "7m" }`. */
  answers: z
    .array(z.strictObject({ user: z.string().max(200), after: duration, does: z.enum(['acknowledge', 'pass']).default('acknowledge') }))
    .max(MOST_ANSWERS)
    .default([]),
  /** How long to play, a day at most. */
  for: duration.default('2h'),
  /** Whether somebody declares it as an incident at once, unless its route does. */
  declare: z.boolean().default(true),
})
export type Question = z.input<typeof simulateBody>
export type Asked = z.output<typeof simulateBody>

const road = z.object({ road: z.string(), channel: z.string(), wakes: z.boolean() })
const ladder = named.extend({ basis: z.enum(['acknowledged', 'unresolved', 'manual']) })

/** One person paged at one moment. `step` counts from 0 and is -1 for the fallback; `round` from 1. */
const wake = z.object({
  at: moment,
  afterS: z.int(),
  person: named,
  roads: z.array(road),
  /** Whether it gets them up: what may wait until morning need not, so there every road does. */
  wakes: z.boolean(),
  ladder,
  step: z.int(),
  round: z.int(),
  because: z.array(z.string()),
  why: z.string().nullable(),
})
export type Wake = z.output<typeof wake>

/** Something that does not page although it might have: a step, a target, a person or one of their roads. */
const skipped = z.object({
  at: moment,
  afterS: z.int(),
  what: z.enum(['step', 'target', 'person', 'road', 'held']),
  ladder: ladder.nullable(),
  step: z.int().nullable(),
  person: named.nullable(),
  road: z.string().nullable(),
  why: z.string(),
})
export type Skipped = z.output<typeof skipped>

const clock = z.object({
  title: z.string(),
  dueAt: moment,
  dueAfterS: z.int(),
  status: z.enum(['open', 'met', 'missed', 'late', 'dropped']),
  closedAt: moment.nullable(),
  why: z.string().nullable(),
})
export type SimulatedClock = z.output<typeof clock>

/** If these people sleep through, `person` is the next to be woken; null when nobody is. */
const worst = z.object({ asleep: z.array(named), person: named.nullable(), at: moment.nullable(), afterS: z.int().nullable() })
export type Worst = z.output<typeof worst>

/** What can be done about a finding, for the console's buttons. */
const remedy = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('verify-contact'), person: named, words: z.string() }),
  z.object({ kind: z.literal('swap-steps'), ladder: named, first: z.int(), second: z.int(), words: z.string() }),
  z.object({ kind: z.literal('edit-ladder'), ladder: named, words: z.string() }),
  z.object({ kind: z.literal('schedule'), schedule: named, words: z.string() }),
])
export type Remedy = z.output<typeof remedy>

const finding = z.object({
  kind: z.enum(['nobody', 'asleep', 'late', 'alone', 'empty-step', 'no-waking-road', 'quiet']),
  isBreaking: z.boolean(),
  what: z.string(),
  cost: z.string(),
  remedies: z.array(remedy),
})
export type SimulatedFinding = z.output<typeof finding>

const line = z.object({
  at: moment,
  offsetMs: z.int(),
  kind: z.string(),
  who: z.array(z.string()),
  by: z.array(z.string()),
  text: z.string(),
})

export const simulateAnswer = z.object({
  start: moment,
  end: moment,
  /** The version of the policy that was played, and how long that took. */
  version: z.int(),
  tookMs: z.number(),
  service: named.nullable(),
  severity: named.extend({ rank: z.int() }),
  /** The first person woken at all, and the first on the ladder that waits for an acknowledgement. */
  first: wake.nullable(),
  firstOfMain: wake.nullable(),
  /** The response that the level promises; `spareS` is below 0 when the first of the main ladder is woken too late. */
  promise: z.object({ withinS: z.int(), dueAt: moment, acknowledgedAt: moment.nullable(), spareS: z.int().nullable() }).nullable(),
  wakes: z.array(wake),
  skipped: z.array(skipped),
  clocks: z.array(clock),
  worst: z.array(worst),
  findings: z.array(finding),
  /** The same as `tocsin simulate` prints it, line by line. */
  events: z.array(line),
})
export type SimulateAnswer = z.output<typeof simulateAnswer>
