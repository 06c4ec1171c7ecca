import type { EscalationState } from '../../core/escalation/state.ts'
import type { Policy } from '../../core/policy/policy.ts'
import { instantOf } from '../../core/time/moment.ts'
import type { NextPage } from '../alerts/contract.ts'
import { severityOf } from '../alerts/reads/alert-row.ts'
import type { StoredAlert } from '../alerts/reads/alerts.ts'
import { type Reader, whoIs } from '../alerts/reads/people.ts'
import type { AckLink, LinkAct } from './contract.ts'
import { heldSchedule, pageFor, type Standing, spanOf, standingOf } from './rules.ts'

export type Button = { act: LinkAct; label: string; isMain: boolean }

/** What the screen behind a link says. Everything is text: the template escapes it. */
export type AckView = {
  now: Temporal.Instant
  organization: string
  linkNote: string | null
  level: { id: string; name: string; rank: number }
  title: string
  paged: string | null
  where: string
  standing: Standing
  outcome: { title: string; text: string } | null
  facts: { word: string; value: string }[]
  runbooks: string[]
  others: { name: string; note: string }[]
  next: { at: string; since: string; names: string; isPlural: boolean; isYou: boolean } | null
  buttons: Button[]
  incident: { reference: string; href: string } | null
}

export type ViewParts = {
  link: AckLink
  state: EscalationState
  /** Whom the ladder pages next if nobody acknowledges. */
  next: NextPage | null
  /** Who would have been next, had nobody acknowledged. */
  spared: NextPage | null
  alerts: readonly StoredAlert[]
  incident: { reference: string; href: string } | null
  policy: Policy
  now: Temporal.Instant
}

const LABELS_SHOWN = 4
const SNOOZE = '30 m'

export function ackView(parts: ViewParts): AckView {
  const { link, state, alerts, policy, now, incident } = parts
  const reader: Reader = { policy, principal: null }
  const standing = standingOf(state, link.user)
  const page = pageFor(state, link.user)
  const next =
    standing.kind === 'open' && parts.next
      ? {
          ...parts.next,
          names: listed(parts.next, link.user),
          isPlural: parts.next.people.length > 1,
          isYou: isOnly(parts.next, link.user),
        }
      : null
  return {
    now,
    standing,
    next,
    incident,
    organization: policy.bundle.organization.name,
    linkNote: linkNote(link, { policy, now }),
    level: severityOf(state, reader),
    title: state.title,
    paged: page && standing.kind === 'open' ? `Paged you ${ago(page.at, now)}` : null,
    where: whereOf(state, { policy, because: page?.because ?? [] }),
    outcome: outcomeOf(parts, standing, page?.at ?? state.startedAt),
    facts: factsOf(state, alerts),
    runbooks: (state.service ? policy.service(state.service)?.runbooks : undefined) ?? [],
    others: othersOf(parts, reader),
    buttons: buttonsOf(standing, { state, next, link, spared: parts.spared, hasAlerts: alerts.length > 0 }),
  }
}

/** Some ladders page the same person again: "Ann is paged in" would read as if there were another Ann. */
const isOnly = ({ people }: NextPage, user: string): boolean => people.length > 0 && people.every((each) => each.id === `user:${user}`)
const listed = (next: NextPage, user: string): string => (isOnly(next, user) ? 'You' : next.people.map((each) => each.name).join(' and '))
const ago = (moment: string, now: Temporal.Instant): string => `${spanOf(instantOf(moment).epochMilliseconds, now.epochMilliseconds)} ago`
/** People who follow a link from a phone read UTC like the rest of the house until they sign in. */
const timeOf = (moment: string): string => `${moment.slice(11, 16)} UTC`

function linkNote({ user, until }: AckLink, { policy, now }: { policy: Policy; now: Temporal.Instant }): string {
  const name = policy.user(user)?.name ?? user
  return until ? `Link for ${name}, ${spanOf(now.epochMilliseconds, instantOf(until).epochMilliseconds)} left` : `Link for ${name}`
}

