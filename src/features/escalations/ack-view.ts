import type { EscalationState } from '../../core/escalation/state.ts'
import type { Policy } from '../../core/policy/policy.ts'
import { runbooksOf, type ShownRunbook } from '../../core/policy/runbook.ts'
import { instantOf } from '../../core/time/moment.ts'
import type { NextPage } from '../alerts/contract.ts'
import { severityOf } from '../alerts/reads/alert-row.ts'
import { type Reader, whoIs } from '../alerts/reads/people.ts'
import type { Outcome, ViewParts } from './ack-parts.ts'
import { outcomeOf } from './ack-words.ts'
import type { AckLink, LinkAct } from './contract.ts'
import { heldSchedule, isOnly, listed, pageFor, type Standing, spanOf, standingOf, timeOf } from './rules.ts'

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
  outcome: Outcome | null
  facts: { word: string; value: string }[]
  runbooks: ShownRunbook[]
  others: { name: string; note: string }[]
  next: { at: string; since: string; names: string; isPlural: boolean; isYou: boolean } | null
  buttons: Button[]
  incident: { reference: string; href: string } | null
}

const LABELS_SHOWN = 4
const LABEL_LENGTH = 120
const OTHERS_SHOWN = 12
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
    facts: factsOf(parts),
    runbooks: runbooksOf((state.service ? policy.service(state.service)?.runbooks : undefined) ?? [], policy.bundle.runbooks?.texts ?? {}),
    others: othersOf(parts, reader),
    buttons: buttonsOf(standing, { state, next, link, spared: parts.spared, hasAlerts: alerts.length > 0 }),
  }
}

const ago = (moment: string, now: Temporal.Instant): string => `${spanOf(instantOf(moment).epochMilliseconds, now.epochMilliseconds)} ago`

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

/** The labels of the first alert say best what was measured; a group says how many there are. */
function factsOf({ state, alerts, probable }: ViewParts): { word: string; value: string }[] {
  const labels = Object.entries(alerts[0]?.state.labels ?? {}).slice(0, LABELS_SHOWN)
  const count = state.total > 1 ? [{ word: 'Alerts in this group', value: `${state.open} open of ${state.total}` }] : []
  const part = probable ? [{ word: 'Probably part of', value: probable }] : []
  return [...count, ...labels.map(([word, value]) => ({ word: cut(word, LABEL_LENGTH), value: cut(value, LABEL_LENGTH) })), ...part]
}

const cut = (text: string, length: number): string => (text.length > length ? `${text.slice(0, length)}…` : text)

function othersOf({ state, link }: ViewParts, reader: Reader): { name: string; note: string }[] {
  const latest = new Map(state.pages.filter((page) => page.user !== link.user).map((page) => [page.user, page]))
  const had = state.acknowledged?.by
  // Whoever has it is the one to be called.
  const known = [...latest.values()].sort((one, other) => Number(had === `user:${other.user}`) - Number(had === `user:${one.user}`))
  const shown = known.slice(0, OTHERS_SHOWN).map(({ user, startedAt }) => ({
    name: whoIs(`user:${user}`, reader).name,
    note: had === `user:${user}` ? 'has it' : `paged ${timeOf(startedAt)}`,
  }))
  return known.length > shown.length ? [...shown, { name: `${known.length - shown.length} more`, note: 'paged' }] : shown
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
