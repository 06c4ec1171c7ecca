import type { Context, JsonObject, Reaction } from '../command/command.ts'
import type { Policy } from '../policy/policy.ts'
import type { Turned } from '../ticket/machine.ts'
import { type Effect, incident, on, type Told, text } from './order.ts'

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

const turn = ({ of }: Told, turned: Turned): Effect => ({
  ...{ name: 'turn', to: { kind: 'ticket', id: `${of.kind}-${of.id}` } },
  ...{ by: 'engine', data: turned },
})

/** What the tracker keeps of it although it was rewritten, and what it was asked for in vain: its responders have to know. */
function tellTurned({ name, data }: Told): Effect[] {
  const about = data.about as unknown as { kind: string; id: string }
  const at = text(data.url) ? ` ${data.url as string}` : ''
  const said =
    name === 'ticket.rewritten'
      ? data.to === 'hidden' &&
        `The ticket${at} shows neutral words now. Its history of edits, its comments and the mails about it keep the old ones: delete it there if they must go.`
      : data.to === 'hidden'
        ? `The ticket${at} still shows the title (${data.said as string}): change or delete it by hand.`
        : `The ticket${at} is still open (${data.said as string}): close it by hand.`
  return said && about.kind === 'incident' ? [incident(about.id, { name: 'note', data: { text: said } })] : []
}

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
  on('incident.made_private', (fact) => {
    const reference = String(fact.data.reference)
    return [turn(fact, { to: 'hidden', reference, why: `What stood here is private to the responders of ${reference}.` })]
  }),
  on('incident.merged', (fact) => {
    const { own = '', reference = '' } = fact.data
    return [turn(fact, { to: 'ended', reference: String(own), why: `It goes on as ${String(reference)}.` })]
  }),
  on('ticket.rewritten', tellTurned),
  on('ticket.left', tellTurned),
  on('ticket.opened', ({ data }) => {
    const about = data.about as unknown as { kind: string; id: string }
    return about.kind === 'incident'
      ? [incident(about.id, { name: 'ticket', data: { integration: data.integration ?? '', url: data.url ?? null } })]
      : []
  }),
]
