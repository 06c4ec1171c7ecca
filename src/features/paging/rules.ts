import type { JsonObject } from '../../core/command/command.ts'
import { timeText } from '../../core/duty/words.ts'
import { OUTGOING_KINDS, type OutgoingAlert, type OutgoingKind, type OutgoingMessage } from '../../core/paging/outgoing.ts'
import { idOf, kindOf, type Policy } from '../../core/policy/policy.ts'
import type { User } from '../../core/policy/schema/people.ts'
import { severityTitle } from '../../core/policy/severity-title.ts'

/** The channel of work for ourselves: a fact is followed by a job instead of a message. */
export const INTERNAL = 'internal'

/** What a message is made of: the row of the outbox, the policy in force, and whom it is for. */
export type Making = {
  id: string
  content: JsonObject
  possibleRepeat: boolean
  policy: Policy
  person: User | null
  publicUrl: string
  ackUrl: string | null
  approveUrl?: string | null
  mentions?: string[]
  /** What a reply may name the page by. */
  code?: string | null
  /** What people call the incident, where the content does not say it. */
  reference: string | null
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

/** What is wrong, how bad, why this person, one action: the same for every road. */
export function outgoingOf(making: Making): OutgoingMessage {
  if (making.content.isOutside === true) return outsideOf(making)
  const { id, content, possibleRepeat, policy, person, publicUrl, ackUrl, approveUrl } = making
  const about = aboutOf(content)
  const severity = text(content.severity)
  const service = text(content.service)
  const reference = text(content.reference) ?? making.reference
  const body = bodyOf(content, person, policy)
  const alerts = listOf(content.alerts) as OutgoingAlert[]
  return {
    id,
    kind: kindOfContent(content),
    possibleRepeat,
    title: text(content.subject) ?? text(content.title) ?? '(no title)',
    because: becauseOf(content, policy, person),
    ...(person ? { person: { id: person.id, name: person.name ?? person.id } } : {}),
    ...(severity ? { severity: severityOf(severity, policy) } : {}),
    ...(service ? { service: policy.service(service)?.name ?? service } : {}),
    ...(ackUrl ? { ackUrl } : {}),
    ...(approveUrl ? { act: { label: 'Read and approve', href: approveUrl } } : {}),
    ...(making.mentions?.length ? { mentions: making.mentions } : {}),
    ...(making.code ? { code: making.code } : {}),
    ...(about ? { url: `${publicUrl}/${about.kind}s/${about.id}`, thread: `${about.kind}:${about.id}` } : {}),
    ...(body ? { text: body } : {}),
    ...(alerts.length > 0 ? { alerts } : {}),
    ...(typeof content.moreAlerts === 'number' ? { moreAlerts: content.moreAlerts } : {}),
    ...(reference ? { reference } : {}),
  }
}

/** The incident or alert a message is about, as its content says it. */
export function aboutOf(content: JsonObject): { kind: 'alert' | 'incident'; id: string } | null {
  const incident = text(content.incident)
  if (incident) return { kind: 'incident', id: incident }
  const about = content.about as { kind?: unknown; id?: unknown } | undefined
  const id = text(about?.id)
  return id && (about?.kind === 'alert' || about?.kind === 'incident') ? { kind: about.kind, id } : null
}

/** What customers read: the words that were written for them, and nothing of ours beside. */
function outsideOf({ id, content, possibleRepeat, policy, person }: Making): OutgoingMessage {
  const about = aboutOf(content)
  const { support } = policy.bundle.organization
  return {
    ...{ id, kind: 'notify', possibleRepeat, because: [] },
    title: text(content.subject) ?? policy.bundle.organization.name,
    text: bodyOf(content, person, policy),
    ...(person ? { person: { id: person.id, name: person.name ?? person.id } } : {}),
    ...(about ? { thread: `${about.kind}:${about.id}:outside` } : {}),
    ...(support && ADDRESS.test(support) ? { replyTo: support } : {}),
  }
}

/** Support may be a page, too. */
const ADDRESS = /^[^\s@<>]+@[^\s@<>]+$/

/** What is not late yet does not say "Overdue". */
function kindOfContent({ kind, what, moment }: JsonObject): OutgoingKind {
  if (kind === 'nag' && what === 'due_soon') return 'notify'
  if (moment === 'resolved') return 'resolved'
  return OUTGOING_KINDS.includes(kind as OutgoingKind) ? (kind as OutgoingKind) : 'notify'
}

/** `rank` counts from 1, the worst; people know the level by its id, and its name says how bad that is. */
function severityOf(id: string, policy: Policy): { id: string; name: string; rank: number } {
  return { id, name: severityTitle(id, policy.severity(id)?.name), rank: policy.rankOf(id) + 1 }
}

/** What the product says of a moment for which the policy has no words, and nobody wrote any. */
const MOMENT_WORDS: Readonly<Record<string, (content: JsonObject) => string>> = {
  declared: ({ room }) => `An incident was declared.${text(room) ? ` It is worked on in ${text(room)}.` : ''}`,
  'severity-changed': ({ severity }) => `It is ${text(severity)} now.`,
  'role-assigned': () => 'Somebody else has a role in it now.',
  mitigated: () => 'It is mitigated; it is being watched whether that holds.',
  reopened: () => 'It was reopened: it is not over.',
  'stood-down': () => 'Everybody who was called may stand down.',
  resolved: () => 'It is over.',
  closed: () => 'It is closed.',
  reviewed: () => 'Its review is finished.',
}

function bodyOf(content: JsonObject, person: User | null, policy: Policy): string {
  const zone = person?.timezone ?? policy.bundle.organization.timezone
  const at = (value: unknown): string => (text(value) ? shownTime(text(value) as string, zone) : '')
  const { kind, what, body } = content
  // The policy's own words say everything themselves.
  if (text(body)) return text(body) as string
  if (kind === 'nag') {
    const promised = `“${text(content.obligation) ?? 'what the policy asks'}”`
    return what === 'due_soon'
      ? `${promised} is due at ${at(content.dueAt)}.`
      : `${promised} was due at ${at(content.dueAt)} and is missed.`
  }
  const lines = [
    momentWords(content),
    text(content.text) ?? '',
    text(content.nextBy) ? `The next update comes by ${at(content.nextBy)}.` : '',
    kind === 'notify' && content.audience && text(content.status) ? `Status: ${text(content.status)}.` : '',
  ]
  return lines.filter(Boolean).join('\n')
}

const momentWords = (content: JsonObject): string =>
  text(content.text) && content.moment !== 'declared' ? '' : (MOMENT_WORDS[String(content.moment)]?.(content) ?? '')

function becauseOf(content: JsonObject, policy: Policy, person: User | null): string[] {
  const chain = listOf(content.because).filter((each): each is string => typeof each === 'string')
  const zone = person?.timezone ?? policy.bundle.organization.timezone
  const reason = text(content.reason)
  const audience = text(content.audience)
  const told = audience ? [`You are told as part of ${nameOf(`audience:${idOf(audience)}`, policy)}.`] : []
  return [...(reason ? [`Paged because ${reason}.`] : []), ...(chain.length > 0 ? [sentenceOf(chain, { policy, zone })] : []), ...told]
}

type Asked = { policy: Policy; zone: string }

/** The chain from a target to a person (`schedule:primary`, `layer weekly`, `weekly, turn of ann`, `until …`) as one sentence. */
export function sentenceOf(chain: readonly string[], { policy, zone }: Asked): string {
  const schedule = chain.findLast((part) => kindOf(part) === 'schedule' && !part.startsWith('until '))
  const via = viaOf(chain, policy)
  if (schedule) {
    const until = chain.find((part) => part.startsWith('until '))?.slice('until '.length)
    const isOverride = chain.some((part) => part === 'override' || part === 'layer override' || part.endsWith(', override'))
    const isPassedOn = chain.some((part) => part.endsWith(', passed on'))
    const how = isOverride ? ', by an override' : isPassedOn ? ', because those before you are away' : ''
    return `You are on call for ${nameOf(schedule, policy)}${how}${until ? `, until ${shownTime(until, zone)}` : ''}${via ? `; it stands in for ${via}` : ''}.`
  }
  return via ? `You are ${via}.` : 'You are named in this step of the escalation.'
}

/** Roles, teams and the like on the way to a person, in words; the last one counts. */
function viaOf(chain: readonly string[], policy: Policy): string | null {
  const role = chain.findLast((part) => part.startsWith('role:'))
  if (role) {
    const holds = chain.includes('holder')
    return holds
      ? `the one who holds the role ${nameOf(role, policy)}`
      : `the ${chain.includes('default') ? 'default' : 'backup'} for the role ${nameOf(role, policy)}`
  }
  const team = chain.findLast((part) => part.startsWith('team:'))
  if (chain.includes('managers')) return team ? `a manager of ${nameOf(team, policy)}` : 'a manager'
  if (chain.includes('responders')) return 'one of the responders'
  return team ? `in the team ${nameOf(team, policy)}` : null
}

function nameOf(reference: string, policy: Policy): string {
  const id = idOf(reference)
  const entry = { schedule: policy.schedule(id), role: policy.role(id), team: policy.team(id), audience: policy.audience(id) }[
    kindOf(reference) ?? ''
  ]
  return (entry as { name?: string } | undefined)?.name ?? id
}

/** `Thu 12 Nov, 15:41 CET`: short enough for a lock screen, with the zone, because whoever reads it may be travelling. */
export function shownTime(moment: string, zone: string): string {
  try {
    return timeText(moment, zone)
  } catch {
    return moment
  }
}
