import { z } from 'zod'
import { alertCounts, alertRow } from '../alerts/contract.ts'
import { pageShape } from '../escalations/contract.ts'
import { clock, incidentRow } from '../incidents/contract/incident.ts'
import { onCallNow } from '../oncall/contract.ts'

const moment = z.iso.datetime()
const who = z.object({ id: z.string(), name: z.string(), isYou: z.boolean() })

/** A page that asks for me, with what it is about when that is an alert. */
export const myPage = pageShape.extend({
  alert: alertRow.nullable(),
  pagedAt: moment,
  roads: z.array(z.string()),
  held: z.string().nullable(),
})
export type MyPage = z.output<typeof myPage>

export const owed = z.object({
  incident: z.object({ id: z.string(), reference: z.string(), title: z.string(), severity: z.string() }),
  clock,
})
export type Owed = z.output<typeof owed>

export const trust = z.object({
  /** The answer in one word: would a page get through now? */
  isHealthy: z.boolean(),
  lastProof: moment.nullable(),
  /** Whether somebody ever acknowledged a page that this installation handed over. Until then nothing is known to work. */
  isProven: z.boolean(),
  timerLateMs: z.number(),
  oldestInQueueMs: z.number(),
  inFlight: z.int(),
  /** From queueing to the provider's answer, over the last day; null without a page. */
  sentMs: z.object({ p50: z.number(), p99: z.number(), count: z.int() }).nullable(),
  /** Synthetic pages of the last day, one a minute: owed, handed over, and milliseconds until then. */
  probes: z.object({ expected: z.int(), landed: z.int(), p50: z.number().nullable(), p99: z.number().nullable(), last: moment.nullable() }),
  /** Why a page would not get through now, in words. */
  why: z.array(z.string()),
  /** Every way out: `why` says what keeps it shut and the remedy. */
  channels: z.array(z.object({ id: z.string(), title: z.string(), isSet: z.boolean(), why: z.string().nullable() })),
  /** The roads on which the reader would be paged now: none is none. Null for who is no person, such as a token. */
  yours: z.array(z.string()).nullable(),
  audit: z.object({ at: moment, findings: z.int() }).nullable(),
  /** What could not be decided and is held back. */
  poisoned: z.int(),
})
export type Trust = z.output<typeof trust>

export const week = z.object({
  /** Null when I am on no schedule within two weeks. */
  duty: z.object({ schedule: z.string(), isNow: z.boolean(), from: moment, until: moment.nullable(), after: z.array(who) }).nullable(),
  paged: z.int(),
  pagedAtNight: z.int(),
})
export type Week = z.output<typeof week>

export const nowView = z.object({
  at: moment,
  pages: z.array(myPage),
  owed: z.array(owed),
  incidents: z.array(incidentRow),
  alerts: z.array(alertRow),
  counts: alertCounts,
  onCall: z.array(onCallNow),
  trust,
  week: week.nullable(),
})
export type NowView = z.output<typeof nowView>
