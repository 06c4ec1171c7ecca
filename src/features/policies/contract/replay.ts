import { z } from 'zod'
import { written } from '../contract.ts'

const LONGEST_DAYS = 400

/**
 * `POST /api/v1/policy/replay`: what the past would have been under another policy: that of `files` or `text`, or an older
 * `version`; with none of them the versions that were in force, which shows that the record is reproduced.
 */
export const replayBody = z.object({
  ...written,
  version: z.int().min(1).optional(),
  /** How far back; default 90 days, a quarter. */
  days: z.int().min(1).max(LONGEST_DAYS).default(90),
})
export type ReplayBody = z.input<typeof replayBody>

const page = z.object({ at: z.string(), user: z.string(), roads: z.array(z.string()), isNight: z.boolean() })
const clock = z.object({ name: z.string(), dueAt: z.string(), status: z.string() })

/** One alert or incident; `before` is what happened, `after` what would have. */
const replayed = z.object({
  kind: z.enum(['alert', 'incident']),
  id: z.string(),
  /** The incident's reference, else the alert's title. */
  name: z.string(),
  at: z.string(),
  words: z.array(z.string()),
  before: z.object({ pages: z.array(page), clocks: z.array(clock) }),
  after: z.object({ pages: z.array(page), clocks: z.array(clock) }),
})
export type Replayed = z.output<typeof replayed>

/** An incident that the other policy has no place for: no such service or level. It is in neither sum. */
const unplayable = z.object({ id: z.string(), name: z.string(), at: z.string(), why: z.string() })
export type UnplayableAnswer = z.output<typeof unplayable>

const counts = z.object({ pages: z.int(), nightPages: z.int(), missed: z.int(), late: z.int(), met: z.int(), people: z.int() })

export const replayAnswer = z.object({
  since: z.string(),
  until: z.string(),
  /** "3 fewer night pages; 2 updates would have been late". */
  words: z.array(z.string()),
  before: counts,
  after: counts,
  /** Those with a difference, oldest first; private incidents are counted in all sums and told to nobody who may not read them. */
  items: z.array(replayed),
  unplayable: z.array(unplayable),
  alerts: z.int(),
  incidents: z.int(),
  /** Whether the record was reproduced under its own policies fact by fact: only then is the comparison to be trusted. */
  isReproduced: z.boolean(),
  /** False where so much happened that the newest of it was left out. */
  isWhole: z.boolean(),
  /** Facts that came out otherwise, and those of before this version of Tocsin, which do not tell what was asked. */
  differing: z.int(),
  unreadable: z.int(),
})
export type ReplayAnswer = z.output<typeof replayAnswer>
