import type { Context } from '../command/command.ts'
import { resolveTarget } from '../oncall/targets.ts'
import { kindOf } from '../policy/policy.ts'
import type { Channel } from '../policy/schema/organization.ts'
import type { IncidentState } from './state.ts'
import { holdersOf } from './view.ts'

/** More names at the head of a post are read by nobody. */
const MOST_NAMED = 20

/** Who is mentioned in what is posted to a channel: `group:S0ABC123` where an audience has one, else each of them as `user:ann`. */
export function mentionsFor({ mentions = [] }: Channel, state: IncidentState, context: Context): string[] {
  const asked = { at: context.now, holders: holdersOf(state), service: state.service, type: state.type }
  const people = (target: string): string[] => resolveTarget(context.policy, target, asked).map(({ user }) => `user:${user}`)
  const named = mentions.flatMap((target) => {
    const audience = ['audience', null].includes(kindOf(target)) ? context.policy.audience(target) : undefined
    if (audience?.mention) return [`group:${audience.mention}`]
    return audience ? audience.members.flatMap(people) : people(target)
  })
  return [...new Set(named)].slice(0, MOST_NAMED)
}
