import { whoAt } from '../../core/oncall/shifts-between.ts'
import { resolveTarget } from '../../core/oncall/targets.ts'
import { idOf, kindOf, type Policy } from '../../core/policy/policy.ts'
import type { Service } from '../../core/policy/schema/escalation.ts'
import { momentOf } from '../../core/time/moment.ts'
import type { ServiceAnswer, ServiceRow } from './contract.ts'

type Named = { id: string; name: string }

/** What is open for a service right now. */
export type OpenOf = { alerts: ServiceAnswer['alerts']; incidents: ServiceAnswer['incidents'] }

export type OpenCounts = { alerts: number; incidents: number; worst: { severity: string; rank: number } | null }

export const countsOf = ({ alerts, incidents }: OpenOf): OpenCounts => {
  const [worst] = [...alerts, ...incidents].toSorted((a, b) => a.rank - b.rank)
  return { alerts: alerts.length, incidents: incidents.length, worst: worst ? { severity: worst.severity, rank: worst.rank } : null }
}

export const personOf = (policy: Policy, id: string): Named => ({ id, name: policy.user(id)?.name ?? id })

/** Whoever the first step of the service's first ladder would page now. */
export function firstPaged(policy: Policy, service: Service, at: Temporal.Instant): Named[] {
  const [ladder] = policy.laddersOf(service.id).filter(({ basis }) => basis === 'acknowledged')
  const targets = ladder?.steps[0]?.page ?? []
  const reached = targets.flatMap((target) => resolveTarget(policy, target, { at, service: service.id }))
  return [...new Set(reached.map(({ user }) => user))].map((user) => personOf(policy, user))
}

export function rowOf(policy: Policy, service: Service, { open, at }: { open: OpenCounts; at: Temporal.Instant }): ServiceRow {
  const team = service.team === undefined ? undefined : policy.team(service.team)
  return {
    ...{
      id: service.id,
      name: service.name ?? service.id,
      description: service.description ?? null,
      criticality: service.criticality ?? null,
    },
    team: team ? { id: team.id, name: team.name ?? team.id } : null,
    component: service.component ?? null,
    onCall: firstPaged(policy, service, at),
    ...{ openAlerts: open.alerts, openIncidents: open.incidents, worst: open.worst },
  }
}

type Link = ServiceAnswer['dependsOn'][number]

function linkOf(policy: Policy, reference: string): Link {
  const id = idOf(reference)
  const dependency = (policy.bundle.dependencies ?? []).find((each) => each.id === id)
  const service = kindOf(reference) === 'dependency' ? undefined : policy.service(id)
  if (service || !dependency)
    return { id, kind: 'service', name: service?.name ?? id, criticality: service?.criticality ?? null, statusUrl: null, contact: null }
  const contact = policy.bundle.contacts?.find((each) => dependency.contact && each.id === idOf(dependency.contact))
  return {
    id,
    kind: 'dependency',
    name: dependency.name ?? id,
    criticality: dependency.criticality ?? null,
    statusUrl: dependency.status_url ?? null,
    contact: contact ? { id: contact.id, name: contact.name } : null,
  }
}

/** Everything else about a service: who has duty by schedule, its ladders, what it needs and who needs it. */
export function detailOf(
  policy: Policy,
  service: Service,
  at: Temporal.Instant,
): Pick<ServiceAnswer, 'duty' | 'ladders' | 'dependsOn' | 'neededBy' | 'runbooks'> {
  const ladders = policy.laddersOf(service.id)
  const schedules = new Set(
    ladders.flatMap(({ steps }) => steps.flatMap(({ page }) => page)).filter((target) => kindOf(target) === 'schedule'),
  )
  const neededBy = (policy.bundle.services ?? []).filter((each) =>
    each.depends_on.some((one) => kindOf(one) !== 'dependency' && idOf(one) === service.id),
  )
  return {
    duty: [...schedules].map((reference) => {
      const { members, until } = whoAt(policy, idOf(reference), at)
      const schedule = policy.schedule(reference)
      return {
        schedule: { id: idOf(reference), name: schedule?.name ?? idOf(reference) },
        people: members.map((user) => personOf(policy, user)),
        until: until ? momentOf(until) : null,
      }
    }),
    ladders: ladders.map(({ id, name, basis, steps }) => ({
      ...{ id, name: name ?? id, basis },
      steps: steps.map(({ page, wait }) => ({ targets: page.map((target) => nameOf(policy, target)), wait: wait?.text ?? null })),
    })),
    dependsOn: service.depends_on.map((reference) => linkOf(policy, reference)),
    neededBy: neededBy.map(({ id }) => linkOf(policy, `service:${id}`)),
    runbooks: service.runbooks.map((id) => ({ id, name: sentenceOf(id) })),
  }
}

function nameOf(policy: Policy, target: string): string {
  const found = [policy.user(target), policy.team(target), policy.schedule(target), policy.role(target)]
  return found[KINDS.indexOf(kindOf(target) ?? '')]?.name ?? idOf(target)
}

const KINDS = ['user', 'team', 'schedule', 'role']

/** `roll-back-a-deploy` → `Roll back a deploy`. */
const sentenceOf = (slug: string): string => slug.charAt(0).toUpperCase() + slug.slice(1).replaceAll('-', ' ')
