import type { Policy } from '../policy/policy.ts'
import type { EscalationPolicy } from '../policy/schema/escalation.ts'

type Asked = { service: string | null; code: string; ladder?: string | null }

/** Manual ladders that a service can be escalated on; without a service, all there are. */
function manualLadders(policy: Policy, service: string | null): EscalationPolicy[] {
  const own = service === null ? [] : policy.laddersOf(service).filter((each) => each.basis === 'manual')
  return own.length > 0 ? own : (policy.bundle.escalation_policies ?? []).filter((each) => each.basis === 'manual')
}

/** The manual ladder that a reason leads to: the one that is named, else the first that knows the reason. */
export function manualLadderFor(policy: Policy, { service, code, ladder }: Asked): EscalationPolicy | undefined {
  const all = manualLadders(policy, service)
  const candidates = ladder ? all.filter((each) => each.id === ladder) : all
  return candidates.find((each) => each.steps.some((step) => step.reason.length === 0 || step.reason.includes(code)))
}

/** Reasons that lead somewhere, for whoever is to choose one. */
export const reasonsFor = (policy: Policy, service: string | null): string[] => [
  ...new Set(manualLadders(policy, service).flatMap((ladder) => ladder.steps.flatMap((step) => step.reason))),
]
