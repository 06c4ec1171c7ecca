import type { Addressed, Context, Decision } from '../command/command.ts'
import { refuse } from '../command/command.ts'
import { Draft } from '../command/draft.ts'
import { addDuration, durationMs, parseDuration } from '../time/duration.ts'
import { instantOf, isBefore, momentOf } from '../time/moment.ts'
import { nextOf, startClimb } from './climb.ts'
import { ladderOf } from './ladder.ts'
import { remindHolder } from './remind.ts'
import { type EscalationState, hasAnswered, isActive, type PageState } from './state.ts'

/** `isForAll`: somebody took the alert or the incident, not this very page. `remind`: ask me this often whether I still have it. */
export type AcknowledgeEscalation = { via: string; isForAll?: boolean; remind?: string | null; reason?: string }
export type RemindEscalation = { every: string | null }

type Handler = (state: EscalationState, command: Addressed<never>, context: Context) => Decision<EscalationState>

/** Bounds of a reminder: below it nags, above nobody remembers what it was about. */
const shortestReminderMs = 15 * 60_000
const longestReminderMs = 7 * 24 * 3_600_000

const draftOf = (state: EscalationState, command: Addressed<never>, context: Context): Draft<EscalationState> =>
  new Draft({ subject: command.to, by: command.by, now: context.now, state })

export const userOf = (actor: string): string | null => (actor.startsWith('user:') ? actor.slice('user:'.length) : null)
const wasAsked = (state: EscalationState, user: string | null): boolean => state.pages.some((page) => page.user === user)

export const acknowledge: Handler = (state, command, context) => {
  const { via, isForAll = false, remind, reason } = command.data as AcknowledgeEscalation
  if (state.status === 'stopped') return refuse('already-stopped', 'everything here is resolved; there is nothing to acknowledge')
  const user = userOf(command.by)
  if (state.line === 'beside' && isForAll && !wasAsked(state, user))
    return refuse('not-asked', `${command.by} was not paged by this ladder; whoever it asks answers for it`)
  if (isActive(state) && (state.basis === 'unresolved' || state.isCallOut)) return answer(state, command, context)
  if (state.status === 'acknowledged')
    return refuse('already-acknowledged', `${state.acknowledged?.by} has it since ${state.acknowledged?.at}`)
  const wrong = problemWith(remind)
  if (wrong) return refuse('reminder', wrong, 400)
  const draft = draftOf(state, command, context)
  take(draft, via, context)
  if (remind !== undefined) draft.set({ remindEvery: remind })
  planReminder(draft)
  draft.tell('escalation.acknowledged', {
    via,
    reason,
    about: state.about,
    line: state.line,
    companions: state.companions,
    expires: draft.state.ackExpiresAt,
  })
  return draft.decision(nextOf(draft.state))
}

function take(draft: Draft<EscalationState>, via: string, context: Context): void {
  const { state } = draft
  // whoever was paged by hand or by a drill has answered; there is nothing behind it that might still be broken
  const isByItself = state.ladder.targets !== null || state.about.kind === 'page'
  const timeout = isByItself ? undefined : ladderOf(state, context).ack_timeout
  draft.set({
    status: 'acknowledged',
    acknowledged: { by: draft.by, at: momentOf(context.now), via },
    ackExpiresAt: timeout ? momentOf(addDuration(context.now, timeout, context.policyAt(state.policy).calendar)) : null,
    stepAt: null,
    recheckAt: null,
    generation: state.generation + 1,
  })
  draft.withdraw('all')
}

/** Where the ladder goes on for the others, one person's answer stops what is still to come for them and nothing else. */
function answer(state: EscalationState, command: Addressed<never>, context: Context): Decision<EscalationState> {
  const user = userOf(command.by)
  if (!user || !wasAsked(state, user))
    return refuse('not-stopped-by-acknowledging', 'this ladder goes on until the incident is resolved; it has not paged you')
  if (hasAnswered(state, user)) return refuse('already-acknowledged', `${command.by} has answered this already`)
  const draft = draftOf(state, command, context)
  const { via } = command.data as AcknowledgeEscalation
  draft.set({ answers: [...state.answers, { user, at: momentOf(context.now), via }] })
  quiet(draft, user)
  draft.tell('escalation.answered', { user, via })
  const isComplete = state.isCallOut && draft.state.pages.every((page) => hasAnswered(draft.state, page.user))
  if (isComplete) {
    take(draft, via, context)
    draft.tell('escalation.acknowledged', { via, about: state.about, line: state.line, companions: state.companions, expires: null })
  }
  // Told everybody in vain, and now somebody is there: the fallback need not be asked again.
  else if (state.isCallOut && state.status === 'exhausted') draft.set({ status: 'running', stepAt: null })
  return draft.decision(nextOf(draft.state))
}

