import type { Layer, Schedule } from '../../../../core/policy/schema/schedule.ts'
import { parseDuration } from '../../../../core/time/duration.ts'

/** Changes of a rotation under edit; each gives a new one and leaves the old as it is. */
export function withLayer(schedule: Schedule, id: string, change: (layer: Layer) => Layer): Schedule {
  return { ...schedule, layers: schedule.layers.map((each) => (each.id === id ? change(each) : each)) }
}

/** Puts the member at `from` where the one at `to` stands; places beyond the ends change nothing. */
export function withMemberMoved(layer: Layer, from: number, to: number): Layer {
  const member = layer.members[from]
  if (!member || from === to || to < 0 || to >= layer.members.length) return layer
  const rest = layer.members.filter((_, i) => i !== from)
  return { ...layer, members: [...rest.slice(0, to), member, ...rest.slice(to)] }
}

export const withMember = (layer: Layer, reference: string): Layer => ({ ...layer, members: [...layer.members, [reference]] })

/** A rotation needs somebody: the last one stays. Dates of whoever is gone go with them. */
export function withoutMember(layer: Layer, at: number): Layer {
  if (layer.members.length < 2) return layer
  const members = layer.members.filter((_, i) => i !== at)
  const isLeft = (member: string): boolean => members.some((group) => group.includes(member))
  const { membership, ...rest } = layer
  const kept = (membership ?? []).filter(({ member }) => isLeft(member))
  return { ...rest, members, ...(kept.length > 0 ? { membership: kept } : {}) }
}

/** Serves the turn together with the one before; and back to turns of their own. */
export function withSharedTurn(layer: Layer, at: number): Layer {
  const [before, own] = [layer.members[at - 1], layer.members[at]]
  if (!before || !own) return layer
  return { ...layer, members: layer.members.flatMap((group, i) => (i === at ? [] : i === at - 1 ? [[...before, ...own]] : [group])) }
}

export const withSplitTurn = (layer: Layer, at: number): Layer => ({
  ...layer,
  members: layer.members.flatMap((group, i) => (i === at ? group.map((each) => [each]) : [group])),
})

/** `weekly`, `daily`, … or a length such as `36h`; null when the text is neither. */
export function withPace(layer: Layer, text: string): Layer | null {
  const { handoff, ...rest } = layer
  // A weekday means nothing to a day or a month; the time of day stays.
  const kept = handoff?.at === undefined ? {} : { handoff: { at: handoff.at } }
  if (text === 'weekly') return { ...layer, rotation: text }
  if (text === 'hourly' || text === 'daily' || text === 'monthly') return { ...rest, ...kept, rotation: text }
  const length = parseDuration(text)
  return length && length.amount > 0 ? { ...rest, ...kept, rotation: length } : null
}

/** When the first of a member's turns may begin and the last one ends; both absent is always. */
export function withSpell(
  layer: Layer,
  { member, from, to }: { member: string; from?: string | undefined; to?: string | undefined },
): Layer {
  const others = (layer.membership ?? []).filter((each) => each.member !== member)
  const spell = { member, ...(from ? { from } : {}), ...(to ? { to } : {}) }
  return { ...layer, membership: from || to ? [...others, spell] : others }
}

/** A layer that nobody has yet: it needs an id of its own and somebody to begin with. */
export function withNewLayer(
  schedule: Schedule,
  { member, starts }: { member: string; starts: string },
): { schedule: Schedule; id: string } {
  const taken = new Set(schedule.layers.map(({ id }) => id))
  let n = schedule.layers.length + 1
  while (taken.has(`layer-${n}`)) n += 1
  const layer: Layer = {
    id: `layer-${n}`,
    rotation: 'weekly',
    every: 1,
    starts,
    handoff: { day: 'mon', at: starts.slice(11, 16) },
    members: [[member]],
    restrict: [],
    advance: 'served',
  }
  return { schedule: { ...schedule, layers: [...schedule.layers, layer] }, id: layer.id }
}

export const withoutLayer = (schedule: Schedule, id: string): Schedule => ({
  ...schedule,
  layers: schedule.layers.filter((each) => each.id !== id),
  shadows: schedule.shadows.filter((each) => each.follows !== id),
})

/** Later layers win: `step` 1 is one up in force. */
export function withLayerMoved(schedule: Schedule, id: string, step: number): Schedule {
  const at = schedule.layers.findIndex((each) => each.id === id)
  const layer = schedule.layers[at]
  const to = at + step
  if (!layer || to < 0 || to >= schedule.layers.length) return schedule
  const rest = schedule.layers.filter((each) => each !== layer)
  return { ...schedule, layers: [...rest.slice(0, to), layer, ...rest.slice(to)] }
}

/** As the policy writes it, which is what the server reads: lengths are text. */
export function writtenSchedule({ overrides: _, ...schedule }: Schedule): Record<string, unknown> {
  const layers = schedule.layers.map((layer) => ({
    ...layer,
    rotation: typeof layer.rotation === 'string' ? layer.rotation : layer.rotation.text,
  }))
  return JSON.parse(JSON.stringify({ ...schedule, layers }))
}
