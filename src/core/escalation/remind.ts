import type { Context } from '../command/command.ts'
import type { Draft } from '../command/draft.ts'
import { quietWay, waysTo } from '../paging/roads.ts'
import { momentOf } from '../time/moment.ts'
import { contentOf } from './page.ts'
import type { EscalationState } from './state.ts'

/** A reminder that comes later than this is overtaken by the next. */
const reminderLifeMinutes = 15

/** Asks whoever has it whether they still do, by the quietest road there is: they are at work on it, or have forgotten it. */
export function remindHolder(draft: Draft<EscalationState>, context: Context): void {
  const { state, subject, now } = draft
  const holder = state.acknowledged
  const user = holder?.by.startsWith('user:') ? context.policy.user(holder.by) : undefined
  const way = user && quietWay(waysTo(user, context.canSend))
  if (user && way)
    draft.send({
      id: `${subject.id}.${state.generation}.r${now.epochMilliseconds}.${user.id}/${way.channel}`,
      channel: way.channel,
      target: `user:${user.id}`,
      road: way.road,
      content: contentOf(draft, 'notify', {
        text: `You have had this since ${holder?.at}, and it is not resolved. Resolve it, or pass it on.`,
      }),
      until: momentOf(now.add({ minutes: reminderLifeMinutes })),
      generation: state.generation,
    })
  draft.tell('escalation.ack_reminded', { user: user?.id ?? holder?.by ?? null, channel: way?.channel ?? null })
}
