import type { BusinessCalendar } from '../time/business-calendar.ts'
import { EVERY_HOUR } from '../time/business-calendar.ts'
import type { Bundle } from './schema/bundle.ts'
import type { Basis, EscalationPolicy, Service } from './schema/escalation.ts'
import type { Integration } from './schema/intake.ts'
import type { Team, User } from './schema/people.ts'
import type { Schedule } from './schema/schedule.ts'
import type { Audience, Role, Severity } from './schema/severity.ts'

/** The id of the ladder made from `organization.fallback.page`. */
export const FALLBACK_LADDER = 'fallback'

/**
 * One version of an organisation's policy with its look-ups. Ids are bare slugs; `user:ann` and `ann` both find Ann.
 * What is not found is `undefined`.
 */
export type Policy = {
  version: number
  bundle: Bundle
  /** Most severe first, never empty: a bundle without severities has one that pages. */
  severities: readonly Severity[]
  mostSevere: Severity
  leastSevere: Severity
  /** Business hours for `bd` clocks, with the organisation's zone. Without business hours every hour counts. */
  calendar: BusinessCalendar
  /** By id or alias in any spelling (`sev1`, `SEV-1`, `Sev 1`). */
  severity(text: string): Severity | undefined
  /** 0 is the most severe; unknown ranks as the most severe, because doubt must wake somebody. */
  rankOf(severityId: string): number
  user(id: string): User | undefined
  userByEmail(email: string): User | undefined
  team(id: string): Team | undefined
  schedule(id: string): Schedule | undefined
  service(id: string): Service | undefined
  ladder(id: string): EscalationPolicy | undefined
  role(id: string): Role | undefined
  audience(id: string): Audience | undefined
  integration(id: string): Integration | undefined
  /** The service's ladders; without service or ladders the organisation's fallback. Never empty, though its target may reach nobody. */
  laddersOf(serviceId: string | null): readonly EscalationPolicy[]
  fallbackLadder: EscalationPolicy
}

/** A bundle of users and schedules alone still pages: everything is as severe as can be. */
const ONLY_SEVERITY: Severity = {
  id: 'critical',
  name: 'Critical',
  aliases: [],
  criteria: [],
  examples: [],
  impact: [],
  pages: true,
  ticket: false,
  roads: [],
  suggest_when: [],
}

export function createPolicy(bundle: Bundle, version: number): Policy {
  const severities = bundle.severities?.length ? bundle.severities : [ONLY_SEVERITY]
  const severityBySpelling = bySpelling(severities)
  const ranks = new Map(severities.map((severity, rank) => [severity.id, rank]))
  const ladders = byId(bundle.escalation_policies)
  const services = byId(bundle.services)
  const fallbackLadder = fallbackOf(bundle)
  const emails = new Map(
    (bundle.users ?? []).filter((user) => user.contacts.email).map((user) => [user.contacts.email?.toLowerCase(), user]),
  )
  return {
    version,
    bundle,
    severities,
    mostSevere: severities[0] as Severity,
    leastSevere: severities[severities.length - 1] as Severity,
    calendar: calendarOf(bundle),
    severity: (text) => severityBySpelling.get(plainSpelling(text)),
    rankOf: (severityId) => ranks.get(severityId) ?? 0,
    user: finder(byId(bundle.users)),
    userByEmail: (email) => emails.get(email.toLowerCase()),
    team: finder(byId(bundle.teams)),
    schedule: finder(byId(bundle.schedules)),
    service: finder(services),
    ladder: finder(ladders),
    role: finder(byId(bundle.roles)),
    audience: finder(byId(bundle.audiences)),
    integration: finder(byId(bundle.integrations)),
    laddersOf: (serviceId) => laddersFor(serviceId === null ? undefined : finder(services)(serviceId), ladders, fallbackLadder),
    fallbackLadder,
  }
}

/** `SEV-1`, `sev1`, `Sev_1` and `sev 1` are one name. */
export const plainSpelling = (text: string): string => text.toLowerCase().replace(/[\s_-]+/g, '')

/** The id in a reference: `user:ann` → `ann`. */
export const idOf = (reference: string): string => reference.slice(reference.indexOf(':') + 1)

/** The kind in a reference: `user:ann` → `user`; a bare slug has none. */
export const kindOf = (reference: string): string | null => (reference.includes(':') ? reference.slice(0, reference.indexOf(':')) : null)

const byId = <T extends { id: string }>(entries: readonly T[] | undefined): Map<string, T> =>
  new Map((entries ?? []).map((entry) => [entry.id, entry]))

const finder =
  <T>(entries: Map<string, T>) =>
  (reference: string): T | undefined =>
    entries.get(idOf(reference))

function bySpelling(severities: readonly Severity[]): Map<string, Severity> {
  const found = new Map<string, Severity>()
  const add = (text: string | undefined, severity: Severity) => {
    if (text !== undefined && !found.has(plainSpelling(text))) found.set(plainSpelling(text), severity)
  }
  for (const severity of severities) add(severity.id, severity)
  for (const severity of severities) for (const alias of severity.aliases) add(alias, severity)
  for (const severity of severities) add(severity.name, severity)
  return found
}

function laddersFor(
  service: Service | undefined,
  ladders: Map<string, EscalationPolicy>,
  fallback: EscalationPolicy,
): readonly EscalationPolicy[] {
  const own = (service?.escalation ?? []).flatMap((id) => ladders.get(idOf(id)) ?? [])
  return own.length > 0 ? own : [fallback]
}

function fallbackOf(bundle: Bundle): EscalationPolicy {
  const basis: Basis = 'acknowledged'
  const page = bundle.organization.fallback?.page ?? []
  const targets = page.length > 0 ? page : (bundle.users ?? []).filter((user) => user.role === 'admin').map((user) => `user:${user.id}`)
  return { id: FALLBACK_LADDER, name: 'Fallback', basis, repeat: 0, steps: [{ page: targets, when: [], reason: [] }] }
}

function calendarOf(bundle: Bundle): BusinessCalendar {
  const { business_hours: hours, timezone } = bundle.organization
  return hours ? { ...hours, timezone } : { ...EVERY_HOUR, timezone }
}
