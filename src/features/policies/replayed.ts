import { createPolicy, type Policy } from '../../core/policy/policy.ts'
import type { Bundle } from '../../core/policy/schema/bundle.ts'
import { asOf } from '../../core/replay/as-of.ts'
import { type Compared, compareEpisodes } from '../../core/replay/compare.ts'
import { type Episode, episodesOf } from '../../core/replay/episodes.ts'
import { misplacedIn } from '../../core/replay/unplayable.ts'
import { instantOf, type Moment } from '../../core/time/moment.ts'
import type { LoggedFact } from '../../engine/cause.ts'
import { playAgain } from '../../engine/replay/play-again.ts'
import { factsIn } from '../../engine/replay/read-log.ts'
import { reproduce } from '../../engine/replay/reproduce.ts'

export type Version = { version: number; bundle: Bundle }

/** A stretch of the record as plain data. Episodes that begin in [`since`, `until`) are told; the record holds more around them. */
export type ReplayQuestion = {
  pages: string[]
  since: Moment
  until: Moment
  to: Moment
  /** The policy in force when the record begins. */
  base: Version
  /** Null: the policies that were in force. */
  other: Bundle | null
  running: Bundle
  channels: string[]
}

/** An incident that the other policy has no place for, and why. It is in none of the sums. */
export type Unplayable = { episode: Episode; why: string }

export type ReplayedStretch = { compared: Compared[]; unplayable: Unplayable[]; facts: number; differing: number; unreadable: number }

/** Runs in a thread of its own: it decides anew what took weeks. */
export async function task({ pages, since, until, to, base, other, running, channels }: ReplayQuestion): Promise<ReplayedStretch> {
  const facts = factsIn(pages)
  const own = versionsIn(facts, base)
  const { compared: count, differences, unreadable } = await reproduce(facts, { versions: policiesOf(own), since })
  const versions = policiesOf(other ? own.map((each) => ({ ...each, bundle: asOf(other, { past: each.bundle, running }) })) : own)
  const ways = new Set(channels)
  const played = await playAgain(facts, { versions, canSend: (channel) => ways.has(channel), to: instantOf(to) })
  const latest = versions.get(own.at(-1)?.version ?? base.version)
  const zoneOf = (user: string): string => latest?.user(user)?.timezone ?? latest?.calendar.timezone ?? 'UTC'
  const isTold = ({ at }: Episode): boolean => at >= since && at < until
  const { unplayable, notes } = misplacedIn(played.refused)
  const then = [...episodesOf(facts, zoneOf).values()].filter(isTold)
  const now = new Map([...episodesOf(played.facts, zoneOf)].filter(([, episode]) => isTold(episode)))
  const left = then.flatMap((episode): Unplayable[] => {
    const why = unplayable.get(episode.id)
    return why === undefined || now.has(episode.key) ? [] : [{ episode, why }]
  })
  const playable = then.filter((each) => !left.some(({ episode }) => episode === each))
  const compared = compareEpisodes(playable, now).map((each) => ({
    ...each,
    words: [...each.words, ...(notes.get(each.episode.id) ?? [])],
  }))
  return { compared, unplayable: left, facts: count, differing: differences.length, unreadable }
}

const versionsIn = (facts: readonly LoggedFact[], base: Version): Version[] => [
  base,
  ...facts
    .filter(({ name }) => name === 'policy.applied')
    .map(({ data }) => ({ version: Number(data.version), bundle: data.bundle as unknown as Bundle })),
]

const policiesOf = (versions: readonly Version[]): Map<number, Policy> =>
  new Map(versions.map(({ version, bundle }) => [version, createPolicy(bundle, version)]))
