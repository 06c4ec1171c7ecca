import type { Context } from '../command/command.ts'
import type { Draft } from '../command/draft.ts'
import { quietWay, waysTo } from '../paging/roads.ts'
import { momentOf } from '../time/moment.ts'
import type { IncidentState } from './state.ts'
import { headOf } from './view.ts'

/** What a role asks of whoever holds it is news for this long. */
const dutyLifeHours = 4

/** The new holder reads what the role asks of them, where they read messages. */
export function tellDuties(draft: Draft<IncidentState>, { role, user }: { role: string; user: string }, context: Context): void {
  const known = context.policyAt(draft.state.policy).role(role)
  if (!known || known.duties.length + known.qualities.length === 0) return
  const person = context.policy.user(user)
  const way = person && quietWay(waysTo(person, context.canSend))
  if (!way) return
  const name = known.name ?? known.id
  const lines = [
    `You are ${name}.`,
    ...known.duties.map((duty) => `- ${duty}`),
    ...(known.qualities.length > 0 ? [`What helps: ${known.qualities.join(', ')}.`] : []),
  ]
  draft.send({
    id: `${draft.subject.id}.role.${role}.${momentOf(context.now)}.${user}/${way.channel}`,
    channel: way.channel,
    target: `user:${user}`,
    road: way.road,
    content: { ...headOf(draft), kind: 'notify', moment: 'role_assigned', role, text: lines.join('\n') },
    until: momentOf(draft.now.add({ hours: dutyLifeHours })),
    generation: 0,
  })
}
