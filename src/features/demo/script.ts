import { alertKey } from '../../core/alert/machine.ts'
import type { Command } from '../../core/command/command.ts'
import { momentOf } from '../../core/time/moment.ts'

/** Every row of the example organisation's life begins with this (after what the engine puts before it), so it can be found and removed. */
export const DEMO_PREFIX = 'demo-'

/** Something that somebody did at a moment. */
export type Act = { at: Temporal.Instant; command: Command }

export type DemoAlert = {
  id: string
  title: string
  labels: Record<string, string>
  /** The source's own word for how bad it is. */
  severity?: string
  source: string
  integration?: string
  details?: Record<string, string | number>
  startedAt?: Temporal.Instant
}

export const incidentIdOf = (alert: string): string => `inc-${DEMO_PREFIX}${alert}`
export const alertIdOf = (alert: string): string => `${DEMO_PREFIX}${alert}`

/** A monitoring system says it. Said again, it is an occurrence. */
export function raised(at: Temporal.Instant, alert: DemoAlert): Act {
  const { id, title, labels, severity, source, integration = 'prometheus', details = {}, startedAt } = alert
  const event = {
    ...{ action: 'open', key: `demo ${id}`, title, labels, source, details, links: [] },
    ...(severity ? { severity } : {}),
    ...(startedAt ? { startedAt: momentOf(startedAt) } : {}),
  }
  const to = { kind: 'alert', key: alertKey(integration, event.key), orNew: alertIdOf(id) }
  return { at, command: { name: 'open', to, by: `integration:${integration}`, data: { event, integration, service: null } } }
}

/** Something done to an alert by a person. */
export const onAlert = (at: Temporal.Instant, alert: string, [name, by, data]: [string, string, object]): Act => ({
  at,
  command: { name, to: { kind: 'alert', id: alertIdOf(alert) }, by: `user:${by}`, data },
})

/** Something done to the incident that was declared from this alert. */
export const onIncident = (at: Temporal.Instant, alert: string, [name, by, data]: [string, string, object]): Act => ({
  at,
  command: { name, to: { kind: 'incident', id: incidentIdOf(alert) }, by: `user:${by}`, data },
})

export const onReview = (at: Temporal.Instant, alert: string, [name, by, data]: [string, string, object]): Act => ({
  at,
  command: { name, to: { kind: 'review', id: incidentIdOf(alert) }, by: `user:${by}`, data },
})
