import type { AlertEvent, ChangeEvent, Link } from '../../core/alert/event.ts'
import type { Json, JsonObject } from '../../core/command/command.ts'
import type { Headers, InOwnWords, Integration, Received, ReceiveRequest } from '../declaration.ts'
import { firstText, isObject, keyFrom, labelsFrom, linkFrom, momentFrom, said, textOf, titleFrom } from '../reading.ts'
import samples from './samples.json' with { type: 'json' }

/** The protocol's own length; clients check it before they send, so our keys for this integration have it too. */
export const ROUTING_KEY_LENGTH = 32

/** The protocol's limit. */
const BODY_LIMIT_BYTES = 512 * 1024

const ENQUEUE = '/v2/enqueue'
const CHANGE = '/v2/change/enqueue'

const ACTIONS = { trigger: 'open', acknowledge: 'acknowledge', resolve: 'resolve' } as const

const invalid = (...errors: string[]): InOwnWords => ({
  status: 400,
  body: { status: 'invalid event', message: 'Event object is invalid', errors },
})

const UNREADABLE: InOwnWords = {
  status: 400,
  body: { status: 'Unrecognized object', message: 'Event object format is unrecognized', errors: ['JSON parse error'] },
}

const refused = (answer: InOwnWords): Received => ({ events: [], answer })

/**
 * PagerDuty Events API v2. Refused is only what nobody could act on; whatever else the protocol forbids
 * (a missing severity or source, a resolve with a payload) is taken in, because a lost alert is worse than an untidy one.
 */
function receive(request: ReceiveRequest): Received {
  const { body, path } = request
  if (!isObject(body)) return refused(UNREADABLE)
  if (path.replace(/\/+$/, '').endsWith(CHANGE)) return receiveChange(body)
  const word = textOf(body.event_action).toLowerCase()
  if (word === '') return refused(invalid("'event_action' is missing or blank"))
  if (!Object.hasOwn(ACTIONS, word))
    return refused(invalid(`'event_action' is "${word.slice(0, 50)}"; it must be one of trigger, acknowledge, resolve`))
  const action = ACTIONS[word as keyof typeof ACTIONS]
  const given = textOf(body.dedup_key)
  if (action !== 'open' && given === '') return refused(invalid("'dedup_key' is missing or blank"))
  const dedupKey = given || request.id
  const event = eventOf(action, body, dedupKey)
  if (event.title === '') return refused(invalid("'payload.summary' is missing or blank"))
  return { events: [event], answer: { status: 202, body: { status: 'success', message: 'Event processed', dedup_key: dedupKey } } }
}

function receiveChange(body: JsonObject): Received {
  const payload = isObject(body.payload) ? body.payload : {}
  const summary = textOf(payload.summary)
  if (summary === '') return refused(invalid("'payload.summary' is missing or blank"))
  const happenedAt = momentFrom(payload.timestamp)
  const event: ChangeEvent = {
    action: 'change',
    title: titleFrom(summary),
    source: textOf(payload.source) || 'pagerduty',
    labels: labelsFrom(said({ source: payload.source })),
    details: detailsOf(body, payload),
    links: linksOf(body),
    ...(happenedAt ? { happenedAt } : {}),
  }
  return { events: [event], answer: { status: 202, body: { status: 'success', message: 'Change event processed' } } }
}

function eventOf(action: AlertEvent['action'], body: JsonObject, dedupKey: string): AlertEvent {
  const payload = isObject(body.payload) ? body.payload : {}
  const severity = textOf(payload.severity)
  const at = momentFrom(payload.timestamp)
  const named = firstText(payload.summary, payload.class, payload.component, payload.source)
  // An acknowledge or resolve names an alert that has its title already.
  const title = named || (action === 'open' ? textOf(body.dedup_key) : dedupKey)
  return {
    action,
    key: keyFrom(dedupKey),
    title: titleFrom(title),
    ...(severity ? { severity } : {}),
    labels: labelsFrom({
      source: payload.source,
      component: payload.component,
      group: payload.group,
      class: payload.class,
      client: body.client,
    } as JsonObject),
    details: detailsOf(body, payload),
    links: linksOf(body),
    source: firstText(payload.source, body.client) || 'pagerduty',
    ...(at && action === 'open' ? { startedAt: at } : {}),
    ...(at && action === 'resolve' ? { endedAt: at } : {}),
  }
}

const detailsOf = (body: JsonObject, payload: JsonObject): JsonObject =>
  said({
    custom_details: payload.custom_details,
    images: body.images,
    timestamp: momentFrom(payload.timestamp) ? undefined : payload.timestamp,
  })

const linksOf = (body: JsonObject): Link[] => [
  ...listOf(body.links).flatMap((link) => linkFrom(link.href, textOf(link.text))),
  ...linkFrom(body.client_url, textOf(body.client)),
]

const listOf = (value: Json | undefined): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : [])

function routingKeyOf(body: unknown, headers: Headers): string | null {
  const inBody = isObject(body) ? textOf(body.routing_key) : ''
  return inBody || textOf(headers['x-routing-key']) || null
}

function refuse(body: unknown, headers: Headers): InOwnWords {
  if (!isObject(body)) return UNREADABLE
  const key = routingKeyOf(body, headers)
  if (key === null) return invalid("'routing_key' is missing or blank")
  if (key.length !== ROUTING_KEY_LENGTH) return invalid(`Length of 'routing_key' is incorrect (should be ${ROUTING_KEY_LENGTH} characters)`)
  // PagerDuty answers 202 here and drops the event. We can tell, so the sender's operator is told too.
  return invalid(`'routing_key' ${key.slice(0, 4)}… belongs to no integration here; copy the key from the settings page`)
}

export default {
  id: 'pagerduty',
  title: 'PagerDuty Events v2',
  summary:
    'Takes in alerts and changes from everything that can send to PagerDuty: set its server to this one and its routing key to the key shown here.',
  fields: [],
  receive,
  paths: [
    { path: ENQUEUE, bodyLimit: BODY_LIMIT_BYTES, keyFrom: routingKeyOf, refuse },
    { path: CHANGE, bodyLimit: BODY_LIMIT_BYTES, keyFrom: routingKeyOf, refuse },
  ],
  snippet: ({ url, key }) => `receivers:\n  - name: tocsin\n    pagerduty_configs:\n      - url: ${url}\n        routing_key: ${key}`,
  samples,
} satisfies Integration
