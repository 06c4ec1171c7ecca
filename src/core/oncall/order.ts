import type { Layer, Turn } from '../policy/schema/schedule.ts'
import { modulo } from './pace.ts'

/** The turns of a layer from a moment on, and by how many places the count of hand-offs is turned so that they meet. */
export type Order = { from: number; groups: readonly (readonly string[])[]; shift: number }

/** How many hand-offs, whole turns long, lie before a moment. */
type CountTurns = (epoch: number) => number

/** A turn that nobody of this layer serves: the layers below do. */
export const NOBODY = 'nobody'

export const isBuffer = (group: readonly string[]): boolean => group.every((member) => member === NOBODY)

/**
 * The orders of a layer, one after each scheduled join or leave, the first from the beginning of time. Whoever holds the
 * turn at a change keeps it; when they leave, it is the next one's.
 */
export function ordersOf(layer: Layer, turnAt: CountTurns): Order[] {
  const cuts = [Number.NEGATIVE_INFINITY, ...cutsOf(layer)]
  const orders = cuts.map((from) => ({ from, groups: groupsAt(layer, from), shift: 0 }))
  const anchor = layer.turn ? orderIndex(orders, epochOf(layer.turn.at)) : 0
  const anchored = orders[anchor] as Order
  if (layer.turn) anchored.shift = anchorShift(anchored.groups, layer.turn, turnAt)
  for (let index = anchor + 1; index < orders.length; index++) join(orders[index] as Order, orders[index - 1] as Order, turnAt)
  for (let index = anchor - 1; index >= 0; index--) lead(orders[index] as Order, orders[index + 1] as Order, turnAt)
  return orders
}

export const orderIndex = (orders: readonly Order[], epoch: number): number => {
  let index = orders.length - 1
  while (index > 0 && (orders[index] as Order).from > epoch) index--
  return index
}

/** Which group of the order has the turn after so many hand-offs. */
export const placeIn = ({ groups, shift }: Order, turns: number): number => modulo(turns + shift, groups.length)

/**
 * The place in `groups` that goes on where `held` in `before` stood: the same group, else one with somebody of it, else
 * what follows it. Of several the one with the same successor. Null when nobody of before is there any more.
 */
export function continuing(
  groups: readonly (readonly string[])[],
  before: readonly (readonly string[])[],
  held: number,
): { place: number; isSame: boolean } | null {
  for (let step = 0; step < before.length; step++) {
    const holder = before[(held + step) % before.length] as readonly string[]
    if (step > 0 && isBuffer(holder)) continue
    const places = placesOf(groups, holder)
    const successor = before[(held + step + 1) % before.length] as readonly string[]
    const best = places.find((place) => meets(groups[(place + 1) % groups.length] as readonly string[], successor)) ?? places[0]
    if (best !== undefined) return { place: best, isSame: step === 0 }
  }
  return null
}

function placesOf(groups: readonly (readonly string[])[], holder: readonly string[]): number[] {
  const all = groups.map((_, place) => place)
  const equal = all.filter((place) => same(groups[place] as readonly string[], holder))
  return equal.length > 0 ? equal : all.filter((place) => meets(groups[place] as readonly string[], holder))
}

const meets = (a: readonly string[], b: readonly string[]): boolean => a.some((member) => b.includes(member))
const same = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((each) => b.includes(each))

/** This order goes on where the one before it stands when it ends. */
function join(order: Order, before: Order, turnAt: CountTurns): void {
  if (order.groups.length === 0 || before.groups.length === 0) return
  const turns = turnAt(order.from)
  const found = continuing(order.groups, before.groups, placeIn(before, turns))
  if (found) order.shift = found.place - turns
}

/** This order stood where the one after it goes on from: what was before a recorded turn. */
function lead(order: Order, after: Order, turnAt: CountTurns): void {
  if (order.groups.length === 0 || after.groups.length === 0) return
  const turns = turnAt(after.from - 1)
  const found = continuing(order.groups, after.groups, placeIn(after, turns))
  if (found) order.shift = found.place - turns
}

function cutsOf({ membership = [] }: Layer): number[] {
  const moments = membership.flatMap(({ from, to }) => [from, to]).filter((moment) => moment !== undefined)
  return [...new Set(moments.map(epochOf))].sort((a, b) => a - b)
}

function groupsAt({ members, membership = [] }: Layer, epoch: number): string[][] {
  if (membership.length === 0) return members
  const takesTurns = (member: string) => {
    const spells = membership.filter((each) => each.member === member)
    return spells.length === 0 || spells.some(({ from, to }) => startOf(from) <= epoch && epoch < endOf(to))
  }
  return members.map((group) => group.filter(takesTurns)).filter((group) => group.length > 0)
}

/** Who holds the turn is state: the places are counted from the recorded holder, else from the first member at `starts`. */
function anchorShift(groups: readonly (readonly string[])[], turn: Turn, turnAt: CountTurns): number {
  const places = groups.flatMap((group, place) => (turn.member.every((member) => group.includes(member)) ? [place] : []))
  const holder = places[(turn.nth ?? 1) - 1] ?? places[0]
  return holder === undefined ? 0 : holder - turnAt(epochOf(turn.at))
}

const epochOf = (moment: string): number => Temporal.Instant.from(moment).epochMilliseconds
const startOf = (moment: string | undefined): number => (moment === undefined ? Number.NEGATIVE_INFINITY : epochOf(moment))
const endOf = (moment: string | undefined): number => (moment === undefined ? Number.POSITIVE_INFINITY : epochOf(moment))
