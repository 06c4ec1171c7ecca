import type { RecordedFact } from '../../../core/command/command.ts'
import { isWakingRoad } from '../../../core/paging/roads.ts'
import type { Urgency } from '../../../core/paging/urgency.ts'
import type { Policy } from '../../../core/policy/policy.ts'
import type { Basis } from '../../../core/policy/schema/escalation.ts'
import type { Wake } from '../contract/simulate.ts'

/** What was played: the facts of one alert, from `start` on. */
export type Ground = { policy: Policy; start: Temporal.Instant; facts: readonly RecordedFact[]; urgency: Urgency }

export type Named = { id: string; name: string }
export type Ladder = Named & { basis: Basis }

export const personOf = (policy: Policy, id: string): Named => ({ id, name: policy.user(id)?.name ?? id })

export const secondsAfter = ({ start }: Pick<Ground, 'start'>, moment: string): number =>
  Math.round((Temporal.Instant.from(moment).epochMilliseconds - start.epochMilliseconds) / 1000)

/** Which ladder each escalation of the play climbs. */
export function laddersIn({ facts, policy }: Ground): Map<string, Ladder> {
  const started = facts.filter((fact) => fact.name === 'escalation.started')
  return new Map(started.map(({ of, data }) => [of.id, ladderOf(policy, String(data.ladder))]))
}

export function ladderOf(policy: Policy, id: string): Ladder {
  const found = id === policy.fallbackLadder.id ? policy.fallbackLadder : policy.ladder(id)
  return { id, name: found?.name ?? id, basis: found?.basis ?? 'acknowledged' }
}

/** Everybody who is paged, in order of time: the roads of one page that are taken at one moment are one wake. */
export function wakesOf(ground: Ground): Wake[] {
  const ladders = laddersIn(ground)
  const opened = new Map(ground.facts.filter(({ name }) => name === 'page.opened').map((fact) => [String(fact.data.page), fact]))
  const queued = ground.facts.filter(({ name }) => name === 'page.queued')
  const groups = Map.groupBy(queued, ({ at, data }) => `${at} ${data.page}`)
  return [...groups.values()].map((group) => wakeOf(group, { ground, ladders, opened })).sort((a, b) => a.at.localeCompare(b.at))
}

type Known = { ground: Ground; ladders: Map<string, Ladder>; opened: Map<string, RecordedFact> }

function wakeOf(group: RecordedFact[], { ground, ladders, opened }: Known): Wake {
  const { at, of, data } = group[0] as RecordedFact
  const page = opened.get(String(data.page))?.data ?? {}
  const roads = group.map((fact) => {
    const road = String(fact.data.road)
    return { road, channel: String(fact.data.channel), wakes: ground.urgency === 'low' || isWakingRoad(road) }
  })
  return {
    at,
    afterS: secondsAfter(ground, at),
    person: personOf(ground.policy, String(data.user)),
    roads,
    wakes: roads.some((each) => each.wakes),
    ladder: ladders.get(of.id) ?? ladderOf(ground.policy, of.id),
    step: Number(page.step ?? 0),
    round: roundOf(String(data.page)),
    because: (page.because ?? []) as string[],
    why: [page.reason, page.why].filter(Boolean).join('; ') || null,
  }
}

/** A page's id ends with the climb's count, the step and the person. */
const roundOf = (page: string): number => Number(page.split('.').at(-3) ?? 0) + 1
