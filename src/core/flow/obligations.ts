import type { Reaction } from '../command/command.ts'
import { STANDING } from '../obligation/standing.ts'
import { incident, on, text, texts } from './order.ts'

/** After an incident of a level that asks for it, somebody owes the document a look. */
const reviewDocument = on('incident.resolved', ({ data }, context) => {
  const policy = context.policyAt(Number(data.policy))
  const after = context.policy.bundle.document?.review?.after ?? []
  const severity = policy.severity(text(data.severity) ?? '')
  if (!severity || !after.some((each) => policy.severity(each)?.id === severity.id)) return []
  // What is owed is read by everybody, so what is private is not named in it.
  const reference = data.isPrivate ? null : (data.reference ?? null)
  return [{ name: 'incident-over', to: STANDING, by: 'engine', data: { reference, severity: severity.id } }]
})

/** Whoever was to be called has been paged: nobody has to say so. */
const tellPaged = on('escalation.step_fired', ({ data }, context) => {
  const about = data.about as { kind?: string; id?: string } | undefined
  const isOwed = context.policy.bundle.obligations?.some((rule) => rule.must === 'escalate')
  if (about?.kind !== 'incident' || !about.id || !isOwed || texts(data.users).length === 0) return []
  const { ladder = null } = data
  return [incident(about.id, { name: 'paged', data: { targets: texts(data.targets), users: texts(data.users), ladder } })]
})

export const obligationReactions: readonly Reaction[] = [reviewDocument, tellPaged]
