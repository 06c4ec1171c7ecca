import { PROBE, PROBE_EVERY_S, type ProbeState } from '../../core/probe/machine.ts'
import { type Standing, standingOf } from '../../core/probe/standing.ts'
import { type Moment, momentOf } from '../../core/time/moment.ts'
import type { App } from '../feature.ts'

/** What the engine says of itself; see its `health`. */
type Health = {
  timerLateMs: number
  messageLateMs: number
  poisoned: unknown[]
  audit: { at: Moment; findings: { isRepaired: boolean }[] } | null
}

/** When each installation's process began: what is young cannot have done everything yet. */
const begun = new WeakMap<App, Temporal.Instant>()

export function noteBegun(app: App): void {
  begun.set(app, app.clock.now())
}

/** Would a page get through now, and if not, why not. */
export async function readStanding(app: App): Promise<Standing> {
  const [health, rows] = await Promise.all([app.engine.health() as unknown as Promise<Health>, app.store.load([PROBE])])
  const audit = health.audit && { at: health.audit.at, unrepaired: health.audit.findings.filter(({ isRepaired }) => !isRepaired).length }
  const now = app.clock.now()
  return standingOf(
    {
      timerLateMs: health.timerLateMs,
      messageLateMs: health.messageLateMs,
      poisoned: health.poisoned.length,
      audit: app.settings.role === 'web' ? undefined : audit,
      probe: (rows[0]?.state as ProbeState | undefined) ?? null,
    },
    { now, since: begun.get(app) ?? now },
  )
}

/** `expected` and `landed` count synthetic pages of the last day; times are milliseconds until they were handed over. */
export type ProbeMeasure = { expected: number; landed: number; p50: number | null; p99: number | null; last: Moment | null }

const DAY_S = 86_400

/** The product's own measure of itself, over the last day or since the first probe. */
export async function readProbes(app: App): Promise<ProbeMeasure> {
  const now = app.clock.now()
  const since = momentOf(now.subtract({ seconds: DAY_S }))
  const text = `select count(*)::int as landed, min(at) as first, max(at) as last,
      percentile_cont(0.5) within group (order by (data->>'ms')::float8) as p50, percentile_cont(0.99) within group (order by (data->>'ms')::float8) as p99
    from fact where name = 'probe.handed_over' and at > $1`
  const { rows } = await app.pools.side.query<Omit<ProbeMeasure, 'expected'> & { first: Moment | null }>(text, [since])
  const { landed = 0, first = null, last = null, p50 = null, p99 = null } = rows[0] ?? {}
  const seconds = first ? (now.epochMilliseconds - Temporal.Instant.from(first).epochMilliseconds) / 1000 : 0
  // The one that is on its way now is not owed yet.
  return { expected: Math.max(landed, first ? Math.floor(seconds / PROBE_EVERY_S) : 0), landed, p50, p99, last }
}
