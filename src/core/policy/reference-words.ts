import { idOf, kindOf, type Policy } from './policy.ts'

/** What a reference means to a reader: "Ann Ode", "on call: Primary", "team Payments". */
export function nameOf(policy: Policy, reference: string): string {
  const named: Readonly<Record<string, (id: string) => string | undefined>> = {
    user: (id) => policy.user(id)?.name,
    team: (id) => `team ${policy.team(id)?.name ?? id}`,
    schedule: (id) => `on-call: ${policy.schedule(id)?.name ?? id}`,
    role: (id) => policy.role(id)?.name,
    audience: (id) => policy.audience(id)?.name,
    service: (id) => policy.service(id)?.name,
    channel: (id) => `#${policy.bundle.channels?.find((each) => each.id === id)?.name ?? id}`,
    contact: (id) => policy.bundle.contacts?.find((each) => each.id === id)?.name,
  }
  const kind = kindOf(reference)
  return (kind ? named[kind]?.(idOf(reference)) : policy.user(reference)?.name) ?? idOf(reference)
}

export const namesOf = (policy: Policy, references: readonly string[]): string => references.map((each) => nameOf(policy, each)).join(', ')
