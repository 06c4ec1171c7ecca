import type { Addressed, Context, Decision } from '../command/command.ts'
import { refuse } from '../command/command.ts'
import { Draft } from '../command/draft.ts'
import { EVIDENCE_STAGES, type Evidence, FACT_OF_STAGE, isDeadEnd, isFurther } from '../paging/evidence.ts'
import { momentOf } from '../time/moment.ts'
import { climb, nextOf } from './climb.ts'
import { takeNextRoad } from './next-road.ts'
import { isCurrent, keepPage, replaceRoad, roadOf } from './page.ts'
import { withStandby } from './standby.ts'
import { type EscalationState, hasAnswered, isActive } from './state.ts'

/**
 * What a carrier, a device or a person proves of a message. Told as a fact for ever, also of a page that is over; while the
 * ladder climbs, a voicemail or an undelivered message brings the person's next road forward. The same proof twice changes nothing.
 */
export function evidence(state: EscalationState, command: Addressed<never>, context: Context): Decision<EscalationState> {
  const { message, stage, said } = command.data as Evidence
  if (!EVIDENCE_STAGES.includes(stage))
    return refuse('unknown-stage', `evidence.stage is "${String(stage)}"; write one of ${EVIDENCE_STAGES.join(', ')}`, 400)
  if (!message.startsWith(`${command.to.id}.`)) return refuse('unknown-message', `"${message}" is no message of ${command.to.id}`, 404)
  const draft = new Draft({ subject: command.to, by: command.by, now: context.now, state })
  const where = roadOf(state, message)
  const road = where?.page.roads[where.index]
  if (road && !isFurther(stage, road.proof?.stage)) return { facts: [] }
  draft.tell(FACT_OF_STAGE[stage], {
    message,
    page: where?.page.id,
    user: where?.page.user,
    road: road?.road,
    channel: road?.channel,
    said,
  })
  if (!where) return draft.decision()
  const page = replaceRoad(draft, where, { proof: { stage, at: momentOf(context.now), said } })
  if (!isActive(state) || !isCurrent(page, state) || hasAnswered(state, page.user)) return draft.decision()
  if (isDeadEnd(stage)) takeNextRoad(draft, { page, index: where.index }, context)
  else keepPage(draft, withStandby(page, draft.state, context))
  climb(draft, context)
  return draft.decision(nextOf(draft.state))
}
