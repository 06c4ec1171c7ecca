import type { OutgoingKind, OutgoingMessage } from './outgoing.ts'

/** Roads that people read name so many alerts of a bundle and then a count. */
export const ALERTS_SHOWN = 20

/**
 * A message in plain words, the same for every road: what broke, how bad, why me, one action.
 * All single-line parts are free of line breaks and control characters; nothing is escaped: that is the medium's business.
 */
export type Wording = {
  /** What broke and how bad, for a subject or a lock screen. */
  headline: string
  title: string
  /** Severity, service, reference, as far as known. */
  facts: { name: string; value: string }[]
  body: string
  alerts: string[]
  /** `and 31 more`, or ''. */
  more: string
  /** How many alerts it tells of in all. */
  count: number
  because: string
  /** '' or a sentence that owns up to a possible second copy. */
  repeat: string
  action: { label: string; href: string } | null
  /** Where to read on, when that is not the action. */
  details: { label: string; href: string } | null
}

const PREFIXES: Record<OutgoingKind, string> = {
  page: '',
  update: 'Update',
  nag: 'Overdue',
  notify: '',
  test: 'Test',
  resolved: 'Resolved',
  ticket: '',
}

export function wordingOf(message: OutgoingMessage): Wording {
  const title = oneLine(message.title)
  const shown = (message.alerts ?? []).slice(0, ALERTS_SHOWN)
  const count = countOf(message)
  const { ackUrl, act, url } = message
  const action = act ? act : ackUrl ? { label: 'Acknowledge', href: ackUrl } : url ? { label: 'Open', href: url } : null
  return {
    headline: headlineOf(message, title),
    title,
    facts: factsOf(message),
    body: plain(message.text ?? ''),
    alerts: shown.map((each) => oneLine(each.title)),
    more: count > shown.length ? `and ${(count - shown.length).toLocaleString('en')} more` : '',
    count,
    because: message.because.map(oneLine).join(' '),
    repeat: message.possibleRepeat ? 'You may have received this already: an earlier try was not confirmed.' : '',
    action,
    details: (ackUrl || act) && url ? { label: 'Details', href: url } : null,
  }
}

/** The whole message as plain text, for mail and messengers. */
export function plainTextOf(wording: Wording): string {
  const { action, details } = wording
  const blocks = [
    wording.title,
    wording.facts.map((fact) => `${fact.name}: ${fact.value}`).join('\n'),
    wording.body,
    [...wording.alerts.map((title) => `- ${title}`), wording.more].filter(Boolean).join('\n'),
    wording.because,
    action ? `${action.label}: ${action.href}` : '',
    details ? `${details.label}: ${details.href}` : '',
    wording.repeat,
  ]
  return blocks.filter((block) => block !== '').join('\n\n')
}

const countOf = ({ alerts = [], moreAlerts = 0 }: OutgoingMessage): number => alerts.length + moreAlerts

function headlineOf(message: OutgoingMessage, title: string): string {
  const count = countOf(message)
  const bundled = message.kind === 'update' && count > 1 ? ` (${count.toLocaleString('en')} alerts)` : ''
  const lead = [PREFIXES[message.kind], message.severity?.name, message.reference].filter(Boolean).map((each) => oneLine(String(each)))
  return `${lead.length > 0 ? `${lead.join(' ')}: ` : ''}${title}${bundled}`
}

function factsOf({ severity, service, reference }: OutgoingMessage): { name: string; value: string }[] {
  const facts = [
    { name: 'Severity', value: severity?.name },
    { name: 'Service', value: service },
    { name: 'Incident', value: reference },
  ]
  return facts.flatMap(({ name, value }) => (value ? [{ name, value: oneLine(value) }] : []))
}

/** Control characters, and the marks that turn the reading direction round so that a text shows something else than it is. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g

export const plain = (text: string): string => text.replace(/\r\n?|[\u2028\u2029]/g, '\n').replace(CONTROL, '')

export const oneLine = (text: string): string => plain(text).replace(/\s+/g, ' ').trim()
