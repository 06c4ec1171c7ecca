import { z } from 'zod'
import { isSpan, moment, spanError, who } from './who.ts'

/** A year and a day: what people are paid and compared over. */
export const LONGEST_DAYS = 366

export const fairnessQuery = z
  .object({ from: moment, to: moment, schedule: z.string().max(100).optional() })
  .refine(isSpan, spanError)
  .refine(({ from, to }) => Temporal.Instant.from(from).until(to).total('hours') <= LONGEST_DAYS * 24, {
    error: `at most ${LONGEST_DAYS} days at once`,
  })

const minutes = z.int()

/** Minutes on call; a minute on two schedules counts once, one of a Saturday night as night and as weekend. */
export const loadView = z.object({
  person: who,
  minutes,
  nightMinutes: minutes,
  weekendMinutes: minutes,
  holidayMinutes: minutes,
  nights: z.int(),
  weekends: z.int(),
  holidays: z.int(),
  shifts: z.int(),
  pages: z.int(),
  nightPages: z.int(),
})
export type LoadView = z.output<typeof loadView>

export const payLine = z.object({
  schedule: z.string(),
  person: who,
  currency: z.string(),
  /** Each minute under the one rate it is paid by. */
  minutes: z.object({ hour: minutes, night: minutes, weekend: minutes, holiday: minutes }),
  pages: z.int(),
  amount: z.number(),
})
export type PayLineView = z.output<typeof payLine>

export const fairnessView = z.object({
  from: moment,
  to: moment,
  people: z.array(loadView),
  /** How even each measure is; `share` is a person's part of the mean, 1 being exactly even. */
  balance: z.array(
    z.object({
      measure: z.enum(['minutes', 'nightMinutes', 'weekendMinutes', 'holidayMinutes', 'pages']),
      mean: z.number(),
      shares: z.array(z.object({ person: who, share: z.number() })),
    }),
  ),
  /** Everybody's for those who may write about people, else one's own; empty where the policy has no rates. */
  pay: z.array(payLine),
  can: z.object({ seeAllPay: z.boolean() }),
})
export type FairnessView = z.output<typeof fairnessView>
