import { faultOf } from '../../template/render.ts'
import { closestTo } from '../did-you-mean.ts'
import type { Path } from '../finding.ts'
import type { Policy } from '../policy.ts'
import type { Bundle } from '../schema/bundle.ts'
import { STATUSES } from '../schema/organization.ts'
import type { Found, LintRule } from './lint-rule.ts'
import { unknownWordsOf } from './name-rules.ts'

/** What the product fills in; below `incident` also every field of the impact assessment, below `roles` every role, below `review` every step. */
export const FILLED: Readonly<Record<string, readonly string[]>> = {
  incident: [
    ...['reference', 'title', 'public_title', 'severity', 'severity_name', 'status', 'impact', 'room', 'bridge', 'service', 'components'],
    ...[
      'started',
      'detected',
      'detected_by',
      'declared',
      'mitigated',
      'resolved',
      'duration',
      'downtime',
      'eta',
      'resolution',
      'responders',
    ],
    'update_every',
  ],
  update: ['text', 'next_update'],
  review: [],
  roles: [],
  organization: ['name', 'support'],
  status_page: ['url', 'title'],
  recipient: ['name', 'impact'],
}
const WHOLE = ['now', 'forloop']

const COST = 'it is sent with a hole in it, or not at all'

/** Something to be filled in that nothing fills. */
export const placeholderUnfilled: LintRule = {
  id: 'placeholder-unfilled',
  level: 'warning',
  find: ({ policy }) => [...inTemplates(policy), ...inNames(policy.bundle)],
}

function inTemplates(policy: Policy): Found[] {
  return (policy.bundle.templates ?? []).flatMap((template, index) => {
    const parts = Object.entries({ subject: template.subject, text: template.text })
    return parts.flatMap(([key, text]) => (text === undefined ? [] : holesIn(text, ['templates', index, key], policy)))
  })
}

function holesIn(text: string, path: Path, policy: Policy): Found[] {
  const fault = faultOf(text)
  if (fault !== null) {
    const remedy = 'correct it at this place: placeholders are written {{ update.text }}, conditions {% if … %} … {% endif %}'
    return [{ path, message: `the text cannot be filled in: ${fault}`, remedy, cost: 'nothing of it is ever sent' }]
  }
  const locals = new Set([...text.matchAll(/\{%-?\s*(?:for|assign|capture)\s+(\w+)/g)].map((match) => match[1]))
  const named = [
    ...text.matchAll(/\{\{-?\s*([A-Za-z_][\w.-]*)/g),
    ...text.matchAll(/\{%-?\s*(?:for\s+\w+\s+in|if|unless)\s+([A-Za-z_][\w.-]*)/g),
  ]
  const unknown = named.map((match) => match[1] ?? '').filter((each) => !locals.has(each.split('.')[0]) && !isFilled(each, policy))
  const liquid = [...new Set(unknown)].map((each) => ({
    at: { words: each },
    message: `nothing fills {{ ${each} }}`,
    remedy: `write ${optionsFor(each, policy)}, or add the field under \`incident.impact\``,
  }))
  const brackets = bracketsIn(text, policy).map((each) => ({
    at: { words: each },
    message: `"${each}" looks like a place to fill in, and nothing fills it`,
    remedy: 'write a placeholder such as {{ update.text }}, or the words themselves',
  }))
  return [...liquid, ...brackets].map((found) => ({ ...found, path, cost: COST }))
}

function isFilled(name: string, policy: Policy): boolean {
  const [first = '', second, ...rest] = name.split('.')
  if (second === undefined) return WHOLE.includes(first)
  return first === 'forloop' || (rest.length === 0 && knownBelow(first, policy).includes(second))
}

function knownBelow(first: string, { bundle }: Policy): readonly string[] {
  const fixed = FILLED[first] ?? []
  if (first === 'incident') return [...fixed, ...Object.keys(bundle.incident?.impact ?? {})]
  if (first === 'roles') return (bundle.roles ?? []).map(({ id }) => id)
  return first === 'review' ? (bundle.postmortem?.steps ?? []).map(({ id }) => `${id.replaceAll('-', '_')}_by`) : fixed
}

/** As many as help to find the right one. */
const MOST_OPTIONS = 8

function optionsFor(name: string, policy: Policy): string {
  const written = name.split('.')[0] ?? ''
  const known = FILLED[written] ? written : 'incident'
  const names = knownBelow(known, policy).map((each) => `${known}.${each}`)
  const meant = closestTo(name, names)
  return (meant ? [meant] : names.slice(0, MOST_OPTIONS)).join(', ')
}

/** `[brief description]`; a name in front of a subject, a word in capitals and a status are no holes. */
function bracketsIn(text: string, { bundle }: Policy): string[] {
  const found = text.match(/\[[A-Za-z][^\]\n[]{1,60}\](?!\()/g) ?? []
  const own = new Set([bundle.organization.name.toLowerCase(), 'drill', ...STATUSES])
  return found.filter((each) => {
    const inner = each.slice(1, -1)
    return !own.has(inner.toLowerCase()) && inner !== inner.toUpperCase()
  })
}

function inNames({ incident }: Bundle): Found[] {
  if (!incident) return []
  const names: [string, Path][] = [
    [incident.reference, ['incident', 'reference']],
    ...incident.aliases.map((each, index): [string, Path] => [each, ['incident', 'aliases', index]]),
    [incident.room?.name ?? '', ['incident', 'room', 'name']],
    [incident.bridge?.url ?? '', ['incident', 'bridge', 'url']],
  ]
  return names.flatMap(([template, path]) =>
    unknownWordsOf(template).map((word) => ({
      ...{ path, message: `nothing fills ${word} in "${template}"` },
      ...{ remedy: 'write {yyyy} {mm} {dd} {hh} {min} {nnn} {n} {slug} or {reference}', cost: COST },
    })),
  )
}
