import type { Bundle } from '../../../core/policy/schema/bundle.ts'
import type { Layer, Schedule } from '../../../core/policy/schema/schedule.ts'

/** Null when there is no such schedule. */
export function withSchedule(bundle: Bundle, id: string, change: (schedule: Schedule) => Schedule): Bundle | null {
  if (!bundle.schedules?.some((each) => each.id === id)) return null
  return { ...bundle, schedules: bundle.schedules.map((each) => (each.id === id ? change(each) : each)) }
}

/** Null when there is no such schedule or layer. */
export function withLayer(
  bundle: Bundle,
  { schedule, layer }: { schedule: string; layer: string },
  change: (layer: Layer) => Layer,
): Bundle | null {
  if (!bundle.schedules?.find((each) => each.id === schedule)?.layers.some((each) => each.id === layer)) return null
  return withSchedule(bundle, schedule, (each) => ({ ...each, layers: each.layers.map((one) => (one.id === layer ? change(one) : one)) }))
}

type Spell = NonNullable<Layer['membership']>[number]

/** Somebody takes turns from then, until then, or both: whoever is no member yet becomes one, last in the order. */
export function withSpell(layer: Layer, spell: Spell): Layer {
  const isMember = layer.members.some((group) => group.includes(spell.member))
  return {
    ...layer,
    members: isMember ? layer.members : [...layer.members, [spell.member]],
    membership: [...(layer.membership ?? []).filter((each) => each.member !== spell.member), spell],
  }
}

/** Takes the dates off again: whoever stays a member takes turns always. */
export const withoutSpell = (layer: Layer, member: string): Layer => ({
  ...layer,
  membership: (layer.membership ?? []).filter((each) => each.member !== member),
})