function whereOf(state: EscalationState, { policy, because }: { policy: Policy; because: readonly string[] }): string {
  const service = state.service ? `${policy.service(state.service)?.name ?? state.service}, ` : ''
  const schedule = heldSchedule(because)
  const held = schedule ? ` You hold ${policy.schedule(schedule)?.name ?? schedule}.` : ''
  const reason = state.reason ?? state.ladder.reason
  return `${service}${service ? 's' : 'S'}ince ${timeOf(state.startedAt)}.${held}${reason ? ` ${reason.charAt(0).toUpperCase()}${reason.slice(1)}.` : ''}`
}

function outcomeOf({ policy, link, state, next, spared }: ViewParts, standing: Standing, pagedAt: string): AckView['outcome'] {
  const reader: Reader = { policy, principal: null }
  if (standing.kind === 'over')
    return { title: 'It is over', text: 'Everything here is resolved. Nobody is paged for it any more, and there is nothing to do.' }
  if (standing.kind === 'taken') {
    const { name } = whoIs(standing.by, reader)
    return { title: `${name} has it since ${timeOf(standing.at)}`, text: `Nobody else is paged. Take over if ${name} cannot go on.` }
  }
  if (standing.kind !== 'yours')
    return state.status === 'exhausted' && !next ? { title: 'Nobody has answered', text: 'The whole ladder was climbed in vain.' } : null
  const after = spanOf(instantOf(pagedAt).epochMilliseconds, instantOf(standing.at).epochMilliseconds)
  const expires = state.ackExpiresAt
    ? ` It climbs again at ${timeOf(state.ackExpiresAt)} unless it is resolved.`
    : spared
      ? ` ${listed(spared, link.user)} will not be paged${isOnly(spared, link.user) ? ' again' : ''}.`
      : ' Nobody else is paged.'
  return {
    title: `You have it, ${policy.user(link.user)?.name ?? link.user}`,
    text: `Acknowledged ${timeOf(standing.at)}, ${after} after the page.${expires}`,
  }
}

/** The labels of the first alert say best what was measured; a group says how many there are. */
function factsOf(state: EscalationState, alerts: readonly StoredAlert[]): { word: string; value: string }[] {
  const labels = Object.entries(alerts[0]?.state.labels ?? {}).slice(0, LABELS_SHOWN)
  const count = state.total > 1 ? [{ word: 'Alerts in this group', value: `${state.open} open of ${state.total}` }] : []
  return [...count, ...labels.map(([word, value]) => ({ word, value }))]
}

function othersOf({ state, link }: ViewParts, reader: Reader): { name: string; note: string }[] {
  const latest = new Map(state.pages.filter((page) => page.user !== link.user).map((page) => [page.user, page]))
  const had = state.acknowledged?.by
  return [...latest.values()].map(({ user, startedAt }) => ({
    name: whoIs(`user:${user}`, reader).name,
    note: had === `user:${user}` ? 'has it' : `paged ${timeOf(startedAt)}`,
  }))
}

type Offered = { state: EscalationState; next: AckView['next']; link: AckLink; spared: NextPage | null; hasAlerts: boolean }

function buttonsOf(standing: Standing, { state, next, link, spared, hasAlerts }: Offered): Button[] {
  if (standing.kind === 'over') return []
  if (standing.kind === 'taken') return [{ act: 'take-over', label: 'Take over', isMain: true }]
  const snooze: Button[] = hasAlerts ? [{ act: 'snooze', label: `Snooze ${SNOOZE}`, isMain: false }] : []
  if (standing.kind === 'yours')
    return [
      {
        act: 'escalate',
        label: spared && !isOnly(spared, link.user) ? `Escalate to ${listed(spared, link.user)}` : 'Escalate',
        isMain: false,
      },
      ...snooze,
    ]
  const pass: Button[] = next && !next.isYou ? [{ act: 'escalate', label: `Pass to ${next.names} now`, isMain: false }] : []
  const acknowledge: Button[] = state.basis === 'unresolved' ? [] : [{ act: 'acknowledge', label: 'Acknowledge', isMain: true }]
  return [...acknowledge, ...pass, ...snooze]
}
