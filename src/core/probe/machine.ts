import type { Addressed, Context, Decision, Machine } from '../command/command.ts'
import { refuse } from '../command/command.ts'
import { Draft } from '../command/draft.ts'
import { instantOf, isBefore, type Moment, momentOf } from '../time/moment.ts'

/** There is one: the installation's own. */
export const PROBE = { kind: 'probe', id: 'pager' }
/** How often the way is tried, in seconds. */
export const PROBE_EVERY_S = 60
/** The integration that takes it and tells nobody. */
const NOWHERE = 'null'

/** `number` counts the tries; `sentAt` is the last one's, `landedAt` when one was last handed over: null before the first. */
export type ProbeState = { number: number; sentAt: Moment; landedAt: Moment | null }

/**
 * The synthetic page: every minute a timer fires, a message is committed, claimed, begun, handed to a road that tells nobody and
 * settled, by the very engine that pages people. What it took is the product's own measure of itself.
 */
export const probeMachine: Machine<ProbeState> = {
  kind: PROBE.kind,
  decide(state, command, context) {
    if (command.name === 'tick' || command.name === 'follow') return begin(state, command, context)
    if (!state) return refuse('not-found', 'there is no probe yet; the engine begins it when it starts', 404)
    if (command.name === 'delivered' || command.name === 'failed') return landed(state, command, context)
    return refuse('unknown-command', `the probe does not know "${command.name}"`, 400)
  },
  columns: () => ({ key: null }),
}

const nextAfter = (sentAt: Moment): Temporal.Instant => instantOf(sentAt).add({ seconds: PROBE_EVERY_S })

/** At every start somebody asks it to follow; the one that is already running goes on at its own pace. */
function begin(state: ProbeState | null, { to, by, data, name }: Addressed<never>, { now }: Context): Decision<ProbeState> {
  if (state && name === 'follow' && isBefore(now, nextAfter(state.sentAt))) return { facts: [], next: nextAfter(state.sentAt) }
  const number = (state?.number ?? 0) + 1
  // When one last got through is kept: each new try would otherwise look like a sign of life.
  const draft = new Draft({ subject: to, by, now, state: { number, sentAt: momentOf(now), landedAt: state?.landedAt ?? null } })
  const { dueAt } = data as { dueAt?: Moment }
  draft.send({
    id: `probe.${number}`,
    channel: NOWHERE,
    target: `probe:${to.id}`,
    road: NOWHERE,
    content: { kind: 'test', title: 'Synthetic page', number },
    // The next one says what a later answer would.
    until: momentOf(nextAfter(draft.state.sentAt)),
    generation: 0,
  })
  draft.withdraw([`probe.${number - 1}`])
  draft.tell('probe.sent', { number, lateMs: dueAt ? now.epochMilliseconds - instantOf(dueAt).epochMilliseconds : 0 })
  return draft.decision(nextAfter(draft.state.sentAt))
}

function landed(state: ProbeState, { to, by, name, data }: Addressed<never>, { now }: Context): Decision<ProbeState> {
  const { message, said } = data as { message: string; said: string }
  const draft = new Draft({ subject: to, by, now, state })
  if (message !== `probe.${state.number}`) return { facts: [] }
  if (name === 'delivered') draft.set({ landedAt: momentOf(now) })
  const ms = now.epochMilliseconds - instantOf(state.sentAt).epochMilliseconds
  draft.tell(name === 'delivered' ? 'probe.handed_over' : 'probe.failed', { number: state.number, ms, said })
  return draft.decision()
}
