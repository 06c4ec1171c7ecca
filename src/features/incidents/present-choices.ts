import type { Addressed, JsonObject } from '../../core/command/command.ts'
import { incidentMachine } from '../../core/incident/machine.ts'
import { proposedSeverity, type SeverityProposal } from '../../core/incident/proposals.ts'
import type { Policy } from '../../core/policy/policy.ts'
import { isPermitted, type Principal } from '../../platform/auth/permissions.ts'
import type { DeclareChoices } from './contract/incident.ts'
import { impactFields } from './reads/impact-fields.ts'
import { contextOf, type Present } from './reads/present.ts'

const named = (list: readonly { id: string; name?: string | undefined }[] | undefined) =>
  (list ?? []).map(({ id, name }) => ({ id, name: name ?? id }))

/** What the forms of declaring, reporting and finding may name under a policy. */
export function presentChoices({ bundle, severities }: Policy, principal: Principal | null): DeclareChoices {
  const { definition = [], sources = [], types = [], impact = {} } = bundle.incident ?? {}
  return {
    definition,
    sources,
    severities: severities.map(({ id, name, definition: means, criteria, examples, pages }, rank) => ({
      ...{ id, name: name ?? id, rank: rank + 1, definition: means ?? null, criteria, examples },
      pages: pages !== false,
    })),
    services: named(bundle.services),
    types: named(types),
    people: named(bundle.users),
    impact: impactFields(impact).map(([id, { name, type, options }]) => ({
      ...{ id, name: name ?? id.replaceAll('_', ' '), type, options, value: null },
    })),
    canDeclare: principal !== null && isPermitted(principal, 'incident.declare'),
    canReport: principal !== null && isPermitted(principal, 'incident.report'),
  }
}

/** The level that hints would propose if this were declared now: the core declares it on paper, at the least severe level. */
export function proposalFor(
  { service, impact }: { service?: string | undefined; impact: object },
  present: Present,
): SeverityProposal | null {
  const context = contextOf(present)
  const { policy, now } = context
  const severity = policy.severities.at(-1)?.id ?? null
  const data = { title: 'not declared yet', severity, service: service ?? null, impact: impact as JsonObject, page: false }
  const command = { name: 'declare', to: { kind: 'incident', id: 'not-declared-yet' }, by: 'engine', data } satisfies Addressed<JsonObject>
  const numbers = Object.fromEntries((incidentMachine.numbers?.(command as never, policy, now) ?? []).map((counter) => [counter, 0]))
  const { state } = incidentMachine.decide(null, command as never, { ...context, numbers })
  return state ? proposedSeverity(state, context) : null
}
