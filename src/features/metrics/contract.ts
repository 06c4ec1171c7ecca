import { z } from 'zod'
import type { Moment } from '../../core/time/moment.ts'

export const MEASURES = ['detect', 'acknowledge', 'resolve'] as const
export type MeasureId = (typeof MEASURES)[number]

/** The moments of one incident, as its facts tell them. */
export type IncidentTimes = {
  id: string
  reference: string
  title: string
  severity: string
  service: string | null
  /** How it was noticed. */
  source: string
  declared: Moment
  started: Moment
  detected: Moment
  accepted: Moment
  acknowledged: Moment | null
  resolved: Moment | null
  obligations: Score
}

/** Promises by what became of them. One that was made good late is late, not missed. */
export type Score = { met: number; late: number; missed: number; waived: number; dropped: number }

const score = z.object({ met: z.int(), late: z.int(), missed: z.int(), waived: z.int(), dropped: z.int() })
const spread = { count: z.int(), medianMs: z.number().nullable(), p90Ms: z.number().nullable(), meanMs: z.number().nullable() }
const week = z.object({ from: z.string(), count: z.int(), medianMs: z.number().nullable(), isOver: z.boolean() })

export const measureSchema = z.object({
  id: z.enum(MEASURES),
  severity: z.string().nullable(),
  ...spread,
  target: z.object({ text: z.string(), ms: z.number() }).nullable(),
  /** Whether the median keeps the target; null without a target or without incidents. */
  isMet: z.boolean().nullable(),
  weeks: z.array(week),
})
export type Measure = z.output<typeof measureSchema>

const incidentRow = z.object({
  reference: z.string(),
  title: z.string(),
  severity: z.string(),
  service: z.string().nullable(),
  declared: z.string(),
  detectMs: z.number().nullable(),
  acknowledgeMs: z.number().nullable(),
  resolveMs: z.number().nullable(),
})
export type IncidentRow = z.output<typeof incidentRow>

export const metricsQuery = z.object({
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
  severity: z.string().optional(),
  service: z.string().optional(),
})

export const metricsAnswer = z.object({
  from: z.string(),
  to: z.string(),
  count: z.int(),
  /** Over all severities first, then by severity where a target or an incident is. */
  measures: z.array(measureSchema),
  /** How long it was from one declaration to the next. */
  between: z.object({ ...spread }),
  /** How they were noticed, the most frequent first. */
  sources: z.array(z.object({ id: z.string(), count: z.int() })),
  obligations: score.extend({ share: z.number().nullable(), target: z.string().nullable() }),
  definitions: z.array(z.object({ id: z.string(), name: z.string(), text: z.string() })),
  services: z.array(z.object({ id: z.string(), name: z.string() })),
  severities: z.array(z.object({ id: z.string(), rank: z.int() })),
  incidents: z.array(incidentRow),
})
export type MetricsAnswer = z.output<typeof metricsAnswer>

/** One click away from every figure: what it is, from when to when, and what is left out. */
export const DEFINITIONS = [
  {
    id: 'detect',
    name: 'Time to detect (MTTD)',
    text: 'From the start of the incident to its detection. Both moments can be corrected in the war room; the later word counts.',
  },
  {
    id: 'acknowledge',
    name: 'Time to acknowledge (MTTA)',
    text: 'From the moment the alert was accepted, or the incident declared, to the first acknowledgement. Incidents nobody has acknowledged are left out.',
  },
  {
    id: 'resolve',
    name: 'Time to resolve (MTTR)',
    text: 'From the start of the incident to its resolution, in calendar time. An incident that was reopened counts to its last resolution; open ones are left out.',
  },
  { id: 'between', name: 'Time between incidents (MTBF)', text: 'From one declaration to the next, over all incidents that are counted.' },
  {
    id: 'spread',
    name: 'Median, p90 and mean',
    text: 'Half of the incidents took no longer than the median, nine in ten no longer than p90 (the nearest rank). The mean is moved by single long ones.',
  },
  {
    id: 'obligations',
    name: 'Promises kept',
    text: 'Of all promises of the policy that came due: kept in time, kept late, missed and never made good. Waived and no longer owed ones are counted apart.',
  },
] as const
