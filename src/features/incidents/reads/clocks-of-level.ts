import type { Pool } from '../../../platform/db/pool.ts'
import type { TimelineEntryView } from '../contract/incident.ts'

const CLOCKS: readonly [name: string, words: string][] = [
  ['obligation.dropped', 'fell away'],
  ['obligation.opened', 'began'],
  ['obligation.moved', 'moved'],
  ['obligation.restarted', 'began anew'],
]

/** What a command told lies between its first fact and the first one of the next command from outside, at one moment. */
const COUNTED = `select changed.seq, told.name, count(*)::int as many
  from fact changed join fact told on told.stream = changed.stream and told.at = changed.at and told.seq > changed.seq
  where changed.stream = $1 and changed.seq = any($2::int[]) and told.name = any($3::text[])
    and told.seq < coalesce(
      (select min(next.seq) from fact next where next.stream = changed.stream and next.seq > changed.seq and next.cause is not null),
      2147483647)
  group by changed.seq, told.name`

type Counted = { seq: number; name: string; many: number }

/** Adds to each change of the level what it did to the clocks: `· 3 clocks fell away, 5 began`. */
export async function withClocks(pool: Pool, incident: string, entries: readonly TimelineEntryView[]): Promise<TimelineEntryView[]> {
  const stream = `incident:${incident}`
  const changes = entries.filter(({ name, id }) => name === 'incident.severity_changed' && id.startsWith(`${stream}:`))
  if (changes.length === 0) return [...entries]
  const { rows } = await pool.query<Counted>(COUNTED, [stream, changes.map(seqOf), CLOCKS.map(([name]) => name)])
  return entries.map((entry) => {
    const words = changes.includes(entry) ? clocksIn(rows.filter(({ seq }) => seq === seqOf(entry))) : ''
    return words ? { ...entry, text: `${entry.text} · ${words}` } : entry
  })
}

const seqOf = ({ id }: TimelineEntryView): number => Number(id.slice(id.lastIndexOf(':') + 1))

function clocksIn(counted: readonly Counted[]): string {
  const parts = CLOCKS.flatMap(([name, words]) => counted.filter((each) => each.name === name).map(({ many }) => ({ many, words })))
  return parts
    .map(({ many, words }, i) => (i === 0 ? `${many} ${many === 1 ? 'clock' : 'clocks'} ${words}` : `${many} ${words}`))
    .join(', ')
}
