import { STATUSES } from '../../policy/schema/organization.ts'
import { slugOf } from '../draft.ts'
import type { Fence, Said, Section } from '../outline.ts'
import { ADDRESS } from '../people.ts'
import type { DocumentReader, Reading } from '../reading.ts'
import { everySection } from '../topics.ts'
import { customerLine } from './customer-words.ts'
import { roleIdOf } from './roles.ts'

/** Where a message goes, by the words above it. The first that fits. */
const MEDIA: readonly [RegExp, string][] = [
  [/status page|public/i, 'status-page'],
  [/e-?mail|customer|subject:/i, 'email'],
  [/\bsms\b|text message/i, 'sms'],
  [/slack|chat|internal|channel|teams|incident/i, 'chat'],
]

/** Of these, what customers read. */
const CUSTOMERS_READ: readonly string[] = ['status-page', 'email']

const MOMENTS: readonly [RegExp, string][] = [
  [/resol|restor|closed|all clear/i, 'resolved'],
  [/identified|in progress/i, 'identified'],
  [/monitoring/i, 'monitoring'],
  [/investigating|initial update/i, 'investigating'],
  [/\bupdate\b(?!.*(?:initial|declar))/i, 'update'],
  [/declar|announce|alert|major|disruption|initial|notice|assess/i, 'declared'],
]

/** What stands in brackets, or behind a word and a colon, in the words of a template. */
const FILLED: readonly [RegExp, string][] = [
  [/reference|incident id|inc-?x+/i, 'incident.reference'],
  [
    /incident title|^issue$|^title|one-line|brief description|issue description|description of issue|summary$|^incident$/i,
    'incident.title',
  ],
  [/sever|1\/2\/3\/4/i, 'incident.severity'],
  [/actions?|what (?:we|was) |situation/i, 'update.text'],
  [/investigating\/|^status/i, 'incident.status'],
  [/commander|^lead|engineer$/i, 'roles.commander'],
  [/tech(?:nical)? lead/i, 'roles.tech-lead'],
  [/next update/i, 'update.next_update | time'],
  [/estimat|\beta\b|expected resolution|time ?frame|time estimate/i, 'incident.eta | time'],
  [/contributor|responders/i, 'incident.responders'],
  [/contact information/i, 'organization.support'],
  [/\bend time/i, 'incident.resolved | time'],
  [/duration|downtime|total time/i, 'incident.duration'],
  [/root cause|explanation/i, 'incident.root_cause'],
  [/resolved at|resolution time/i, 'incident.resolved | time'],
  [/resolution|what was done|fixed it/i, 'incident.resolution'],
  [/customer impact|couldn.?t do|user-facing/i, 'incident.customer_impact'],
  [/impact|affected\]?$|who\/what/i, 'incident.impact'],
  [/detected/i, 'incident.detected | time'],
  [/start/i, 'incident.started | time'],
  [/systems|services?|functionality|feature|component/i, 'incident.components'],
  [/frequency/i, 'incident.update_every'],
  [/customer name|^name/i, 'recipient.name'],
  [/\bdate|\btime/i, 'now | time'],
]

/** A status in front of a text is a word of its own, not a hole. */
const isStatus = (words: string): boolean => STATUSES.some((status) => status === words.toLowerCase())

/** What stands in brackets and is a name that the message says elsewhere too: `[Acme] Service disrupted … Dear user of Acme`. */
function nameIn(text: string): string | null {
  const names = [...text.matchAll(/\[(\p{Lu}[\w.&-]*)\]/gu)].map(([, name = '']) => name)
  return names.find((name) => !isStatus(name) && new RegExp(`(?<!\\[)\\b${name}\\b`).test(text)) ?? null
}

const placeholderFor = (words: string): string | null => FILLED.find(([pattern]) => pattern.test(words.trim()))?.[1] ?? null

/** Messages kept in fences: below a title that speaks of telling somebody, or with brackets to fill in. */
export const readTemplates: DocumentReader = (reading) => {
  for (const section of everySection(reading.root)) {
    for (const fence of fencesOf(section)) if (isMessage(section, fence)) writeTemplate(section, fence, reading)
  }
}

/** Fences of a section, those inside its points too. */
function fencesOf({ blocks }: Section): Fence[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'fence') return [block]
    if (block.kind === 'list') return block.items.flatMap((item) => [...item.fences, ...item.items.flatMap((each) => each.fences)])
    return []
  })
}

const TELLS = /template|communic|notif|update|announc|notice|message|status page|e-?mail|declar|acknowledge & assess|resol|confirm/i

function isMessage(section: Section, { lang, lines }: Fence): boolean {
  const text = lines.map((each) => each.text).join('\n')
  if (/post-?mortem|report|runbook/i.test(section.title) && /^#/.test(text)) return false
  if (/→|↓/.test(text) || /^\s*(?:curl|kubectl|npm|vercel|\$)\b/m.test(text)) return false
  const hasBlank = /\[[^\]\n]{3,60}\]/.test(text)
  const isLabelled = /^(?:\W*\*{0,2}[A-Z][\w ]{2,24}\*{0,2}):/m.test(text)
  if (lang !== '' && lang !== 'text' && lang !== 'markdown' && lang !== 'md')
    return isLabelled && /incident (?:resolved|declared|update)/i.test(text)
  return TELLS.test([...section.above, section.title].join(' ')) && (hasBlank || isLabelled)
}

