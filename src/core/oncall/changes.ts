import type { Policy } from '../policy/policy.ts'
import type { CompiledSchedule } from './compiled-schedule.ts'
import { compiledSchedule } from './compiled-schedule.ts'

/** The moments of a schedule at which the answer may change, asked for in rising order. */
export type Changes = {
  /** The first moment after `epoch` at which any answer may differ: often it does not. `epoch` never falls between two questions. */
  next(epoch: number): number
}

type Source = (epoch: number) => number

/**
 * A walk over every source of change: rotations, availability, written moments, of the schedule and of those it uses. Each is asked
 * again only when its own next moment has come.
 */
export function changesFrom(compiled: CompiledSchedule, policy: Policy, start: number): Changes {
  const sources = compiled.uses.length === 0 ? sourcesOf(compiled) : withUsed(compiled, policy, new Set())
  const nexts = sources.map((source) => source(start))
  return {
    next: (epoch) => {
      let first = Number.POSITIVE_INFINITY
      for (let index = 0; index < sources.length; index++) {
        if ((nexts[index] as number) <= epoch) nexts[index] = (sources[index] as Source)(epoch)
        if ((nexts[index] as number) < first) first = nexts[index] as number
      }
      return first
    },
  }
}

function sourcesOf({ rotations, availability, edges }: CompiledSchedule): Source[] {
  const written: Source[] = edges.length > 0 ? [(epoch) => firstAfter(edges, epoch)] : []
  return [...rotations.map(({ nextChange }) => nextChange), ...availability, ...written]
}

function withUsed(compiled: CompiledSchedule, policy: Policy, seen: Set<string>): Source[] {
  if (seen.has(compiled.schedule.id)) return []
  seen.add(compiled.schedule.id)
  const used = compiled.uses.flatMap((id) => compiledSchedule(policy, id) ?? [])
  return [...sourcesOf(compiled), ...used.flatMap((each) => withUsed(each, policy, seen))]
}

/** The first of ordered moments that is later, by halving. */
function firstAfter(edges: readonly number[], epoch: number): number {
  let [low, high] = [0, edges.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((edges[middle] as number) > epoch) high = middle
    else low = middle + 1
  }
  return edges[low] ?? Number.POSITIVE_INFINITY
}
