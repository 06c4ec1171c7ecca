import type { Addressed, Context, Decision, JsonObject, Machine } from '../command/command.ts'
import { refuse } from '../command/command.ts'
import { Draft } from '../command/draft.ts'
import type { Policy } from '../policy/policy.ts'
import type { Integration } from '../policy/schema/intake.ts'
import { type Moment, momentOf } from '../time/moment.ts'

/** What is asked of whoever keeps the backlog, once for an alert or incident. Its id is `<kind>-<id>` of what it is about. */
export type TicketState = {
  about: { kind: string; id: string }
  integration: string
  status: 'asked' | 'opened' | 'failed'
  url: string | null
  askedAt: Moment
  /** What it is about is private by now, or goes on elsewhere: it says so as soon as it can. */
  turned?: Turned
}

/** `hidden`: neutral words stand in place of its own. `ended`: it is closed there. */
export type Turned = { to: 'hidden' | 'ended'; reference: string; why: string }

export type OpenTicket = {
  about: { kind: string; id: string }
  title: string
  severity: string
  service: string | null
  reference: string | null
}

/** Kinds of integration that keep tickets, where the policy names none. */
const TRACKERS: readonly string[] = ['github']
/** Nobody waits for a ticket in the night: it is tried for days before it is given up. */
const TICKET_LIFE_DAYS = 7

/** Who keeps tickets: the integration that the policy names, else the first of a kind that does. */
export function trackerOf({ bundle, integration }: Policy): Integration | undefined {
  const named = bundle.incident?.track
  return named ? integration(named) : bundle.integrations?.find((each) => TRACKERS.includes(each.type))
}

/** asked → opened or failed. Asked once: a level that comes back opens no second ticket. It is turned when its incident is. */
export const ticketMachine: Machine<TicketState> = {
  kind: 'ticket',
  decide(state, command, context) {
    if (command.name === 'open') return state ? { facts: [] } : open(command as Addressed<OpenTicket>, context)
    if (!state) return refuse('not-found', `there is no ticket ${command.to.id}`, 404)
    if (command.name === 'turn') return turn(state, command as Addressed<Turned>, context)
    if (command.name === 'delivered' || command.name === 'failed') return settle(state, command, context)
    return refuse('unknown-command', `a ticket does not know "${command.name}"`, 400)
  },
  columns: () => ({ key: null }),
}

function open({ to, by, data }: Addressed<OpenTicket>, { now, policy }: Context): Decision<TicketState> {
  const tracker = trackerOf(policy)
  // A policy that names no tracker asks for none: the list of incidents is the backlog.
  if (!tracker) return { facts: [] }
  const { about, title, severity, service, reference } = data
  const state: TicketState = { about, integration: tracker.id, status: 'asked', url: null, askedAt: momentOf(now) }
  const draft = new Draft({ subject: to, by, now, state })
  const content: JsonObject = { kind: 'ticket', about, title, severity, service, ...(reference ? { reference } : {}) }
  draft.send({
    id: `ticket.${to.id}`,
    channel: tracker.type,
    target: `integration:${tracker.id}`,
    road: 'ticket',
    content,
    until: momentOf(now.add({ hours: 24 * TICKET_LIFE_DAYS })),
    generation: 0,
  })
  draft.tell('ticket.asked', { about, integration: tracker.id, severity })
  return draft.decision()
}

/** What is not begun is not opened at all; what may be there already is turned when it is known where. */
function turn(state: TicketState, { to, by, data }: Addressed<Turned>, { now, policy }: Context): Decision<TicketState> {
  const draft = new Draft({ subject: to, by, now, state })
  if (state.turned?.to === data.to) return draft.decision()
  draft.set({ turned: data })
  draft.tell('ticket.turned', { about: state.about, ...data })
  if (state.status === 'asked') draft.withdraw('all')
  if (state.status === 'opened') write(draft, policy)
  return draft.decision()
}

/** Tells whoever keeps it. `handle` is where it is; a program of your own finds it by what it is about. */
function write(draft: Draft<TicketState>, policy: Policy): void {
  const { turned, url, integration, about } = draft.state
  const type = policy.integration(integration)?.type
  if (!turned || !type) return
  const { to, reference, why } = turned
  draft.send({
    id: `ticket.${draft.subject.id}.${to}`,
    channel: type,
    target: `integration:${integration}`,
    road: 'ticket',
    content: {
      ...{ kind: 'ticket', about, reference, handle: url, title: to === 'hidden' ? 'private to its responders' : why, text: why },
      ...(to === 'ended' ? { moment: 'resolved' } : {}),
    },
    until: momentOf(draft.now.add({ hours: 24 * TICKET_LIFE_DAYS })),
    generation: 0,
  })
}

type Answer = { message: string; providerId?: string | null; said: string; retrying?: boolean }

function settle(state: TicketState, { to, by, name, data }: Addressed<never>, { now, policy }: Context): Decision<TicketState> {
  const { message, providerId = null, said, retrying } = data as Answer
  const draft = new Draft({ subject: to, by, now, state })
  const { about, integration, turned } = state
  if (message !== `ticket.${to.id}`) {
    if (!retrying) draft.tell(name === 'delivered' ? 'ticket.rewritten' : 'ticket.left', { about, ...turned, url: state.url, said })
  } else if (name === 'delivered') {
    const url = providerId && URL.canParse(providerId) ? providerId : null
    draft.set({ status: 'opened', url })
    draft.tell('ticket.opened', { about, integration, url })
    write(draft, policy)
  } else if (!retrying) {
    draft.set({ status: 'failed' })
    draft.tell('ticket.failed', { about, integration, said })
  }
  return draft.decision()
}
