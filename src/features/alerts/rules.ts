import type { AlertState } from '../../core/alert/state.ts'
import type { Context, JsonObject, RecordedFact } from '../../core/command/command.ts'
import { nextOf } from '../../core/escalation/climb.ts'
import { escalationMachine } from '../../core/escalation/machine.ts'
import type { EscalationState } from '../../core/escalation/state.ts'
import { type LedgerEntry, type LedgerEvent, type LedgerStage, ledgerOfFacts } from '../../core/paging/ledger.ts'
import { type Moment, momentOf } from '../../core/time/moment.ts'
import type { AlertCan } from './contract.ts'

const REFERENCE = /^ALR-(\d{1,18})$/i

/** The number in `ALR-48213`, null for anything else. */
export const numberOf = (text: string): string | null => REFERENCE.exec(text.trim())?.[1] ?? null
export const referenceOf = (number: string | number): string => `ALR-${number}`

/** What may be done with an alert as it stands, for somebody who may act at all. */
export function canWith(state: AlertState, mayAct: boolean): AlertCan {
  const isOpen = state.status !== 'resolved'
  return {
    acknowledge: mayAct && (state.status === 'triggered' || state.status === 'snoozed'),
    resolve: mayAct && isOpen,
    snooze: mayAct && isOpen && state.status !== 'snoozed',
    escalate: mayAct && isOpen && state.escalation !== null && state.status !== 'snoozed',
    declare: mayAct && isOpen && state.incident === null,
  }
}

/** A page that will go out if nobody acknowledges: `step` counts from 0, -1 is the fallback. */
export type Foreseen = { at: Moment; user: string; step: number; road: string; channel: string; page: string }

/** Ladders are short; what lies behind this many decisions nobody reads. */
const FORESEEN_AT_MOST = 40

/**
 * What an escalation will do if everybody stays silent: its own machine is asked at each moment at which it wants to be
 * asked, without writing anything. Roads that still wait, later steps, repeats and the fallback, in order of time.
 */
export function foresee(id: string, state: EscalationState, context: Omit<Context, 'now'>): Foreseen[] {
  const found: Foreseen[] = []
  let current = state
  let next = nextOf(state)
  for (let i = 0; i < FORESEEN_AT_MOST && next && current.status === 'running'; i += 1) {
    const now = next
    const decision = escalationMachine.decide(
      current,
      { name: 'tick', to: { kind: 'escalation', id }, by: 'engine', data: {} as never },
      { ...context, now },
    )
    current = decision.state ?? current
    for (const { name, data } of decision.facts) if (name === 'page.queued') found.push(foreseenOf(data, current, momentOf(now)))
    next = decision.next === undefined ? nextOf(current) : decision.next
    // A moment that does not move on would be asked for ever.
    if (next && Temporal.Instant.compare(next, now) <= 0) break
  }
  return found
}

function foreseenOf(data: JsonObject, state: EscalationState, at: Moment): Foreseen {
  const page = data.page as string
  const step = state.pages.find((each) => each.id === page)?.step ?? -1
  return { at, page, step, user: data.user as string, road: data.road as string, channel: data.channel as string }
}

/** The next people who are not being paged yet, and when: the answer to "if nobody acknowledges". */
export function nextPeople(state: EscalationState, foreseen: readonly Foreseen[]): { at: Moment; users: string[]; step: number } | null {
  const paged = new Set(state.pages.map((page) => page.id))
  const first = foreseen.find((each) => !paged.has(each.page))
  if (!first) return null
  const together = foreseen.filter((each) => each.at === first.at && each.step === first.step)
  return { at: first.at, step: first.step, users: [...new Set(together.map((each) => each.user))] }
}

/** Who is being paged by the climb that runs. */
export function pagedNow(state: EscalationState): string[] {
  if (state.status !== 'running' && state.status !== 'exhausted') return []
  const latest = Math.max(...state.pages.map((page) => generationOf(page.id)))
  return [...new Set(state.pages.filter((page) => generationOf(page.id) === latest).map((page) => page.user))]
}

const generationOf = (page: string): number => Number(page.split('.').at(-4))

/** One attempt to reach a person, as the facts of an escalation tell it. */
export type Tried = {
  id: string
  message: string
  user: string
  road: string
  channel: string
  to: string | null
  queuedAt: Moment
  answeredAt: Moment | null
  said: string | null
  result: 'sending' | 'delivered' | 'retrying' | 'failed' | 'withdrawn'
  events: LedgerEvent[]
  because: string[]
  reason: string | null
}

/** What is said of the hand-over itself; a proof that came later counts more. */
const ANSWERS: readonly LedgerStage[] = ['retrying', 'held', 'handed-over', 'failed', 'voicemail', 'undelivered']

/** Every attempt in the order in which it was queued. */
export const ledgerOf = (facts: readonly RecordedFact[]): Tried[] => ledgerOfFacts(facts).map(triedOf)

function triedOf({ message, page, user, road, channel, to, events, because, reason }: LedgerEntry, count: number): Tried {
  const answer = events.findLast(({ stage }) => ANSWERS.includes(stage))
  return {
    id: `${page}/${count}`,
    message,
    user,
    road,
    channel,
    to,
    queuedAt: events[0]?.at ?? '',
    answeredAt: answer?.at ?? null,
    said: answer?.said ?? null,
    result: resultOf(events.map(({ stage }) => stage)),
    events,
    because,
    reason,
  }
}

/** A voicemail is not delivered, and neither is what the carrier gave up on, unless a person is known to have had it after all. */
function resultOf(stages: readonly LedgerStage[]): Tried['result'] {
  const isLost = stages.includes('voicemail') || stages.includes('undelivered')
  if (isLost && !stages.includes('human') && !stages.includes('seen')) return 'failed'
  if (stages.includes('handed-over')) return 'delivered'
  if (stages.includes('failed')) return 'failed'
  if (stages.includes('withdrawn')) return 'withdrawn'
  return stages.includes('retrying') || stages.includes('held') ? 'retrying' : 'sending'
}
