import { streamOf } from '../../core/command/command.ts'
import { policySubject } from '../../core/policy/machine.ts'
import { type Bundle, bundleSchema } from '../../core/policy/schema/bundle.ts'
import { type Compared, countsOf, sumInWords } from '../../core/replay/compare.ts'
import { type Moment, momentOf } from '../../core/time/moment.ts'
import { readLog } from '../../engine/replay/read-log.ts'
import { moduleBeside } from '../../platform/work/work.ts'
import { type App, channelsOf } from '../feature.ts'
import type { ReplayAnswer, Replayed, UnplayableAnswer } from './contract/replay.ts'
import type { ReplayedStretch, task, Unplayable, Version } from './replayed.ts'

const REPLAYED = moduleBeside(import.meta.url, './replayed')

/** Played at once: little enough for one thread's memory and time, and others get their turn between two of them. */
const MOST_FACTS = 20_000
const LONGEST_DAYS = 14
/** What began so long before is played as well, since alerts join groups; and what follows so long after. In busy times less. */
const AROUND_DAYS = 3
/** More are counted, and told by nobody. */
const MOST_ITEMS = 200

type Asked = { other: Bundle | null; days: number }
type Hidden = ReadonlySet<string>

/** What the last days would have been under another policy, stretch by stretch. */
export async function replay(app: App, { other, days }: Asked): Promise<ReplayAnswer> {
  const now = app.clock.now()
  const from = now.subtract({ hours: 24 * days })
  const stretches: (ReplayedStretch & { isWhole: boolean })[] = []
  const length = await stretchDays(app, { from: momentOf(from), days })
  for (let since = from; Temporal.Instant.compare(since, now) < 0; since = since.add({ hours: 24 * length }))
    stretches.push(await replayStretch(app, { since, now, days: length, other }))
  const compared = stretches.flatMap((stretch) => stretch.compared)
  const sum = (of: (stretch: ReplayedStretch) => number): number => stretches.reduce((all, each) => all + of(each), 0)
  const [before, after] = [countsOf(compared.map((each) => each.before)), countsOf(compared.map((each) => each.after))]
  const hidden = await hiddenEpisodes(app)
  const differing = sum((stretch) => stretch.differing)
  return {
    ...{ since: momentOf(from), until: momentOf(now), words: sumInWords(before, after), before, after },
    items: compared
      .filter(({ words }) => words.length > 0)
      .slice(0, MOST_ITEMS)
      .map((each) => told(each, hidden)),
    unplayable: stretches.flatMap((stretch) => stretch.unplayable).map((each) => toldUnplayable(each, hidden)),
    alerts: compared.filter(({ episode }) => episode.kind === 'alert').length,
    incidents: compared.filter(({ episode }) => episode.kind === 'incident').length,
    ...{ isReproduced: differing === 0, differing, unreadable: sum((stretch) => stretch.unreadable) },
    isWhole: stretches.every((stretch) => stretch.isWhole),
  }
}

/** So many days as hold a thread's worth of facts; the days around them are a part of it. */
async function stretchDays(app: App, { from, days }: { from: Moment; days: number }): Promise<number> {
  const { rows } = await app.pools.side.query<{ n: number }>('select count(*)::int as n from fact where at >= $1', [from])
  const perDay = (rows[0]?.n ?? 0) / days
  return Math.max(1, Math.min(LONGEST_DAYS, Math.floor(MOST_FACTS / perDay)))
}

type Stretch = { since: Temporal.Instant; now: Temporal.Instant; days: number; other: Bundle | null }

async function replayStretch(app: App, { since, now, days, other }: Stretch): Promise<ReplayedStretch & { isWhole: boolean }> {
  const earlier = (a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant => (Temporal.Instant.compare(a, b) < 0 ? a : b)
  const until = earlier(since.add({ hours: 24 * days }), now)
  const around = { hours: 24 * Math.min(AROUND_DAYS, days) }
  const to = momentOf(earlier(until.add(around), now))
  const from = momentOf(since.subtract(around))
  const [{ pages, isWhole }, base] = await Promise.all([readLog(app.pools.side, { from, to }), versionAt(app, from)])
  const running = app.policies.live().bundle
  const question = { pages, since: momentOf(since), until: momentOf(until), to, base, other, running, channels: channelsOf(app) }
  return { ...(await app.work.run<typeof task>(REPLAYED, question)), isWhole }
}

/** The policy that was in force at a moment; before the first there was nothing. */
async function versionAt(app: App, at: Moment): Promise<Version> {
  const text = `select (data->>'version')::int as version, data->'bundle' as bundle from fact
    where stream = $1 and name = 'policy.applied' and at < $2 order by seq desc limit 1`
  const { rows } = await app.pools.side.query<Version>(text, [streamOf(policySubject), at])
  return rows[0] ?? { version: 0, bundle: bundleSchema.parse({ version: 1, organization: { name: 'Unnamed' } }) }
}

/** Private incidents and the alerts of them, by id: counted, and named to nobody. */
async function hiddenEpisodes(app: App): Promise<Hidden> {
  const text = `select i.id, a.id as alert from incident i left join alert a on a.incident = i.id where i.is_private`
  const { rows } = await app.pools.side.query<{ id: string; alert: string | null }>(text)
  return new Set(rows.flatMap(({ id, alert }) => (alert === null ? [id] : [id, alert])))
}

function toldUnplayable({ episode: { id, name, at }, why }: Unplayable, hidden: Hidden): UnplayableAnswer {
  return hidden.has(id) ? { id: '', name: 'something private', at, why: 'this policy lacks something of it' } : { id, name, at, why }
}

function told({ episode, before, after, words }: Compared, hidden: Hidden): Replayed {
  const { kind, id, name, at } = episode
  const isHidden = hidden.has(id) || hidden.has(`inc-${id}`)
  const named = isHidden ? { id: '', name: 'something private' } : { id, name }
  const side = ({ pages, clocks }: Compared['before']) => ({
    pages,
    clocks: clocks.map(({ name, dueAt, status }) => ({ name, dueAt, status })),
  })
  return { kind, ...named, at, words, before: side(before), after: side(after) }
}
