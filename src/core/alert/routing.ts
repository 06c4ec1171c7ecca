import type { Policy } from '../policy/policy.ts'
import { idOf } from '../policy/policy.ts'
import type { Route } from '../policy/schema/intake.ts'
import { holds } from '../policy/when.ts'
import type { AlertEvent } from './event.ts'
import type { Routed } from './state.ts'

/** `waitMs` leaves the ladder to the alert's first tick so much later: the way in when deciding both at once failed, or too many come. */
export type Intake = { event: AlertEvent; integration: string; service: string | null; waitMs?: number }

/**
 * Says which service and severity an alert gets, and why. First matching route wins; else the integration's service and
 * the level the sender's word suggests. What nothing classifies is as severe as can be: doubt must wake somebody.
 */
export function route({ event, integration, service }: Intake, policy: Policy): Routed {
  const suggested = suggestSeverity(event, policy)
  const matched = matchingRoute({ event, integration, service }, suggested.severity, policy)
  const level = matched?.route.severity ? policy.severity(matched.route.severity) : undefined
  const severity = level?.id ?? suggested.severity
  return {
    rule: matched?.name ?? null,
    service: matched?.route.service ? idOf(matched.route.service) : (serviceNamed(event, policy) ?? service),
    severity,
    rank: policy.rankOf(severity),
    because: matched ? `${matched.name} matched` : `no route matched; ${suggested.because}`,
    declare: matched?.route.declare ?? false,
    drop: matched?.route.drop ?? false,
    type: matched?.route.type ?? null,
    flags: matched?.route.flags ?? [],
  }
}

/** A `service` label that names one of ours decides, when no route does. */
function serviceNamed(event: AlertEvent, policy: Policy): string | null {
  const named = event.labels.service
  return named ? (policy.service(named)?.id ?? null) : null
}

function matchingRoute({ event, integration, service }: Intake, severity: string, policy: Policy): { route: Route; name: string } | null {
  for (const [i, candidate] of (policy.bundle.routes ?? []).entries()) {
    const facts = {
      policy,
      severity,
      labels: event.labels,
      source: integration,
      numbers: numbersOf(event),
      ...(event.severity === undefined ? {} : { alertSeverity: event.severity }),
      ...(service === null ? {} : { service }),
    }
    if (holds(candidate.when, facts)) return { route: candidate, name: candidate.name ?? candidate.id ?? `route ${i + 1}` }
  }
  return null
}

function suggestSeverity(event: AlertEvent, policy: Policy): { severity: string; because: string } {
  const facts = {
    policy,
    labels: event.labels,
    numbers: numbersOf(event),
    ...(event.severity === undefined ? {} : { alertSeverity: event.severity }),
  }
  const suggested = policy.severities.find((each) => each.suggest_when.length > 0 && holds(each.suggest_when, facts))
  if (suggested) return { severity: suggested.id, because: `${suggested.id} is suggested by what the sender said` }
  const named = event.severity === undefined ? undefined : policy.severity(event.severity)
  if (named) return { severity: named.id, because: `the sender named ${named.id}` }
  return { severity: policy.mostSevere.id, because: `nothing classifies it, so it counts as ${policy.mostSevere.id}` }
}

/** Numeric details and labels, for `above`. */
export function numbersOf(event: Pick<AlertEvent, 'labels' | 'details'>): Record<string, number> {
  const numbers: Record<string, number> = {}
  for (const [name, value] of [...Object.entries(event.labels), ...Object.entries(event.details)]) {
    const number = typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN
    if (Number.isFinite(number)) numbers[name] = number
  }
  return numbers
}

/** Alerts with the same group key travel as one page. Without grouping rules: same service, same alert name or title. */
export function groupKeyOf(
  subject: { title: string; labels: Record<string, string>; integration: string; routed: Routed },
  policy: Policy,
): string {
  const by = policy.bundle.grouping?.by ?? ['service', 'labels.alertname']
  const parts = by.map((name) => partNamed(name, subject))
  return [...parts, subject.routed.type ?? ''].join('\u001f')
}

function partNamed(name: string, { title, labels, integration, routed }: Parameters<typeof groupKeyOf>[0]): string {
  if (name === 'service') return routed.service ?? `integration ${integration}`
  if (name === 'severity') return routed.severity
  if (name === 'labels.alertname') return labels.alertname ?? ''
  if (name.startsWith('labels.')) return labels[name.slice('labels.'.length)] ?? ''
  if (name === 'title') return title
  return labels[name] ?? ''
}
