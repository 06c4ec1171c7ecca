import { readClock } from '../../../web/kit/clock-reading.ts'
import { factsOfClock } from '../../incidents/contract/clock-facts.ts'
import type { OwedList, OwedRow } from '../contract.ts'

/** A promise, about an incident or about none. */
export type Owed = Pick<OwedRow, 'clock' | 'isYours' | 'can'> & { key: string; incident: OwedRow['incident'] | null }

export function owedOf({ items, standing }: OwedList): Owed[] {
  const ofIncidents = items.map((row): Owed => ({ ...row, key: `${row.incident.id} ${row.clock.id}` }))
  return [...ofIncidents, ...standing.map((row): Owed => ({ ...row, incident: null, key: `standing ${row.clock.id}` }))]
}

/** A question about one promise: a dialog answers it. */
export type Asked = { what: 'why' | 'waive'; owed: Owed }

export const pathOf = ({ incident }: Owed): string => (incident ? `/incidents/${incident.reference}` : '/obligations')

/** What of the board is shown; undefined is everything. `incident` is a reference, or `none`. */
export type Filters = { whose?: 'mine'; incident?: string; person?: string; team?: string }

export const NO_INCIDENT = 'none'

export function isShown({ incident, isYours, clock }: Owed, filters: Filters): boolean {
  const { whose, incident: wanted, person, team } = filters
  return (
    (whose !== 'mine' || isYours) &&
    (!wanted || (incident?.reference ?? NO_INCIDENT) === wanted) &&
    (!team || incident?.team === team) &&
    (!person || clock.owners.some(({ id }) => id === person))
  )
}

export const GROUPS = ['missed', 'soon', 'hour', 'today', 'thisWeek', 'later', 'settled'] as const
export type Group = (typeof GROUPS)[number]

const HOUR = 3_600_000
const DAY = 24 * HOUR
const WEEK = 7 * DAY

export function groupOf({ clock }: Owed, nowMs: number): Group {
  const { state } = readClock(factsOfClock(clock), nowMs)
  if (state === 'missed') return 'missed'
  if (state === 'due-soon') return 'soon'
  if (state !== 'pending') return 'settled'
  const left = Date.parse(clock.dueAt) - nowMs
  if (left <= HOUR) return 'hour'
  if (left <= DAY) return 'today'
  return left <= WEEK ? 'thisWeek' : 'later'
}

export type Grouped = { group: Group; owed: Owed[] }

/** By urgency, and within a group what is due first; what is settled, the latest first. Groups without anything are left out. */
export function grouped(all: readonly Owed[], nowMs: number): Grouped[] {
  const byDue = all.toSorted((a, b) => a.clock.dueAt.localeCompare(b.clock.dueAt))
  return GROUPS.map((group) => {
    const owed = byDue.filter((each) => groupOf(each, nowMs) === group)
    if (group === 'settled') owed.sort((a, b) => (b.clock.closedAt ?? '').localeCompare(a.clock.closedAt ?? ''))
    return { group, owed }
  }).filter(({ owed }) => owed.length > 0)
}
