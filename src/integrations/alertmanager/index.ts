import type { AlertEvent, Link } from '../../core/alert/event.ts'
import type { Json, JsonObject } from '../../core/command/command.ts'
import type { Answer, Integration, Received, ReceiveRequest } from '../declaration.ts'
import { firstText, hashOf, isObject, keyFrom, labelsFrom, linkFrom, momentFrom, said, textOf, titleFrom } from '../reading.ts'
import samples from './samples.json' with { type: 'json' }

/** The alert that Prometheus installations keep firing to prove that the way to the pager works. */
const HEARTBEAT = 'Watchdog'

const NOT_JSON: Answer = { status: 400, code: 'malformed-json', detail: 'The body is no valid JSON: send the Alertmanager webhook format.' }

/**
 * Alertmanager's webhook (version 4) and Grafana's, which is the same with more fields.
 * Alertmanager throws away what is answered with 4xx, so whatever is JSON is taken in: odd payloads become an alert that says so.
 */
function receive({ body, raw }: ReceiveRequest): Received {
  if (body === undefined) return { events: [], answer: NOT_JSON }
  const events = isObject(body) ? eventsOf(body) : []
  const kept = events.length > 0 ? events : [unreadable(body as Json, raw)]
  return { events: kept, answer: { status: 200, body: { status: 'success', accepted: kept.length } } }
}

function eventsOf(body: JsonObject): AlertEvent[] {
  const alerts = Array.isArray(body.alerts) ? body.alerts : []
  const isCustom = alerts.length === 0 && (body.groupKey !== undefined || body.groupLabels !== undefined)
  // With a custom `payload:` or a strange version there may be no list: the group itself is the alert.
  const found = isCustom ? [groupAsAlert(body)] : alerts
  return found.map((alert) => (isObject(alert) ? eventOf(alert, body) : unreadable(alert, Buffer.from(JSON.stringify(alert)))))
}

const groupAsAlert = (body: JsonObject): JsonObject => ({
  status: body.status ?? 'firing',
  labels: { ...labelsFrom(body.groupLabels), ...labelsFrom(body.commonLabels) },
  annotations: labelsFrom(body.commonAnnotations),
  fingerprint: firstText(body.groupKey),
})

function eventOf(alert: JsonObject, body: JsonObject): AlertEvent {
  const labels = { ...labelsFrom(alert.labels) }
  const annotations = labelsFrom(alert.annotations)
  const isResolved = textOf(alert.status || body.status).toLowerCase() === 'resolved'
  const name = labels.alertname ?? ''
  const group = textOf(body.groupKey)
  const [startedAt, endedAt] = [momentFrom(alert.startsAt), momentFrom(alert.endsAt)]
  return {
    action: isResolved ? 'resolve' : 'open',
    key: keyFrom(firstText(alert.fingerprint) || hashOf(JSON.stringify(Object.entries(labels).sort()))),
    title: titleFrom(
      firstText(annotations.summary, annotations.title, annotations.message, name, annotations.description) || 'Alert without a name',
    ),
    ...(labels.severity ? { severity: labels.severity } : {}),
    labels,
    details: detailsOf(alert, body),
    links: linksOf(alert, body, annotations),
    source: body.orgId === undefined ? 'alertmanager' : 'grafana',
    ...(startedAt ? { startedAt } : {}),
    ...(isResolved && endedAt ? { endedAt } : {}),
    ...(group ? { group } : {}),
    ...(name === HEARTBEAT ? { isHeartbeat: true as const } : {}),
  }
}

const detailsOf = (alert: JsonObject, body: JsonObject): JsonObject =>
  said({
    annotations: alert.annotations,
    values: alert.values,
    valueString: alert.valueString,
    receiver: body.receiver,
    notificationReason: body.notification_reason,
    // Alerts beyond the sender's limit are missing, not resolved.
    truncatedAlerts: body.truncatedAlerts || undefined,
  })

const linksOf = (alert: JsonObject, body: JsonObject, annotations: Record<string, string>): Link[] => [
  ...linkFrom(annotations.runbook_url ?? annotations.runbook, 'Runbook'),
  ...linkFrom(alert.dashboardURL, 'Dashboard'),
  ...linkFrom(alert.panelURL, 'Panel'),
  ...linkFrom(alert.generatorURL, 'Source'),
  ...linkFrom(alert.silenceURL, 'Silence'),
  ...linkFrom(body.externalURL, body.orgId === undefined ? 'Alertmanager' : 'Grafana'),
]

const unreadable = (payload: Json, raw: Buffer): AlertEvent => ({
  action: 'open',
  key: `unreadable:${hashOf(raw)}`,
  title: 'Alertmanager sent something that could not be read',
  labels: {},
  details: { payload },
  links: [],
  source: 'alertmanager',
})

export default {
  id: 'alertmanager',
  title: 'Alertmanager and Grafana',
  summary: 'Takes in alerts from Prometheus Alertmanager and from Grafana alerting, one alert per fingerprint.',
  fields: [],
  receive,
  snippet: ({ url }) => `receivers:\n  - name: tocsin\n    webhook_configs:\n      - url: ${url}\n        send_resolved: true`,
  samples,
} satisfies Integration
