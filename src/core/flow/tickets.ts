import type { Context, JsonObject, Reaction } from '../command/command.ts'
import type { Policy } from '../policy/policy.ts'
import { type Effect, incident, on, text } from './order.ts'

type Low = { about: { kind: string; id: string }; data: JsonObject; severity: unknown; policy: Policy }

/** Levels that are for the backlog open a ticket. What is private is told to no tracker. */
function ticketFor({ about, data, severity, policy }: Low): Effect[] {
  const level = policy.severity(text(severity) ?? '')
  const isPrivate = policy.bundle.incident?.types?.find((each) => each.id === data.type)?.private === true
  if (!level?.ticket || isPrivate) return []
  const { title = '', service = null, reference = null } = data
  const asked = { about, title, severity: level.id, service, reference }
  return [{ name: 'open', to: { kind: 'ticket', id: `${about.kind}-${about.id}` }, by: 'engine', data: asked }]
}

const paging = (data: JsonObject): JsonObject => (data.paging ?? {}) as JsonObject
const frozen = (data: JsonObject, context: Context): Policy => context.policyAt(data.policy as number)

/** An alert that pages becomes an incident or is over; one that wakes nobody would be forgotten. */
export const ticketReactions: readonly Reaction[] = [
  on('alert.opened', ({ of, data }, { policy }) =>
    data.quiet && !data.drop ? ticketFor({ about: of, data, severity: data.severity, policy }) : [],
  ),
  on('incident.declared', ({ of, data }, context) =>
    ticketFor({ about: of, data, severity: data.severity, policy: frozen(data, context) }),
  ),
  on('incident.severity_changed', ({ of, data }, context) =>
    ticketFor({ about: of, data: paging(data), severity: data.to, policy: frozen(paging(data), context) }),
  ),
  on('ticket.opened', ({ data }) => {
    const about = data.about as unknown as { kind: string; id: string }
    return about.kind === 'incident'
      ? [incident(about.id, { name: 'ticket', data: { integration: data.integration ?? '', url: data.url ?? null } })]
      : []
  }),
]
