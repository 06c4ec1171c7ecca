import type { Context } from '../command/command.ts'
import { resolveTarget } from '../oncall/targets.ts'
import { waysTo } from '../paging/roads.ts'
import { idOf, kindOf } from '../policy/policy.ts'
import type { Audience } from '../policy/schema/severity.ts'
import type { IncidentState } from './state.ts'
import { holdersOf } from './view.ts'

/** `target` is `user:ann` or `recipient:customers/acme`; `zone` is theirs where it is known. */
export type Addressee = { target: string; name?: string; impact?: string; zone?: string }

/** Who of an audience is written to about this incident, and whom of it no mail reaches. Channels are told by posts. */
export function addresseesOf(audience: Audience, state: IncidentState, context: Context): { reached: Addressee[]; unreached: string[] } {
  const affected = affectedServices(state)
  const asked = { at: context.now, holders: holdersOf(state), service: state.service, type: state.type }
  const named = audience.members.filter((each) => kindOf(each) !== 'channel')
  const users = [...new Set(named.flatMap((member) => resolveTarget(context.policy, member, asked).map(({ user }) => user)))]
  const people = users.map((id) => {
    const person = context.policy.user(id)
    const isReached = person !== undefined && waysTo(person, context.canSend).some(({ channel }) => channel === 'email')
    return { target: `user:${id}`, name: person?.name ?? id, isReached, ...(person?.timezone ? { zone: person.timezone } : {}) }
  })
  // Their addresses are today's: a list of customers is corrected while an incident runs.
  const outside = (audience.recipients ?? []).filter(
    ({ services }) => services.length === 0 || services.some((each) => affected.has(idOf(each))),
  )
  return {
    reached: [
      ...people.flatMap(({ isReached, ...person }) => (isReached ? [person] : [])),
      ...outside.map(({ id, name, impact }) => ({
        target: `recipient:${audience.id}/${id}`,
        ...(name ? { name } : {}),
        ...(impact ? { impact } : {}),
      })),
    ],
    unreached: people.flatMap(({ target, isReached }) => (isReached ? [] : [target])),
  }
}

/** The incident's own service and whatever was ever published as anything but working. */
function affectedServices({ service, posts }: IncidentState): Set<string> {
  const said = posts.flatMap(({ components }) => components.filter(({ status }) => status !== 'operational').map(({ id }) => idOf(id)))
  return new Set([...(service ? [idOf(service)] : []), ...said])
}
