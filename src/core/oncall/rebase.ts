import type { Bundle } from '../policy/schema/bundle.ts'
import type { Layer, Schedule } from '../policy/schema/schedule.ts'
import { momentOf } from '../time/moment.ts'
import { continuing, isBuffer } from './order.ts'
import type { Rotation } from './rotation.ts'
import { compileRotation } from './rotation.ts'

/**
 * The changed bundle with the turns of the running one kept: whoever holds a layer's turn at `at` holds it after members were
 * added, removed or reordered, or the pace was changed; when they left the layer, the one after them does. A `turn` that the change
 * states itself is left as it is. Layers are known by schedule and id; new ones count from their `starts`.
 */
export function rebaseTurns(before: Bundle | null, after: Bundle, at: Temporal.Instant): Bundle {
  if (!before?.schedules || !after.schedules) return after
  const known = new Map(before.schedules.map((schedule) => [schedule.id, schedule]))
  const zones = { before: before.organization.timezone, after: after.organization.timezone }
  let isKept = false
  const schedules = after.schedules.map((schedule) => {
    const old = known.get(schedule.id)
    if (!old) return schedule
    const layers = schedule.layers.map((layer) => rebased(layer, { schedule, old, zones, at }))
    const isSame = layers.every((layer, index) => layer === schedule.layers[index])
    isKept ||= !isSame
    return isSame ? schedule : { ...schedule, layers }
  })
  return isKept ? { ...after, schedules } : after
}

type Place = { schedule: Schedule; old: Schedule; zones: { before: string; after: string }; at: Temporal.Instant }

function rebased(layer: Layer, { schedule, old, zones, at }: Place): Layer {
  const was = old.layers.find((each) => each.id === layer.id)
  if (!was || statesTurn(layer, was)) return layer
  const zoneBefore = was.timezone ?? old.timezone ?? zones.before
  const zoneAfter = layer.timezone ?? schedule.timezone ?? zones.after
  // As it was recorded first: what nothing touched must not look changed.
  const carried = was.turn && !layer.turn ? { ...layer, turn: was.turn } : layer
  if (zoneBefore === zoneAfter && countsAlike(carried, was)) return carried
  const epoch = at.epochMilliseconds
  const running = compileRotation(was, zoneBefore)
  if (!running.hasBegun(epoch)) return carried
  const held = running.turnAt(epoch)
  const next = compileRotation(carried, zoneAfter)
  const found = continuing(next.turnAt(epoch).groups, held.groups, held.place)
  if (!found) return layer
  if (isAt(next, epoch, found.place) && isMember(carried)) return carried
  return { ...carried, turn: turnFor(next.turnAt(epoch).groups, found.place, at) }
}

const isAt = (rotation: Rotation, epoch: number, place: number): boolean => rotation.turnAt(epoch).place === place

/** Whether the recorded turn, if there is one, names somebody who still takes turns. */
const isMember = ({ turn, members }: Layer): boolean =>
  turn === undefined || members.some((group) => turn.member.every((member) => group.includes(member)))

/** The change says itself who holds the turn: it names a turn, and another than the one that is recorded. */
const statesTurn = ({ turn }: Layer, was: Layer): boolean => turn !== undefined && JSON.stringify(turn) !== JSON.stringify(was.turn)

/** Whether both count the same hand-offs among the same members. */
const countsAlike = (a: Layer, b: Layer): boolean => JSON.stringify(counted(a)) === JSON.stringify(counted(b))

const counted = ({ rotation, every, starts, handoff, members, membership, turn, restrict, advance }: Layer) => [
  ...[typeof rotation === 'string' ? rotation : rotation.text, every, starts, handoff?.day, handoff?.at, members, membership ?? []],
  ...[turn?.at, turn?.member, turn?.nth, restrict, advance],
]

function turnFor(groups: readonly (readonly string[])[], place: number, at: Temporal.Instant): NonNullable<Layer['turn']> {
  const member = [...(groups[place] as readonly string[])]
  const alike = groups.flatMap((group, index) => (member.every((each) => group.includes(each)) ? [index] : []))
  return { at: momentOf(at), member, ...(alike.length > 1 ? { nth: alike.indexOf(place) + 1 } : {}) }
}

/** The turns of every layer as they stand, in words of the bundle: what an export carries. Buffers hold no turn. */
export function holdersAt(bundle: Bundle, at: Temporal.Instant): { schedule: string; layer: string; member: string[] }[] {
  return (bundle.schedules ?? []).flatMap((schedule) =>
    schedule.layers.flatMap((layer) => {
      const rotation = compileRotation(layer, layer.timezone ?? schedule.timezone ?? bundle.organization.timezone)
      const { groups, place } = rotation.turnAt(at.epochMilliseconds)
      const member = groups[place]
      return member && !isBuffer(member) && rotation.hasBegun(at.epochMilliseconds)
        ? [{ schedule: schedule.id, layer: layer.id, member: [...member] }]
        : []
    }),
  )
}
