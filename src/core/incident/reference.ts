import type { Policy } from '../policy/policy.ts'

/** Chat rooms may not be longer anywhere; the tightest of the chat services. */
const longestRoomName = 80

export type Naming = { now: Temporal.Instant; daily: number; number: number; title: string; reference?: string }

/** Names of the counters an incident draws from: one that never resets, one a day in the policy's zone. */
export function countersOf(policy: Policy, now: Temporal.Instant): { ever: string; daily: string } {
  return { ever: 'incident', daily: `incident ${dayOf(policy, now)}` }
}

const dayOf = (policy: Policy, now: Temporal.Instant): string =>
  now.toZonedDateTimeISO(policy.bundle.organization.timezone).toPlainDate().toString()

/**
 * Fills `{yyyy} {mm} {dd} {hh} {min} {nnn} {n} {slug} {reference} {id}` of a name template. `{nnn}` counts per day and `{n}` never
 * resets; local time is the organisation's.
 */
export function fillName(template: string, policy: Policy, naming: Naming): string {
  const local = naming.now.toZonedDateTimeISO(policy.bundle.organization.timezone)
  const two = (value: number): string => String(value).padStart(2, '0')
  const values: Record<string, string> = {
    yyyy: String(local.year),
    mm: two(local.month),
    dd: two(local.day),
    hh: two(local.hour),
    min: two(local.minute),
    nnn: String(naming.daily).padStart(3, '0'),
    n: String(naming.number),
    slug: slugOf(naming.title),
    reference: naming.reference ?? '',
    id: naming.reference ?? '',
  }
  return template.replace(/\{([a-z]+)\}/g, (whole, name: string) => values[name] ?? whole)
}

/** A room name every chat accepts: lower case, digits, dashes, at most 80 characters. */
export function roomName(template: string, policy: Policy, naming: Naming): string {
  const filled = fillName(template, policy, naming)
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '-')
  return filled.slice(0, longestRoomName).replace(/^-+|-+$/g, '')
}

const longestSlug = 40

export function slugOf(title: string): string {
  const plain = title
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
  return plain.slice(0, longestSlug).replace(/^-+|-+$/g, '') || 'incident'
}
