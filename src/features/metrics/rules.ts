import type { RecordedFact } from '../../core/command/command.ts'
import type { Policy } from '../../core/policy/policy.ts'
import { type Duration, durationMs } from '../../core/time/duration.ts'
import { instantOf, type Moment } from '../../core/time/moment.ts'
import type { IncidentRow, IncidentTimes, Measure, MeasureId, Score } from './contract.ts'
import { MEASURES } from './contract.ts'

/** Which facts of an incident the figures rest on. */
export const TELLING_FACTS = [
  'incident.declared',
  'incident.acknowledged',
  'incident.resolved',
  'incident.reopened',
  'incident.severity_changed',
  'incident.impact_changed',
  'incident.times_changed',
  'incident.source_changed',
  'incident.renamed',
  'obligation.met',
  'obligation.late',
  'obligation.missed',
  'obligation.waived',
  'obligation.dropped',
] as const

type Told = Pick<RecordedFact, 'name' | 'at' | 'data'>
type Fold = (times: IncidentTimes, fact: Told) => IncidentTimes

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)

const folds: Record<string, Fold> = {
  'incident.acknowledged': (times, { at }) => ({ ...times, acknowledged: times.acknowledged ?? at }),
  'incident.resolved': (times, { at }) => ({ ...times, resolved: at }),
  'incident.reopened': (times) => ({ ...times, resolved: null }),
  'incident.severity_changed': (times, { data }) => ({ ...times, severity: text(data.to) ?? times.severity }),
  'incident.impact_changed': (times, { data }) => (data.service === undefined ? times : { ...times, service: text(data.service) }),
  'incident.renamed': (times, { data }) => ({ ...times, title: text(data.to) ?? times.title }),
  'incident.times_changed': (times, { data }) => ({
    ...times,
    started: text(data.started) ?? times.started,
    detected: text(data.detected) ?? times.detected,
    acknowledged: text(data.acknowledged) ?? times.acknowledged,
    resolved: times.resolved && (text(data.resolved) ?? times.resolved),
  }),
  'incident.source_changed': (times, { data }) => ({ ...times, source: text(data.to) ?? times.source }),
  'obligation.met': scored('met'),
  'obligation.dropped': scored('dropped'),
  'obligation.missed': scored('missed'),
  // What was told as missed and then waived is counted once.
  'obligation.waived': (times, { data }) => moved(times, 'waived', data.was === 'missed'),
  // It was told as missed when it was: made good late, it moves.
  'obligation.late': (times) => moved(times, 'late', true),
}

function moved(times: IncidentTimes, to: 'late' | 'waived', wasMissed: boolean): IncidentTimes {
  const { obligations } = times
  const missed = wasMissed ? Math.max(0, obligations.missed - 1) : obligations.missed
  return { ...times, obligations: { ...obligations, missed, [to]: obligations[to] + 1 } }
}

function scored(what: keyof Score): Fold {
  return (times) => ({ ...times, obligations: { ...times.obligations, [what]: times.obligations[what] + 1 } })
}

/** Reads the moments of an incident off its facts, in their order; null for facts that do not begin with a declaration. */
export function timesOf(id: string, facts: readonly Told[]): IncidentTimes | null {
  const [declared, ...later] = facts
  if (declared?.name !== 'incident.declared') return null
  const { data, at } = declared
  const acknowledged = data.acknowledged as { at?: string } | null | undefined
  const detected = text(data.detectedAt) ?? at
  const first: IncidentTimes = {
    ...{
      id,
      reference: text(data.reference) ?? id,
      title: text(data.title) ?? '',
      severity: text(data.severity) ?? '',
      service: text(data.service),
      source: text(data.source) ?? 'manual',
    },
    ...{ declared: at, started: text(data.startedAt) ?? detected, detected, accepted: text(data.acceptedAt) ?? at },
    ...{ acknowledged: acknowledged?.at ?? null, resolved: null, obligations: { met: 0, late: 0, missed: 0, waived: 0, dropped: 0 } },
  }
  return later.reduce((times, fact) => folds[fact.name]?.(times, fact) ?? times, first)
}

/** How incidents were noticed, the most frequent first. */
export function sourcesOf(incidents: readonly IncidentTimes[]): { id: string; count: number }[] {
  const counted = [...Map.groupBy(incidents, ({ source }) => source)].map(([id, { length: count }]) => ({ id, count }))
  return counted.sort((a, b) => b.count - a.count || a.id.localeCompare(b.id))
}

const between = (from: Moment, to: Moment | null): number | null =>
  to === null ? null : Math.max(0, instantOf(to).epochMilliseconds - instantOf(from).epochMilliseconds)

/** How long each part of an incident took in milliseconds; null where its end has not come. */
export function lengthsOf(times: IncidentTimes): Record<MeasureId, number | null> {
  return {
    detect: between(times.started, times.detected),
    acknowledge: between(times.accepted, times.acknowledged),
    resolve: between(times.started, times.resolved),
  }
}

export type Spread = { count: number; medianMs: number | null; p90Ms: number | null; meanMs: number | null }

