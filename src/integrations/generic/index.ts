import type { AlertEvent } from '../../core/alert/event.ts'
import type { Json } from '../../core/command/command.ts'
import type { Answer, Integration, Received, ReceiveRequest } from '../declaration.ts'
import type { FieldValues } from '../field.ts'
import { hashOf, isObject, keyFrom, labelsFrom, linkFrom, momentFrom, textOf, titleFrom } from '../reading.ts'
import { find, findText } from './mapping.ts'
import samples from './samples.json' with { type: 'json' }

/** What common monitors call things; a mapping in the settings replaces it line by line. */
const USUAL = {
  list: '',
  title: 'title || summary || subject || name || message || text',
  key: 'key || dedup_key || alias || fingerprint || incident_key || id',
  action: 'action || status || state || event',
  severity: 'severity || priority || level',
  source: 'source || host || hostname || monitor || service',
  url: 'url || link || href',
  group: 'group',
  startedAt: 'startedAt || started_at || timestamp || time',
  labels: 'labels || tags',
} as const

type Target = keyof typeof USUAL

const DEFAULT_RESOLVED = 'resolve, resolved, ok, up, closed, close, recovered, recovery, normal, success, inactive'
const DEFAULT_ACKNOWLEDGED = 'acknowledge, acknowledged, ack'

const NOT_JSON: Answer = {
  status: 400,
  code: 'malformed-json',
  detail: 'The body is no valid JSON: send an object such as {"title": "…", "key": "…"}, or a list of them.',
}

/** Whoever posts what is wrong just now posts an empty list on a good day: no error, but not "accepted" either. */
const NOTHING_IN_IT: Answer = {
  status: 202,
  body: { status: 'nothing in it', keys: [], message: 'The list is empty: no alert was opened or resolved.' },
}

function receive({ body, fields }: ReceiveRequest): Received {
  if (body === undefined) return { events: [], answer: NOT_JSON }
  const events = itemsOf(body as Json, expressionOf(fields, 'list')).map((item) => eventOf(item, fields))
  if (events.length === 0) return { events, answer: NOTHING_IN_IT }
  return { events, answer: { status: 202, body: { status: 'accepted', keys: events.map((event) => event.key) } } }
}

/** The alerts in a body: what `list` points at, the body itself if it is a list, else the body is the one alert. */
function itemsOf(body: Json, list: string): Json[] {
  const found = list === '' ? body : (find(body, list) ?? body)
  return Array.isArray(found) ? found : [found]
}

function eventOf(item: Json, fields: FieldValues): AlertEvent {
  const text = (target: Target) => findText(item, expressionOf(fields, target))
  const found = text('title')
  const source = text('source')
  const [severity, group, startedAt] = [text('severity'), text('group'), momentFrom(text('startedAt'))]
  const labels = find(item, expressionOf(fields, 'labels'))
  return {
    action: actionOf(text('action').toLowerCase(), fields),
    key: keyFrom(text('key') || keyWithout(found, source, item)),
    title: titleFrom(found || 'Alert without a title'),
    ...(severity ? { severity } : {}),
    labels: Array.isArray(labels) ? labelsOfList(labels) : labelsFrom(labels),
    details: isObject(item) ? item : { payload: item },
    links: linkFrom(text('url'), 'Source'),
    source: source || 'generic',
    ...(startedAt ? { startedAt } : {}),
    ...(group ? { group } : {}),
  }
}

/** Without a key the same title from the same source is the same alert, so that "resolved" finds what "down" opened. */
const keyWithout = (title: string, source: string, item: Json): string =>
  title === '' ? `payload:${hashOf(JSON.stringify(item))}` : `title:${hashOf(JSON.stringify([source, title]))}`

function actionOf(word: string, fields: FieldValues): AlertEvent['action'] {
  if (wordsOf(fields.resolved, DEFAULT_RESOLVED).includes(word)) return 'resolve'
  return wordsOf(fields.acknowledged, DEFAULT_ACKNOWLEDGED).includes(word) ? 'acknowledge' : 'open'
}

const wordsOf = (value: unknown, fallback: string): string[] =>
  (textOf(value) || fallback).split(',').map((word) => word.trim().toLowerCase())

/** Tags: `env:prod` is a label with a value, `prod` one that is simply there. */
function labelsOfList(tags: Json[]): Record<string, string> {
  const pairs = tags.map(textOf).filter((tag) => tag !== '')
  return Object.fromEntries(pairs.map((tag) => (/^[^:=]+[:=]/.test(tag) ? splitOnce(tag) : [tag, 'true'])))
}

function splitOnce(tag: string): [string, string] {
  const at = tag.search(/[:=]/)
  return [tag.slice(0, at).trim(), tag.slice(at + 1).trim()]
}

function expressionOf(fields: FieldValues, target: Target): string {
  const mapping = fields.mapping
  const mapped = typeof mapping === 'object' && Object.hasOwn(mapping, target) ? mapping[target] : undefined
  return mapped || USUAL[target]
}

export default {
  id: 'generic',
  title: 'Any JSON',
  summary: 'Takes in JSON from anything that can post it; you say where title, key and severity are found.',
  fields: [
    {
      name: 'mapping',
      label: 'Where to find what',
      kind: 'mapping',
      help: "Paths with dots, alternatives behind ||, a fixed text in quotes: monitor.name || name || 'unnamed'. Leave out what has a usual name.",
      placeholder: 'monitor.name',
      options: (Object.keys(USUAL) as Target[]).map((target) => ({ value: target, label: target })),
    },
    {
      name: 'resolved',
      label: 'Words that mean resolved',
      kind: 'text',
      help: 'Separated by commas, compared with the action.',
      default: DEFAULT_RESOLVED,
    },
    {
      name: 'acknowledged',
      label: 'Words that mean acknowledged',
      kind: 'text',
      help: 'Separated by commas, compared with the action.',
      default: DEFAULT_ACKNOWLEDGED,
    },
  ],
  receive,
  samples,
} satisfies Integration
