import { z } from 'zod'

const moment = z.iso.datetime()
/** What a pager works out beside its work; `tocsin coverage --bundle` looks a year ahead. */
const MOST_DAYS = 100

export const coverageQuery = z.object({ days: z.coerce.number().int().min(1).max(MOST_DAYS).default(90) })

/** Why a stretch is wanting: nobody is reached, nobody is woken, too late for the promise, one person alone, or one step leads to nobody. */
const kind = z.enum(['nobody', 'asleep', 'late', 'alone', 'level'])

const cover = z.object({
  start: moment,
  end: moment,
  gap: kind.exclude(['level']).nullable(),
  firstS: z.number().nullable(),
  secondS: z.number().nullable(),
  levels: z.array(z.object({ step: z.number(), afterS: z.number(), users: z.array(z.string()) })),
})

const row = z.object({
  services: z.array(z.string()),
  severity: z.string(),
  ladder: z.string(),
  promiseS: z.number().nullable(),
  worstFirstS: z.number().nullable(),
  worstSecondS: z.number().nullable(),
  covers: z.array(cover),
  gaps: z.array(z.object({ start: moment, end: moment, kind, isBreaking: z.boolean(), cost: z.string() })),
})

/** `isCovered`: no stretch breaks a promise or reaches nobody. Seconds count from the alert. */
export const coverageAnswer = z.object({ start: moment, end: moment, isCovered: z.boolean(), rows: z.array(row) })
export type CoverageAnswer = z.output<typeof coverageAnswer>