/** Takes back what is still to come for one person. */
export function quiet(draft: Draft<EscalationState>, user: string): void {
  const { pages } = draft.state
  const theirs = pages.filter((page) => page.user === user)
  if (theirs.length === 0) return
  draft.withdraw(theirs.flatMap(messagesOf))
  draft.set({ pages: pages.map((page) => (page.user === user ? quieted(page) : page)) })
}

const messagesOf = (page: PageState): string[] => page.roads.map((road, index) => `${page.id}/${index}-${road.channel}`)

const quieted = (page: PageState): PageState => ({
  ...page,
  roads: page.roads.map((road) => (road.status === 'waiting' ? { ...road, status: 'withdrawn' as const } : road)),
})

/** Somebody else takes what a colleague has: nobody is paged again, the new owner is told of from now on. */
export const takeOver: Handler = (state, command, context) => {
  if (state.status !== 'acknowledged') return refuse('not-acknowledged', `the escalation is ${state.status}; acknowledge it instead`)
  if (state.acknowledged?.by === command.by) return refuse('already-yours', `${command.by} has it since ${state.acknowledged.at}`)
  const draft = draftOf(state, command, context)
  const { via } = command.data as AcknowledgeEscalation
  draft.set({ acknowledged: { by: command.by, at: momentOf(context.now), via } })
  draft.tell('escalation.taken_over', { via, from: state.acknowledged?.by ?? null, about: state.about, line: state.line })
  return draft.decision()
}

/** Nobody has brought it to an end in the ladder's time: it climbs again from the first step, and says so. */
export function expireAcknowledgement(draft: Draft<EscalationState>, context: Context): void {
  const { state } = draft
  if (state.status !== 'acknowledged' || !state.ackExpiresAt || isBefore(context.now, instantOf(state.ackExpiresAt))) return
  const reason = `the acknowledgement by ${nameOf(state.acknowledged?.by, context)} ran out without a resolution`
  startClimb(draft, reason)
  draft.tell('escalation.ack_expired', { reason, line: state.line })
}

function nameOf(actor: string | undefined, { policy }: Context): string {
  const user = actor?.startsWith('user:') ? policy.user(actor) : undefined
  return user?.name ?? actor ?? 'somebody'
}

/** Why a reminder cannot stand, with what to write instead; null when it can. */
function problemWith(every: string | null | undefined): string | null {
  if (every === null || every === undefined) return null
  const span = parseDuration(every)
  const ms = span ? durationMs(span) : 0
  const isWithin = ms >= shortestReminderMs && ms <= longestReminderMs
  return isWithin ? null : `a reminder every "${every}" is not possible; write a time from 15m to 7d, such as 2h`
}

function planReminder(draft: Draft<EscalationState>): void {
  const { remindEvery, status } = draft.state
  const span = remindEvery ? parseDuration(remindEvery) : null
  draft.set({
    remindAt: span && status === 'acknowledged' ? momentOf(draft.now.add({ milliseconds: durationMs(span) })) : null,
  })
}

/** Sets, changes or ends (null) the reminder of whoever has it. */
export const remind: Handler = (state, command, context) => {
  if (state.status === 'stopped') return refuse('already-stopped', 'the escalation is over; there is nothing to be reminded of')
  const { every } = command.data as RemindEscalation
  const wrong = problemWith(every)
  if (wrong) return refuse('reminder', wrong, 400)
  const draft = draftOf(state, command, context)
  draft.set({ remindEvery: every })
  planReminder(draft)
  draft.tell('escalation.reminder_set', { every, next: draft.state.remindAt })
  return draft.decision(nextOf(draft.state))
}

export function remindWhenDue(draft: Draft<EscalationState>, context: Context): void {
  const { status, remindAt } = draft.state
  if (status !== 'acknowledged' || !remindAt || isBefore(context.now, instantOf(remindAt))) return
  remindHolder(draft, context)
  planReminder(draft)
}

/** What is due besides the climb; the end of a tick climbs. */
export function keepAcknowledgement(draft: Draft<EscalationState>, context: Context): void {
  expireAcknowledgement(draft, context)
  remindWhenDue(draft, context)
}
