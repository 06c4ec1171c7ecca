import { type CoverageChange, coverageDiff } from '../../core/coverage/coverage-diff.ts'
import { type PagingChange, pagingDiff } from '../../core/coverage/paging-diff.ts'
import { type PeopleMove, peopleDiff } from '../../core/oncall/people-diff.ts'
import { createPolicy } from '../../core/policy/policy.ts'
import type { Bundle } from '../../core/policy/schema/bundle.ts'
import { instantOf, type Moment } from '../../core/time/moment.ts'
import type { SectionDifference } from './differences.ts'

/** What a change means for people: who moves to which shift, who would be paged otherwise, and where the proof of coverage changes. */
export type Consequences = { people: PeopleMove[]; paging: PagingChange[]; coverage: CoverageChange[] }

export type Planned = { current: Bundle | null; bundle: Bundle | null; differences: readonly SectionDifference[] }
type Ground = { at: Temporal.Instant; canSend(channel: string): boolean }

/** Sections that say who is on call when, how they are reached and who is asked. Other changes page nobody otherwise. */
const PAGING = new Set([
  'organization',
  'users',
  'teams',
  'roles',
  'schedules',
  'severities',
  'services',
  'escalation_policies',
  'notifications',
])
/** Shifts further ahead are looked up; nobody has made plans around them. */
const AHEAD_DAYS = 28
const MINUTE_MS = 60_000

/** What is ahead of us as plain data. `channels` are those through which this installation can send. */
export type ConsequencesQuestion = Planned & { at: Moment; channels: string[] }

/** Runs in a thread of its own: it looks a month ahead at every service, twice. */
export function task({ at, channels, ...planned }: ConsequencesQuestion): Consequences {
  const ways = new Set(channels)
  return consequencesOf(planned, { at: instantOf(at), canSend: (channel) => ways.has(channel) })
}

/** Nothing when the bundle cannot be applied. A first bundle moves nobody. */
function consequencesOf({ current, bundle, differences }: Planned, { at, canSend }: Ground): Consequences {
  if (!bundle || !differences.some(({ section }) => PAGING.has(section))) return { people: [], paging: [], coverage: [] }
  const [before, after] = [current ? createPolicy(current, 0) : null, createPolicy(bundle, 0)]
  // From the minute, so that two looks in one minute are one answer.
  const from = Temporal.Instant.fromEpochMilliseconds(at.epochMilliseconds - (at.epochMilliseconds % MINUTE_MS))
  const asked = { from, to: from.add({ hours: AHEAD_DAYS * 24 }), canSend }
  return {
    people: before ? peopleDiff(before, after, { from: at, to: asked.to }) : [],
    paging: before ? pagingDiff(before, after, asked) : [],
    coverage: coverageDiff(before, after, asked),
  }
}
