import { idOf, kindOf } from '../policy/policy.ts'
import type { Layer } from '../policy/schema/schedule.ts'
import { DAY_MS, zoneClock } from '../time/zone-clock.ts'
import type { Order } from './order.ts'
import { orderIndex, ordersOf, placeIn } from './order.ts'
import type { Pace } from './pace.ts'
import { localOf, paceOf } from './pace.ts'
import type { Windows } from './week-windows.ts'
import { compileWindows } from './week-windows.ts'

/** The groups that take turns, in their order, and which of them has the turn. */
export type TurnOrder = { groups: readonly (readonly string[])[]; place: number }

/** One layer ready to be asked, in epoch milliseconds. */
export type Rotation = {
  layer: Layer
  isActive(epoch: number): boolean
  hasBegun(epoch: number): boolean
  /** Whose turn it is, whether or not the layer is active just then; nobody's when all members have left. */
  turnAt(epoch: number): TurnOrder
  /** The next moment at which the place or the activity may change. */
  nextChange(epoch: number): number
  /** `weekly, turn of ann and bob` */
  inWords(group: readonly string[]): string
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
  // Asked moments lie near each other: the unit asked about last is mostly the one asked about next.
  let known = { from: Number.NaN, to: Number.NaN, turns: 0 }
  const unitAround = (epoch: number) => {
    if (known.from <= epoch && epoch < known.to) return known
    const unit = unitFrom(pace.unitAt(clock.localAt(epoch)), epoch, startOf)
    const from = unit === 0 ? Number.NEGATIVE_INFINITY : startOf(unit)
    known = { from, to: startOf(unit + 1), turns: Math.floor(servedBefore(unit) / layer.every) }
    return known
  }
  const turnAt = (epoch: number): number => unitAround(epoch).turns
  const orders = ordersOf(layer, turnAt)
  const orderAt = (epoch: number): Order => orders[orders.length === 1 ? 0 : orderIndex(orders, epoch)] as Order
  const nextCut = (epoch: number): number => orders.find((each) => each.from > epoch)?.from ?? Number.POSITIVE_INFINITY
  return {
    layer,
    inWords: wordsOf(layer),
    hasBegun: (epoch) => starts <= epoch,
    isActive: (epoch) => starts <= epoch && epoch < ends && (windows?.holds(epoch) ?? true),
    turnAt: (epoch) => {
      const order = orderAt(epoch)
      return { groups: order.groups, place: order.groups.length < 2 ? 0 : placeIn(order, turnAt(epoch)) }
    },
    nextChange: (epoch) => {
      if (epoch < starts) return starts
      if (epoch >= ends) return Number.POSITIVE_INFINITY
      const handoff = orderAt(epoch).groups.length < 2 ? Number.POSITIVE_INFINITY : unitAround(epoch).to
      return Math.min(ends, handoff, nextCut(epoch), windows?.nextEdge(epoch) ?? Number.POSITIVE_INFINITY)
    },
  }
}

/** Asked for each shift: the same words are made once. */
function wordsOf({ rotation }: Layer): Rotation['inWords'] {
  const known = new Map<readonly string[], string>()
  const pace = typeof rotation === 'string' ? rotation : `every ${rotation.text}`
  const nameOf = (reference: string): string => (kindOf(reference) === 'user' ? idOf(reference) : reference)
  return (group) => {
    const words = known.get(group) ?? `${pace}, turn of ${group.map(nameOf).join(' and ')}`
    known.set(group, words)
    return words
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
