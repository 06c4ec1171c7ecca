import { createElement, type ReactNode } from 'react'
import type { PeopleMove } from '../../../../core/oncall/people-diff.ts'
import { type Editing, nameIn } from './editing.ts'
import { countAtHours, repeatedIn } from './repeated.ts'
import { say } from './strings.ts'

export type Said = { key: string; words: ReactNode[] }
export type Cost = { key: string; isBad: boolean; what: string; detail: string }

type Placed = PeopleMove & { start: string; end: string }

/** Who moves, the same hours of several weeks in one sentence, and whether anybody's turn does. */
export function changesIn(editing: Editing): { moves: Said[]; turns: string } {
  const { preview, draft, base } = editing
  const moves = preview.moves.map((move: Placed) => ({ move, start: Date.parse(move.start), end: Date.parse(move.end) }))
  const same = ({ move }: { move: PeopleMove }): string => `${move.schedule} ${move.from} ${move.to}`
  const named = (users: readonly string[]): ReactNode =>
    createElement('b', { key: users.join(), className: users.length > 0 ? undefined : 'missed' }, namesOf(base, users))
  return {
    moves: repeatedIn(moves, preview.zone, same).map(({ items, when, dates }) => {
      const { move } = items[0] as (typeof items)[number]
      const where = move.schedule === draft.id ? '' : ` (${move.schedule})`
      const values = { when, from: named(move.from), to: named(move.to), where }
      const words = dates ? say.rich('movesOn', { ...values, dates }) : say.rich('moves', values)
      return { key: `${move.schedule} ${move.start} ${move.to}`, words }
    }),
    turns: turnsIn(editing),
  }
}

const namesOf = (base: Editing['base'], users: readonly string[]): string =>
  users.map((user) => nameIn(base, user)).join(' and ') || say('nobody')

function turnsIn({ preview, base, draft }: Editing): string {
  if (preview.turns.length === 0) return say('turnsKept')
  const layer = (id: string): string => draft.layers.find((each) => each.id === id)?.name ?? id
  const names = (members: readonly string[]): string => members.map((member) => nameIn(base, member)).join(' and ')
  return preview.turns
    .map((turn) => say('turnGoes', { layer: layer(turn.layer), from: names(turn.before), to: names(turn.after) }))
    .join(' ')
}

/** Every gap and every strain with what it costs. */
export function costsIn({ preview, base }: Editing): Cost[] {
  const gaps = preview.gaps.map(({ start, end, cost }) => ({ start: start.epochMilliseconds, end: end.epochMilliseconds, cost }))
  const said = repeatedIn(gaps, preview.zone, ({ cost }) => cost).map(({ items, when, dates }) => {
    const [first] = items
    const pages = first ? countAtHours(base.pages, first, preview.zone) : 0
    const past = pages > 0 ? say('pagesThen', { count: pages }) : ''
    return {
      key: `${when} ${dates}`,
      isBad: true,
      what: dates ? say('nobodyWokenOn', { when, dates }) : say('nobodyWoken', { when }),
      detail: [sentence(first?.cost ?? ''), past].filter(Boolean).join(' '),
    }
  })
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short' })
  const strains = preview.weekends.map(({ user, count, first }) => ({
    key: `weekends ${user}`,
    isBad: false,
    what: say('weekendsInARow', { who: nameIn(base, user), count }),
    detail: say('weekendsFrom', { date: format.format(Date.parse(first)), why: whyAway(preview, base, user) }),
  }))
  return [...said, ...strains]
}

const sentence = (words: string): string => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`

/** Whose turn it would have been, where that is why. */
function whyAway(preview: Editing['preview'], base: Editing['base'], user: string): string {
  const passed = preview.passed.find(({ takenBy, reason }) => takenBy.includes(user) && reason.startsWith('away'))
  return passed ? say('becauseAway', { who: nameIn(base, passed.user) }) : ''
}
