import type { Addressed, Context, Decision, Machine } from '../command/command.ts'
import { refuse } from '../command/command.ts'
import { Draft } from '../command/draft.ts'
import { earliest, instantOf, type Moment, momentOf } from '../time/moment.ts'
import { rescheduled } from './changes.ts'
import { sayAhead, sayEnd, sayNote, sayRescheduled, sayStart } from './notices.ts'
import { noticeOutcome } from './quiet-notice.ts'
import { type DutySpan, dutySpans } from './spans.ts'
import type { DutyState } from './state.ts'

/** How far ahead people plan around their shifts: a change beyond it is told when it comes into sight. */
const SIGHT_DAYS = 28
/** What has come into sight is taken over at the latest when this much is left of it. */
const LEAST_DAYS = 14
/** Whoever is next hears of it a day before. */
const AHEAD_HOURS = 24

const days = (count: number) => ({ hours: 24 * count })

/**
 * Tells about the shifts of one schedule: start, end, a day before, and what changed. `look` compares what people were told with
 * what is so; the subject's own timer does it at each hand-off, the feature after each change of the policy.
 */
export const dutyMachine: Machine<DutyState> = {
  kind: 'duty',
  decide(state, command, context) {
    const outcome = noticeOutcome(command.name, command.data as Record<string, unknown>)
    if (outcome) return state ? recorded(state, command, { outcome, context }) : { facts: [] }
    if (!context.policy.schedule(command.to.id)) return { facts: [], next: null, ...(command.name === 'note' ? unknown(command) : {}) }
    if (command.name === 'note') return note(state ?? begin(command, context).state, command, context)
    if (command.name !== 'look' && command.name !== 'tick')
      return refuse('unknown-command', `a schedule's notices do not know "${command.name}"`, 400)
    return state ? look(state, command, context) : began(command, context)
  },
  columns: () => ({ key: null }),
}

const unknown = ({ to }: Addressed): Decision<never> => refuse('not-found', `there is no schedule "${to.id}"`, 404)

type Outcome = NonNullable<ReturnType<typeof noticeOutcome>>

function recorded(
  state: DutyState,
  { to, by }: Addressed,
  { outcome, context }: { outcome: Outcome; context: Context },
): Decision<DutyState> {
  const draft = new Draft({ subject: to, by, now: context.now, state })
  draft.tell(outcome.name, outcome.data)
  return draft.decision()
}

/** What is so when nobody was told anything yet is no news. */
function begin({ to }: Addressed, context: Context): { state: DutyState; next: Temporal.Instant } {
  const now = momentOf(context.now)
  const until = context.now.add(days(SIGHT_DAYS))
  const known = dutySpans(context.policy, to.id, { from: context.now, to: until })
  const state: DutyState = {
    holders: holdersAt(known, now),
    handedAt: now,
    before: [],
    note: null,
    known,
    knownUntil: momentOf(until),
    announced: known.filter((span) => isNear(span, context.now)).map(nameOf),
  }
  return { state, next: nextLook(state, context.now) }
}

function began(command: Addressed, context: Context): Decision<DutyState> {
  const { state, next } = begin(command, context)
  return { state, facts: [{ name: 'duty.began', of: command.to, by: command.by, data: { holders: state.holders } }], next }
}

function look(state: DutyState, { to, by }: Addressed, context: Context): Decision<DutyState> {
  const { now, policy } = context
  const draft = new Draft({ subject: to, by, now, state })
  const found = dutySpans(policy, to.id, { from: now, to: now.add(days(SIGHT_DAYS)) })
  const handed = handOver(draft, found, context)
  const window = { from: momentOf(now), to: state.knownUntil }
  const changed = rescheduled(state.known, found, window)
  for (const each of changed) sayRescheduled(draft, { change: withoutNow(each, handed, window.from), schedule: to.id }, context)
  if (changed.length > 0) draft.tell('duty.rescheduled', { users: changed.map(({ user }) => user) })
  announce(draft, found, context)
  if (changed.length > 0 || isShort(state.knownUntil, now)) extend(draft, found, now)
  return draft.decision(nextLook({ ...draft.state, known: found }, now))
}

