import type { Reaction } from '../command/command.ts'
import { STANDING } from '../obligation/standing.ts'
import { on, text } from './order.ts'

/** After an incident of a level that asks for it, somebody owes the document a look. */
const reviewDocument = on('incident.resolved', ({ data }, context) => {
  const policy = context.policyAt(Number(data.policy))
  const after = context.policy.bundle.document?.review?.after ?? []
  const severity = policy.severity(text(data.severity) ?? '')
  if (!severity || !after.some((each) => policy.severity(each)?.id === severity.id)) return []
  return [{ name: 'incident-over', to: STANDING, by: 'engine', data: { reference: data.reference ?? '', severity: severity.id } }]
})

export const standingReactions: readonly Reaction[] = [reviewDocument]