/** Median (mean of the middle two), p90 by nearest rank, and mean. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  const count = sorted.length
  if (count === 0) return { count, medianMs: null, p90Ms: null, meanMs: null }
  const at = (index: number): number => sorted[index] as number
  const middle = Math.floor(count / 2)
  const medianMs = count % 2 === 1 ? at(middle) : (at(middle - 1) + at(middle)) / 2
  return { count, medianMs, p90Ms: at(Math.ceil(count * 0.9) - 1), meanMs: sorted.reduce((sum, each) => sum + each, 0) / count }
}

const TARGET_KEYS = { detect: 'mttd', acknowledge: 'mtta', resolve: 'mttr' } as const

/** The policy's target for a measure: of a severity, or of all. One that is given for some severities only is none for all. */
export function targetOf(policy: Policy, id: MeasureId, severity: string | null): { text: string; ms: number } | null {
  const target = policy.bundle.targets?.[TARGET_KEYS[id]]
  if (!target) return null
  const duration = isDuration(target) ? target : severity === null ? undefined : target[severity]
  return duration ? { text: duration.text, ms: durationMs(duration) } : null
}

const isDuration = (target: Duration | Record<string, Duration>): target is Duration =>
  typeof target.text === 'string' && typeof target.unit === 'string'

export type Span = { from: Temporal.Instant; to: Temporal.Instant; zone: string }

/** The Mondays of a span, the first at or before its start. */
export function weeksOf({ from, to, zone }: Span): Temporal.PlainDate[] {
  const first = from.toZonedDateTimeISO(zone).toPlainDate()
  const weeks: Temporal.PlainDate[] = []
  let monday = first.subtract({ days: first.dayOfWeek - 1 })
  while (Temporal.Instant.compare(monday.toZonedDateTime(zone).toInstant(), to) < 0) {
    weeks.push(monday)
    monday = monday.add({ weeks: 1 })
  }
  return weeks
}

export type Measuring = { policy: Policy; span: Span }

/** One measure over some incidents, with its target and its weeks. */
export function measure(
  id: MeasureId,
  incidents: readonly IncidentTimes[],
  { severity, policy, span }: Measuring & { severity: string | null },
): Measure {
  const chosen = severity === null ? incidents : incidents.filter((each) => each.severity === severity)
  const target = targetOf(policy, id, severity)
  const lengths = (some: readonly IncidentTimes[]): number[] => some.flatMap((each) => lengthsOf(each)[id] ?? [])
  const byWeek = Map.groupBy(chosen, (each) => {
    const date = instantOf(each.declared).toZonedDateTimeISO(span.zone).toPlainDate()
    return date.subtract({ days: date.dayOfWeek - 1 }).toString()
  })
  const weeks = weeksOf(span).map((monday) => {
    const { count, medianMs } = spreadOf(lengths(byWeek.get(monday.toString()) ?? []))
    return { from: monday.toString(), count, medianMs, isOver: target !== null && medianMs !== null && medianMs > target.ms }
  })
  const spread = spreadOf(lengths(chosen))
  return { id, severity, ...spread, target, isMet: target && spread.medianMs !== null ? spread.medianMs <= target.ms : null, weeks }
}

/** Each measure over all, then for every severity that has incidents or a target of its own. */
export function measuresOf(incidents: readonly IncidentTimes[], measuring: Measuring): Measure[] {
  const { policy } = measuring
  const present = new Set(incidents.map((each) => each.severity))
  return MEASURES.flatMap((id) => {
    const wanted = policy.severities.map((severity) => severity.id).filter((severity) => present.has(severity))
    return [null, ...wanted].map((severity) => measure(id, incidents, { ...measuring, severity }))
  })
}

/** Gaps between declarations. */
export function gapsOf(incidents: readonly IncidentTimes[]): number[] {
  const declared = incidents.map((each) => instantOf(each.declared).epochMilliseconds).sort((a, b) => a - b)
  return declared.slice(1).map((at, index) => at - (declared[index] as number))
}

export function scoreOf(incidents: readonly IncidentTimes[]): Score & { share: number | null } {
  const sum = (what: keyof Score): number => incidents.reduce((total, each) => total + each.obligations[what], 0)
  const [met, late, missed] = [sum('met'), sum('late'), sum('missed')]
  const due = met + late + missed
  return { met, late, missed, waived: sum('waived'), dropped: sum('dropped'), share: due === 0 ? null : met / due }
}

export function rowOf(times: IncidentTimes): IncidentRow {
  const { reference, title, severity, service, declared } = times
  const { detect, acknowledge, resolve } = lengthsOf(times)
  return { reference, title, severity, service, declared, detectMs: detect, acknowledgeMs: acknowledge, resolveMs: resolve }
}

/** Spreadsheets run what begins like this; a title from outside must stay text. */
const FORMULA = /^[=+\-@\t\r]/

const cell = (value: string | number | null): string => {
  const written = value === null ? '' : String(value)
  const safe = typeof value === 'string' && FORMULA.test(written) ? `'${written}` : written
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

const COLUMNS = ['reference', 'title', 'severity', 'service', 'declared', 'detect_s', 'acknowledge_s', 'resolve_s'] as const

/** One line for each incident, lengths in seconds (RFC 4180). */
export function csvOf(rows: readonly IncidentRow[]): string {
  const seconds = (ms: number | null): number | null => (ms === null ? null : Math.round(ms / 1000))
  const lines = rows.map((row) => {
    const cells = [row.reference, row.title, row.severity, row.service, row.declared]
    return [...cells, seconds(row.detectMs), seconds(row.acknowledgeMs), seconds(row.resolveMs)].map(cell).join(',')
  })
  return [COLUMNS.join(','), ...lines, ''].join('\r\n')
}
