import type { Command } from '../../src/core/command/command.ts'
import type { IncidentState } from '../../src/core/incident/state.ts'
import { Random } from './random.ts'
import type { Event, World } from './world.ts'

const minute = 60_000
/** Apart from the seeds of the nights themselves, so that nights without these turns stay as they were. */
const SALT = 7_919

type Row = { id: string; state: IncidentState }
type Make = (mine: Row, random: Random, others: Row[]) => Omit<Command, 'to' | 'by'> | null

const isOver = ({ state }: Row): boolean => state.status === 'resolved' || state.status === 'closed'

/** What people do to incidents besides answering: roles, the end and what comes after it, duplicates, alerts that belong elsewhere. */
const MAKES: readonly Make[] = [
  (_, random) => ({
    name: 'assign',
    data: { role: random.pick(['commander', 'scribe']), user: random.pick(['ana', 'ben', 'dora', null]) },
  }),
  () => ({ name: 'resolve', data: {} }),
  (mine) => (isOver(mine) ? { name: 'reopen', data: { reason: 'it is not over' } } : null),
  (mine) => (isOver(mine) ? { name: 'reopen', data: { reason: 'it came back' } } : null),
  (mine) => (mine.state.status === 'resolved' ? { name: 'close', data: {} } : null),
  (_, random, others) => {
    if (others.length === 0) return null
    const { id, state } = random.pick(others)
    const { reference, isPrivate, status } = state
    return { name: 'merge', data: { incident: id, reference, isPrivate, status, into: null } }
  },
  (_, random, others) => {
    const alerts = others.flatMap(({ state }) => state.alerts)
    return alerts.length > 0 ? { name: 'link', data: { alert: random.pick(alerts), was: 'another' } } : null
  },
]

/** In half of the nights; both declared incidents come first, or there would be nothing to do it to. */
export function laterTurns(seed: number, world: World): Event[] {
  const random = new Random(seed * SALT)
  if (random.chance(0.5)) return []
  const at = (): number => world.nowMs() + random.below(40 * minute)
  const declared = [1, 2, 3].map(() => event(at(), 'an alert becomes an incident', () => declareOne(world, random)))
  const turns = Array.from({ length: 3 + random.below(6) }, () =>
    event(at() + 2 * minute, 'a turn of some incident', () => take(world, random)),
  )
  return [...declared, ...turns]
}

const event = (atMs: number, what: string, run: () => void): Event => ({ atMs, what, run })

function declareOne(world: World, random: Random): void {
  const rows = [...world.database.rows.values()].filter(({ subject, columns }) => subject.kind === 'alert' && columns.incident === null)
  if (rows.length > 0) ask(world, { name: 'declare-incident', to: random.pick(rows).subject, by: 'user:dora', data: {} })
}

function take(world: World, random: Random): void {
  const rows = [...world.database.rows.values()].flatMap(({ subject, state }): Row[] =>
    subject.kind === 'incident' ? [{ id: subject.id, state: state as IncidentState }] : [],
  )
  if (rows.length === 0) return
  const mine = random.pick(rows)
  const made = random.pick(MAKES)(
    mine,
    random,
    rows.filter(({ id }) => id !== mine.id),
  )
  if (made) ask(world, { ...made, to: { kind: 'incident', id: mine.id }, by: `user:${random.pick(['ana', 'ben'])}` })
}

function ask(world: World, command: Command): void {
  const process = world.anyProcess()
  world.note(`${command.name} ${JSON.stringify(command.to)} by ${command.by} ${JSON.stringify(command.data)}`)
  process.execute(command).catch((error) => world.report(process.name, error))
}
