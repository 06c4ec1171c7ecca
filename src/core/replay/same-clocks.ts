import { instantOf } from '../time/moment.ts'
import type { Clock } from './episodes.ts'

/**
 * The clocks of the other world under the ids of this one where they mean the same: a level that is only called otherwise, or a rule
 * that is, asks for the same thing. Rules are tied to rules that ask for the same of the same, first those of one name, then those
 * that are due nearest to each other.
 */
export function underOldNames(before: readonly Clock[], after: readonly Clock[]): Clock[] {
  const [old, fresh] = [rulesIn(before), rulesIn(after)]
  const names = new Map<string, string>()
  const pairs = [...fresh.values()].filter(({ rule }) => !old.has(rule)).flatMap((is) => candidates(is, [...old.values()], fresh))
  for (const { is, was } of pairs.sort((a, b) => a.distance - b.distance))
    if (!names.has(is.rule) && ![...names.values()].includes(was.rule)) names.set(is.rule, was.rule)
  return after.map((clock) => {
    const { rule, turn } = partsOf(clock)
    return { ...clock, id: `${names.get(rule) ?? rule}${turn}` }
  })
}

type Rule = { rule: string; first: Clock }
type Pair = { is: Rule; was: Rule; distance: number }

/** `respond-sev-1#2` is the second turn of `respond-sev-1`. */
function partsOf({ id }: Clock): { rule: string; turn: string } {
  const at = id.lastIndexOf('#')
  return at < 0 ? { rule: id, turn: '' } : { rule: id.slice(0, at), turn: id.slice(at) }
}

function rulesIn(clocks: readonly Clock[]): Map<string, Rule> {
  const rules = new Map<string, Rule>()
  for (const first of clocks) {
    const { rule } = partsOf(first)
    if (!rules.has(rule)) rules.set(rule, { rule, first })
  }
  return rules
}

function candidates(is: Rule, old: readonly Rule[], fresh: ReadonlyMap<string, Rule>): Pair[] {
  const asked = old.filter(({ rule, first }) => !fresh.has(rule) && first.asks !== undefined && first.asks === is.first.asks)
  return asked.map((was) => ({ is, was, distance: was.first.name === is.first.name ? 0 : 1 + apart(was.first, is.first) }))
}

const apart = (a: Clock, b: Clock): number => Math.abs(instantOf(a.dueAt).epochMilliseconds - instantOf(b.dueAt).epochMilliseconds)
