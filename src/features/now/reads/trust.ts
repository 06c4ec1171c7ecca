import { waysTo } from '../../../core/paging/roads.ts'
import { idOf } from '../../../core/policy/policy.ts'
import { momentOf } from '../../../core/time/moment.ts'
import type { Reader } from '../../alerts/reads/people.ts'
import type { App } from '../../feature.ts'
import { channelsOf } from '../../paging/reads/channels.ts'
import { actorOf } from '../../policies/reads.ts'
import { readProbes, readStanding } from '../../probe/reads.ts'
import type { Trust } from '../contract.ts'

/** Later than this something is wrong with the pager itself; the safety net looks once a second. */
const LATE_MS = 5_000
const DAY_HOURS = 24

/** What the engine says of itself; see its `health`. */
type Health = {
  timerLateMs: number
  messageLateMs: number
  poisoned: unknown[]
  inFlight: number
  audit: { at: string; findings: unknown[] } | null
}

/** Whether the pager itself works, from what it did and not from what it claims. */
export async function readTrust(app: App, reader: Reader): Promise<Trust> {
  const since = momentOf(app.clock.now().subtract({ hours: DAY_HOURS }))
  const [health, sent, isProven, probes, standing] = await Promise.all([
    app.engine.health() as unknown as Promise<Health>,
    readSent(app, since),
    readProven(app),
    readProbes(app),
    readStanding(app),
  ])
  const channels = channelsOf(app)
  const yours = roadsTo(app, reader)
  const isOnTime = health.timerLateMs < LATE_MS && health.messageLateMs < LATE_MS
  return {
    isHealthy: isOnTime && standing.isWell && channels.some((channel) => channel.isSet) && yours?.length !== 0,
    lastProof: sent.last,
    isProven,
    timerLateMs: health.timerLateMs,
    oldestInQueueMs: health.messageLateMs,
    inFlight: health.inFlight,
    sentMs: sent.count > 0 ? { p50: sent.p50 ?? 0, p99: sent.p99 ?? 0, count: sent.count } : null,
    probes,
    why: standing.why,
    channels,
    yours,
    audit: health.audit && { at: health.audit.at, findings: health.audit.findings.length },
    poisoned: health.poisoned.length,
  }
}

/** Somebody whom the policy does not know, or knows without a contact, is reached by nothing: that they must read here. */
function roadsTo(app: App, { policy, principal }: Reader): string[] | null {
  if (principal?.kind !== 'user') return null
  const user = policy.user(idOf(actorOf(principal, policy)))
  return user ? [...new Set(waysTo(user, app.canSend).map(({ road }) => road))] : []
}

type Sent = { count: number; p50: number | null; p99: number | null; last: string | null }

async function readSent(app: App, since: string): Promise<Sent> {
  const text = `with took as (
      select at, extract(epoch from at - (data->>'queuedAt')::timestamptz)::float8 * 1000 as ms from fact where name = 'page.delivered' and at > $1
    ) select count(*)::int as count, max(at) as last,
      percentile_cont(0.5) within group (order by ms) as p50, percentile_cont(0.99) within group (order by ms) as p99 from took`
  const { rows } = await app.pools.side.query<Sent>(text, [since])
  return rows[0] ?? { count: 0, p50: null, p99: null, last: null }
}

/** From the facts, not from a tick in the set-up: somebody acknowledged what was really handed over to them, ever. */
async function readProven(app: App): Promise<boolean> {
  const text = `select exists (select 1 from fact answered where answered.name = 'escalation.acknowledged' and answered.by like 'user:%'
    and exists (select 1 from fact sent where sent.stream = answered.stream and sent.name = 'page.delivered')) as is`
  const { rows } = await app.pools.side.query<{ is: boolean }>(text)
  return rows[0]?.is ?? false
}
