import type { Bundle } from '../policy/schema/bundle.ts'

/** Who is there and who is on call: entries that a change leaves alone are those of the day. */
const LIVE = ['users', 'teams', 'schedules', 'calendars'] as const

type Entry = { id: string; overrides?: unknown[] }
type Entries = Partial<Record<(typeof LIVE)[number], Entry[]>>

/**
 * The other policy as of a day: its rules, with the people, teams and schedules of `past` where it says the same as `running`.
 * What was overridden on a schedule that it changes stays overridden.
 */
export function asOf(other: Bundle, { past: day, running }: { past: Bundle; running: Bundle }): Bundle {
  const [next, past, now] = [other as unknown as Entries, day as unknown as Entries, running as unknown as Entries]
  const live = LIVE.flatMap((section) => {
    const entries = entriesOf(next[section] ?? [], { past: past[section] ?? [], now: now[section] ?? [] })
    return entries.length > 0 ? [[section, entries]] : []
  })
  return { ...other, ...Object.fromEntries(live) }
}

function entriesOf(next: readonly Entry[], { past, now }: { past: readonly Entry[]; now: readonly Entry[] }): Entry[] {
  const [before, running] = [byId(past), byId(now)]
  const kept = next.flatMap((entry): Entry[] => {
    const old = before.get(entry.id)
    if (!old) return [entry]
    if (same(entry, running.get(entry.id))) return [old]
    return [old.overrides && entry.overrides ? { ...entry, overrides: old.overrides } : entry]
  })
  const known = new Set([...next, ...now].map(({ id }) => id))
  // Who has left since was there then.
  return [...kept, ...past.filter(({ id }) => !known.has(id))]
}

const byId = (entries: readonly Entry[]): Map<string, Entry> => new Map(entries.map((entry) => [entry.id, entry]))

const same = (a: unknown, b: unknown): boolean => inOneOrder(a) === inOneOrder(b)

/** The database keeps keys in an order of its own. */
const inOneOrder = (value: unknown): string =>
  JSON.stringify(value ?? null, (_key, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each) ? Object.fromEntries(Object.entries(each).sort()) : each,
  )
