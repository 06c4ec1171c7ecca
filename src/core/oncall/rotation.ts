import type { Layer } from '../policy/schema/schedule.ts'
import { DAY_MS, zoneClock } from '../time/zone-clock.ts'
import type { Pace } from './pace.ts'
import { localOf, modulo, paceOf } from './pace.ts'
import type { Windows } from './week-windows.ts'
import { compileWindows } from './week-windows.ts'

/** One layer ready to be asked, in epoch milliseconds. `place` is an index into the layer's members. */
export type Rotation = {
  layer: Layer
  isActive(epoch: number): boolean
  /** Whose turn it is, whether or not the layer is active just then. */
  placeAt(epoch: number): number
  /** The next moment at which the place or the activity may change. */
  nextChange(epoch: number): number
}

const WEEK = 7 * DAY_MS

export function compileRotation(layer: Layer, timezone: string): Rotation {
  const clock = zoneClock(timezone)
  const pace = paceOf(layer)
  const windows = layer.restrict.length > 0 ? compileWindows(layer.restrict, clock) : null
  const startOf = (unit: number) => clock.epochAt(pace.startOf(unit))
  const starts = startOf(0)
  const ends = layer.ends === undefined ? Number.POSITIVE_INFINITY : clock.epochAt(localOf(layer.ends))
  const servedBefore = windows && layer.advance === 'served' ? servedCounter(pace, windows) : (unit: number) => unit
  const unitAt = (epoch: number): number => unitFrom(pace.unitAt(clock.localAt(epoch)), epoch, startOf)
  const turnAt = (epoch: number): number => Math.floor(servedBefore(unitAt(epoch)) / layer.every)
  const size = layer.members.length
  const shift = shiftOf(layer, turnAt)
  return {
    layer,
    isActive: (epoch) => starts <= epoch && epoch < ends && (windows?.holds(epoch) ?? true),
    placeAt: (epoch) => (size === 1 ? 0 : modulo(turnAt(epoch) + shift, size)),
    nextChange: (epoch) => {
      if (epoch < starts) return starts
      if (epoch >= ends) return Number.POSITIVE_INFINITY
      const handoff = size === 1 ? Number.POSITIVE_INFINITY : startOf(unitAt(epoch) + 1)
      return Math.min(ends, handoff, windows?.nextEdge(epoch) ?? Number.POSITIVE_INFINITY)
    },
  }
}

/**
 * The wall clock names a unit; the instants decide. Around a clock change a unit may have no length, and the hour that
 * comes twice belongs to the unit that its first run began.
 */
function unitFrom(guess: number, epoch: number, startOf: (unit: number) => number): number {
  let unit = guess
  while (startOf(unit + 1) <= epoch) unit++
  while (unit > 0 && startOf(unit) > epoch) unit--
  return unit
}

/** Who holds the turn is state: the places are counted from the recorded holder, else from the first member at `starts`. */
function shiftOf({ turn, members }: Layer, turnAt: (epoch: number) => number): number {
  if (!turn) return 0
  const holder = members.findIndex((group) => turn.member.every((member) => group.includes(member)))
  return holder < 0 ? 0 : holder - turnAt(Temporal.Instant.from(turn.at).epochMilliseconds)
}

/**
 * Counts the units before one that the layer's hours let anybody serve. Hours repeat weekly, so the answer repeats
 * after as many units as fill whole weeks: one table, no walk from the beginning of time.
 */
function servedCounter(pace: Pace, windows: Windows): (unit: number) => number {
  const isServed = (unit: number) => windows.meetsLocal(pace.startOf(unit), pace.startOf(unit + 1))
  const isFirstServed = isServed(0)
  const period = pace.length === null ? 1 : WEEK / greatestCommonDivisor(pace.length, WEEK)
  const sums = [0]
  for (let unit = 1; unit <= period; unit++) sums.push((sums[unit - 1] as number) + (isServed(unit) ? 1 : 0))
  const perPeriod = sums[period] as number
  return (unit) => {
    if (unit === 0) return 0
    const full = unit - 1
    return (isFirstServed ? 1 : 0) + Math.floor(full / period) * perPeriod + (sums[full % period] as number)
  }
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}
