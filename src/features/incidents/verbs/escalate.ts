import { callOutCommand } from '../../../core/escalation/call-out.ts'
import type { StartEscalation } from '../../../core/escalation/join.ts'
import { ladderIdOf } from '../../../core/escalation/ladder-id.ts'
import { manualLadderFor, reasonsFor } from '../../../core/escalation/manual.ts'
import type { EscalationState } from '../../../core/escalation/state.ts'
import { pagingOf } from '../../../core/incident/view.ts'
import { Problem, problemOf } from '../../../platform/http/problem.ts'
import type { App } from '../../feature.ts'
import type { StoredIncident } from '../reads/incidents.ts'
import { type Asked, carryOut, type Done } from './verb.ts'

type About = Omit<StartEscalation, 'ladder'>

const aboutOf = ({ id, state }: StoredIncident): About => ({ ...(pagingOf(state) as unknown as About), about: { kind: 'incident', id } })

/** A person asks for more: the reason chooses the manual ladder and its step; given again it leads further up. */
export async function escalate(
  app: App,
  incident: StoredIncident,
  { body, by, via }: Asked<{ reason: string; note?: string; ladder?: string }>,
): Promise<Done> {
  const { reason: code, note, ladder: named = null } = body
  await app.policies.ensure([incident.state.policy])
  const policy = app.policies.at(incident.state.policy)
  const { service } = incident.state
  const ladder = manualLadderFor(policy, { service, code, ladder: named })
  if (!ladder)
    throw new Problem({
      code: 'reason-unknown',
      status: 400,
      detail: `"${code}" is the reason of no manual ladder; use one of ${reasonsFor(policy, service).join(', ') || 'none (add an escalation policy with `basis: manual`)'}, or page somebody.`,
    })
  const reason = note ? `${code.replaceAll('-', ' ')}: ${note}` : code.replaceAll('-', ' ')
  const data = {
    ...aboutOf(incident),
    ladder: { id: ladder.id, targets: null, reason },
    line: 'beside',
    byHand: { code, reason },
    code,
    reason,
  } satisfies StartEscalation & { code: string; reason: string }
  const to = { kind: 'escalation', id: ladderIdOf(incident.id, incident.state.reopenings ?? 0, ladder.id) }
  return carryOut(app, { name: 'climb', to, by, data: { ...data, via } })
}

/** Everybody behind the targets, for this incident. */
export async function callOutFor(
  app: App,
  incident: StoredIncident,
  { body, by }: Asked<{ targets: string[]; reason?: string }>,
): Promise<Done> {
  const { targets, reason } = body
  const why = reason ?? `all hands are called out for ${incident.state.reference}`
  const made = { policy: app.policies.live(), id: `esc-${app.newId()}`, by }
  const command = callOutCommand({ ...aboutOf(incident), targets, reason: why }, made)
  if ('code' in command) throw problemOf(command)
  return carryOut(app, command)
}

/** Somebody outside has been called: their case number goes to the ladder that asked for it. */
export async function contacted(
  app: App,
  incident: StoredIncident,
  { body, by, via }: Asked<{ contact: string; caseNumber?: string; note?: string }>,
): Promise<Done> {
  const contact = body.contact.replace(/^contact:/, '')
  const asking = await escalationThatAsks(app, incident.id, contact)
  const to = { kind: 'escalation', id: asking ?? ladderIdOf(incident.id, incident.state.reopenings ?? 0, `contact-${contact}`) }
  if (!asking) {
    if (!app.policies.live().bundle.contacts?.some((each) => each.id === contact))
      throw new Problem({
        code: 'contact-unknown',
        status: 400,
        detail: `"${contact}" is no contact of the policy; add it under contacts:.`,
      })
    // Nobody's ladder asked for it: whoever called by themselves is the one who asked.
    const ladder = { id: `contact-${contact}`, targets: [`contact:${contact}`], reason: 'somebody called them' }
    const { refusal } = await app.engine.execute({ name: 'start', to, by, data: { ...aboutOf(incident), ladder, line: 'beside', via } })
    if (refusal && refusal.code !== 'already-started') throw problemOf(refusal)
  }
  const { caseNumber = null, note = null } = body
  return carryOut(app, { name: 'contacted', to, by, data: { contact, caseNumber, note, via } })
}

async function escalationThatAsks(app: App, incident: string, contact: string): Promise<string | null> {
  const found = await app.store.find('escalation', 'about_id', [incident])
  const rows = await app.store.load(found.map(({ id }) => ({ kind: 'escalation', id })))
  const asks = (state: EscalationState): boolean => state.contacts?.some((each) => each.contact === contact) ?? false
  const open = rows.find((row) => (row.state as EscalationState).contacts?.some((each) => each.contact === contact && !each.done))
  return (open ?? rows.find((row) => asks(row.state as EscalationState)))?.subject.id ?? null
}
