import { idOf, type Policy } from '../policy/policy.ts'
import type { IncidentState } from './state.ts'

/**
 * What customers and those who speak with them read instead of the title: what somebody wrote for them, else only what the
 * public page names already. The title itself is for colleagues; it may hold a host, a customer, a cause.
 */
export function publicTitleOf({ publicTitle, service }: Pick<IncidentState, 'publicTitle' | 'service'>, policy: Policy): string {
  if (publicTitle) return publicTitle
  const named = (policy.bundle.status_pages ?? []).filter((page) => !page.private).flatMap((page) => page.components.map(idOf))
  const known = service && named.includes(idOf(service)) ? policy.service(service) : undefined
  return `Problem with ${known?.component ?? known?.name ?? policy.bundle.organization.name}`
}
