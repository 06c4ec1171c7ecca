import { z } from 'zod'
import { text, timeOfDay } from './primitives.ts'

const rate = z.number().min(0)

/**
 * What being on call is paid, per hour. A minute is paid once, by the highest rate that applies to it: `hour` always,
 * `night`, `weekend` and `holiday` by the person's own clock and the organisation's holidays. `page` is paid for each page.
 */
export const paySchema = z.strictObject({
  currency: text,
  hour: rate,
  night: rate.optional(),
  weekend: rate.optional(),
  holiday: rate.optional(),
  page: rate.optional(),
})
export type Pay = z.output<typeof paySchema>

/** Hours in which people sleep, on their own clock: what fairness and pay count as night. */
export const nightSchema = z.strictObject({ from: timeOfDay.default('22:00'), to: timeOfDay.default('07:00') })
export type Night = z.output<typeof nightSchema>