function writeTemplate(section: Section, fence: Fence, { draft }: Reading): void {
  const message = onlyMessage(fence)
  const text = message
    .map((each) => each.text)
    .join('\n')
    .trimEnd()
  const context = `${section.title} ${text.slice(0, 80)}`
  const titles = [section.title, section.above.at(-1) ?? '', ...section.above].join(' ')
  const medium = (MEDIA.find(([pattern]) => pattern.test(section.title)) ??
    MEDIA.find(([pattern]) => pattern.test(titles)) ??
    MEDIA[3])?.[1] as string
  const moment =
    (MOMENTS.find(([pattern]) => pattern.test(/incident (?:resolved|declared|update)/i.exec(text)?.[0] ?? section.title)) ??
      MOMENTS.find(([pattern]) => pattern.test(context)))?.[1] ?? 'update'
  const subject = /^Subject:\s*(.+)$/m.exec(text)?.[1]
  const body = subject ? text.replace(/^Subject:.*\n+/m, '') : text
  const id = uniqueId(`${medium}-${moment}`, draft.ids('templates'))
  const name = nameIn(text)
  const read = CUSTOMERS_READ.includes(medium) ? customerLine : (line: string) => line
  const lines = body.split('\n').map((line) => read(filledLine(line, name)))
  if (name) draft.put(['organization', 'name'], name, fence.line)
  const entry = draft.entry('templates', id, fence.line)
  draft.put([...entry, 'for'], medium, section.line)
  draft.put([...entry, 'moment'], moment, section.line)
  if (subject) draft.put([...entry, 'subject'], read(filledIn(subject, name)), fence.line + 1)
  draft.put([...entry, 'text'], lines.join('\n'), fence.line)
  for (const said of message) {
    draft.mark(said.line)
    draft.cover({ text: filledLine(said.text, name), line: said.line })
    spokenRole(said.text, said.line, draft)
    supportIn(said, draft)
  }
}

/** `Lead: @somebody` in a message: there is such a role, even where nothing else says so. */
function spokenRole(text: string, line: number, draft: Reading['draft']): void {
  const label = /^\W*((?:incident |technical |tech |communications? )?(?:commander|lead))\*{0,2}:/i.exec(text)?.[1]
  if (!label) return
  const steps = draft.entry('roles', roleIdOf(label), line)
  draft.put([...steps, 'name'], label, line)
}

/** Where customers are told to write to. */
function supportIn({ text, line }: Said, draft: Reading['draft']): void {
  const address = /\b(?:contact|support|help|write)\b/i.test(text) ? ADDRESS.exec(text)?.[0] : undefined
  if (address) draft.put(['organization', 'support'], address.replace(/\.$/, ''), line)
}

/** A fence of commands may end in the message that is posted: from its first line that names the incident. */
function onlyMessage({ lang, lines }: Fence): Fence['lines'] {
  if (lang !== 'bash' && lang !== 'sh') return lines
  const start = lines.findIndex(({ text }) => /incident (?:resolved|declared|update)/i.test(text) && !/^\s*#|^\//.test(text))
  return start > 0 ? lines.slice(start) : lines
}

const uniqueId = (id: string, taken: string[]): string => {
  for (let n = 1; ; n++) {
    const wanted = n === 1 ? id : `${id}-${n}`
    if (!taken.includes(wanted)) return wanted
  }
}

/** `Label: [what belongs there]`, or an invented value behind it: the label says best what is meant. */
const LABELLED = /^(\W*\*{0,2}([A-Z][\w ()-]{1,28}?)\*{0,2}:\*{0,2}\s+)(\S.*)$/
const NO_LABEL = /post-?mortem|post-incident|incident (?:resolved|declared|update)/i

function filledLine(line: string, name: string | null): string {
  const [, before = '', label = '', value = ''] = LABELLED.exec(line) ?? []
  const placeholder = label && !NO_LABEL.test(label) ? placeholderFor(label) : null
  const isWhole = (!/\[/.test(value) && !/https?:/.test(value)) || /^@?\[[^\]]*\]$/.test(value)
  return placeholder && isWhole ? `${before}{{ ${placeholder} }}` : filledIn(line, name)
}

/** What the product does not know becomes a field of the assessment: `[prevention measure 1]`. */
const fieldFor = (words: string): string =>
  `incident.${slugOf(words)
    .replaceAll('-', '_')
    .replace(/^(?=\d)/, 'field_')}`

/** `[brief description]` and `INC-2026-02-10-001` become what stands there when the message is sent. */
function filledIn(text: string, name: string | null): string {
  return text
    .replace(/\bINC-(?:\d[\d-]*|X+)\b/g, '{{ incident.reference }}')
    .replace(/\bETA:\s*\[[^\]\n]+\]/g, 'ETA: {{ incident.eta | time }}')
    .replace(/#incident-(?:\[[^\]]+\]|[\w-]+)/gi, '#{{ incident.room }}')
    .replace(/@?\[([^\]\n]{2,60})\]/g, (whole: string, words: string) =>
      isStatus(words) || words === name ? whole : `{{ ${placeholderFor(words) ?? fieldFor(words)} }}`,
    )
    .replace(/\{\{ incident\.reference \}\}(?=-)/g, '{{ incident.reference }}')
}