/** Those who came and those who went hear of it at once. */
function handOver(draft: Draft<DutyState>, found: readonly DutySpan[], context: Context): Set<string> {
  const { state, subject, now } = draft
  const holders = holdersAt(found, momentOf(now))
  const come = holders.filter((user) => !state.holders.includes(user))
  const gone = state.holders.filter((user) => !holders.includes(user))
  if (come.length + gone.length === 0) return new Set()
  // A word from before the shift that now ends is old news.
  const fresh = state.note && state.note.at >= state.handedAt ? state.note : null
  for (const user of gone) sayEnd(draft, { user, schedule: subject.id, holders }, context)
  for (const user of come) {
    const span = found.find((each) => each.user === user && each.from <= momentOf(now))
    sayStart(draft, { user, schedule: subject.id, until: span?.to ?? null, note: fresh }, context)
  }
  draft.set({ holders, before: state.holders, handedAt: momentOf(now) })
  draft.tell('duty.handed_over', { from: state.holders, to: holders })
  return new Set([...come, ...gone])
}

/** Whoever just heard that a shift began or ended need not hear that it changed. */
function withoutNow<T extends { user: string; gone: DutySpan[]; come: DutySpan[] }>(
  change: T,
  handed: ReadonlySet<string>,
  now: Moment,
): T {
  if (!handed.has(change.user)) return change
  const later = (spans: DutySpan[]) => spans.filter((each) => each.from > now)
  return { ...change, gone: later(change.gone), come: later(change.come) }
}

function announce(draft: Draft<DutyState>, found: readonly DutySpan[], context: Context): void {
  const near = found.filter((span) => isNear(span, draft.now))
  const fresh = near.filter((span) => span.from > momentOf(draft.now) && !draft.state.announced.includes(nameOf(span)))
  for (const span of fresh) {
    // Whoever is on call now has not put the telephone away yet.
    if (!draft.state.holders.includes(span.user)) sayAhead(draft, { span, schedule: draft.subject.id }, context)
    draft.tell('duty.announced', { user: span.user, from: span.from })
  }
  if (fresh.length > 0) draft.set({ announced: near.map(nameOf) })
}

function extend(draft: Draft<DutyState>, found: DutySpan[], now: Temporal.Instant): void {
  draft.set({ known: found, knownUntil: momentOf(now.add(days(SIGHT_DAYS))) })
  draft.tell('duty.extended', { until: draft.state.knownUntil })
}

export type WriteNote = { user: string; text: string }

function note(state: DutyState, command: Addressed<never>, context: Context): Decision<DutyState> {
  const { user, text } = command.data as WriteNote
  const draft = new Draft({ subject: command.to, by: command.by, now: context.now, state })
  const written = { by: user, at: momentOf(context.now), text }
  draft.set({ note: written })
  draft.tell('duty.noted', { user, text })
  // Written after the hand-off: those who have the shift now are waiting for it.
  if (!state.holders.includes(user))
    for (const holder of state.holders) sayNote(draft, { user: holder, schedule: command.to.id, note: written }, context)
  return draft.decision(nextLook(state, context.now))
}

const holdersAt = (spans: readonly DutySpan[], now: Moment): string[] =>
  spans.filter(({ from, to }) => from <= now && now < to).map(({ user }) => user)

const nameOf = ({ user, from }: DutySpan): string => `${user} ${from}`

const isNear = ({ from }: DutySpan, now: Temporal.Instant): boolean => from <= momentOf(now.add({ hours: AHEAD_HOURS }))

const isShort = (knownUntil: Moment, now: Temporal.Instant): boolean => knownUntil <= momentOf(now.add(days(LEAST_DAYS)))

/** The next hand-off, the next shift that comes near, or the moment from which more must be taken into sight. */
function nextLook({ known, knownUntil }: Pick<DutyState, 'known' | 'knownUntil'>, now: Temporal.Instant): Temporal.Instant {
  const moments = known.flatMap(({ from, to }) => [instantOf(from), instantOf(from).subtract({ hours: AHEAD_HOURS }), instantOf(to)])
  const later = [...moments, instantOf(knownUntil).subtract(days(LEAST_DAYS))].filter((each) => Temporal.Instant.compare(each, now) > 0)
  return earliest(...later) ?? now.add(days(LEAST_DAYS))
}
