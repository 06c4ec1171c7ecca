import { instantOf } from '../time/moment.ts'
import type { Clock, Episode, Woken } from './episodes.ts'
import { underOldNames } from './same-clocks.ts'

export type Counts = { pages: number; nightPages: number; missed: number; late: number; met: number; people: number }

/** One episode in both worlds; `words` is empty where nobody would have noticed a difference. */
export type Compared = { episode: Episode; before: Side; after: Side; words: string[] }
export type Side = { pages: Woken[]; clocks: Clock[] }

const NOTHING: Side = { pages: [], clocks: [] }
/** A page that comes this much earlier or later is another one to whoever sleeps. */
const NOTICED_MS = 60_000

export const countsOf = (sides: readonly Side[]): Counts => {
  const pages = sides.flatMap((side) => side.pages)
  const closed = (status: string): number => sides.flatMap(({ clocks }) => clocks).filter((clock) => clock.status === status).length
  return {
    pages: pages.length,
    nightPages: pages.filter((page) => page.isNight).length,
    missed: closed('missed'),
    late: closed('late'),
    met: closed('met'),
    people: new Set(pages.map(({ user }) => user)).size,
  }
}

/** The same episodes in two worlds, in the order of their beginning. */
export function compareEpisodes(before: readonly Episode[], after: ReadonlyMap<string, Episode>): Compared[] {
  const known = new Set(before.map(({ key }) => key))
  const more = [...after.values()].filter(({ key }) => !known.has(key))
  const pairs = [...before.map((episode) => [episode, after.get(episode.key)] as const), ...more.map((each) => [null, each] as const)]
  return pairs.flatMap(([was, is]) => {
    const episode = was ?? is
    if (!episode) return []
    const [old, fresh] = [was ?? NOTHING, is ?? NOTHING]
    const words = [...declaredWords(was, is), ...pageWords(old.pages, fresh.pages), ...clockWords(old.clocks, fresh.clocks)]
    return [{ episode, before: old, after: fresh, words }]
  })
}

const declaredWords = (was: Episode | null | undefined, is: Episode | null | undefined): string[] =>
  was?.kind === 'incident' && is?.kind === 'alert' ? ['no route of this policy would have declared an incident of it'] : []

function pageWords(before: readonly Woken[], after: readonly Woken[]): string[] {
  const users = [...new Set([...before, ...after].map(({ user }) => user))].sort()
  return users.flatMap((user) => {
    const [was, is] = [before.filter((page) => page.user === user), after.filter((page) => page.user === user)]
    const [first, then] = [was[0], is[0]]
    if (!first) return [`${user} would have been paged${times(is)}, first at ${then?.at} by ${then?.roads.join(', ')}`]
    if (!then) return [`${user} would not have been paged${times(was)}`]
    const moved = shift(first, then)
    const count = is.length === was.length ? [] : [`${user} would have been paged ${is.length} times instead of ${was.length}`]
    return [...count, ...(moved ? [`${user} would have been paged ${moved}`] : []), ...roadWords(user, was, is)]
  })
}

const times = ({ length }: { length: number }): string => (length > 1 ? ` ${length} times` : '')

function shift(was: Woken, is: Woken): string | null {
  const ms = instantOf(is.at).epochMilliseconds - instantOf(was.at).epochMilliseconds
  if (Math.abs(ms) < NOTICED_MS) return null
  const minutes = Math.round(Math.abs(ms) / 60_000)
  return `${minutes} ${minutes === 1 ? 'minute' : 'minutes'} ${ms < 0 ? 'earlier' : 'later'}`
}

function roadWords(user: string, was: readonly Woken[], is: readonly Woken[]): string[] {
  const roads = (pages: readonly Woken[]): string => [...new Set(pages.flatMap((page) => page.roads))].sort().join(', ')
  const [old, fresh] = [roads(was), roads(is)]
  return old === fresh ? [] : [`${user} would have been paged by ${fresh} instead of ${old}`]
}

const UNTOLD = new Set(['pending', 'dropped', 'waived'])
const SAID: Record<string, string> = {
  met: 'kept',
  missed: 'missed',
  late: 'late',
  pending: 'open',
  dropped: 'owed no more',
  waived: 'waived',
}

function clockWords(before: readonly Clock[], after: readonly Clock[]): string[] {
  const old = new Map(before.map((clock) => [clock.id, clock]))
  const fresh = new Map(underOldNames(before, after).map((clock) => [clock.id, clock]))
  return [...new Set([...old.keys(), ...fresh.keys()])].flatMap((id) => {
    const [was, is] = [old.get(id), fresh.get(id)]
    if (was?.status === is?.status) return []
    if (!is) return was && UNTOLD.has(was.status) ? [] : [`“${was?.name}” would not have been owed (it was ${SAID[was?.status ?? '']})`]
    if (!was) return UNTOLD.has(is.status) ? [] : [`“${is.name}” would have been owed, and ${SAID[is.status]}`]
    return [`“${is.name}” would have been ${SAID[is.status]} instead of ${SAID[was.status]}`]
  })
}

/** "3 fewer night pages", "2 more obligations missed": the whole of it in words. */
export function sumInWords(before: Counts, after: Counts): string[] {
  const lines: [keyof Counts, string, string][] = [
    ['nightPages', 'night page', 'night pages'],
    ['pages', 'page', 'pages in all'],
    ['people', 'person paged', 'people paged'],
    ['missed', 'obligation missed', 'obligations missed'],
    ['late', 'obligation kept late', 'obligations kept late'],
    ['met', 'obligation kept', 'obligations kept'],
  ]
  return lines.flatMap(([what, one, many]) => {
    const more = after[what] - before[what]
    if (more === 0) return []
    const n = Math.abs(more)
    return [`${n} ${more > 0 ? 'more' : 'fewer'} ${n === 1 ? one : many}`]
  })
}
