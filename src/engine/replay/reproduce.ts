import { type RecordedFact, streamOf } from '../../core/command/command.ts'
import { machines } from '../../core/flow/machines.ts'
import { reactions } from '../../core/flow/reactions.ts'
import type { Policy } from '../../core/policy/policy.ts'
import { instantOf, type Moment } from '../../core/time/moment.ts'
import type { LoggedFact } from '../cause.ts'
import { createSteppedClock } from '../clock.ts'
import { createExecutor } from '../execute.ts'
import { MemoryStore } from '../memory-store.ts'
import { type AskedTogether, askedIn } from './asked.ts'

/** A fact that the same question did not lead to again; `got` is null where nothing came of it. */
export type Difference = { expected: RecordedFact; got: RecordedFact | null }

export type Reproduction = {
  compared: number
  differences: Difference[]
  /** Facts of what began before the record says what was asked. */
  unreadable: number
}

/** `versions` are the policies by their number; `since` leaves out what began earlier, whose beginning may be missing. */
type Parts = { versions: ReadonlyMap<number, Policy>; since?: Moment }

/**
 * Asks everything again that was asked, at the same moments, under the policies that were in force, and compares every fact with
 * the record: name, place, moment, content and hash. Timers fire when they did, so a crash comes out as it was.
 */
export async function reproduce(facts: readonly LoggedFact[], parts: Parts): Promise<Reproduction> {
  const store = new MemoryStore()
  const together = askedIn(facts)
  for (const each of together) await askAgain(store, each, parts.versions)
  const readableFrom = together[0]?.at ?? '9'
  const from = parts.since && parts.since > readableFrom ? parts.since : readableFrom
  const begun = new Set(facts.filter(({ seq, at }) => seq === 1 && at >= from).map(({ of }) => streamOf(of)))
  const compared = facts.filter(({ of }) => begun.has(streamOf(of)))
  const differences = compared.flatMap((expected): Difference[] => {
    const got = store.streams.get(streamOf(expected.of))?.[expected.seq - 1] ?? null
    return got?.hash === expected.hash ? [] : [{ expected, got }]
  })
  const unreadable = facts.filter(({ at }) => at < readableFrom).length
  return { compared: compared.length, differences: [...differences, ...surplus(store, facts, begun)], unreadable }
}

/** What came of it now and did not then. */
function surplus(store: MemoryStore, facts: readonly LoggedFact[], begun: ReadonlySet<string>): Difference[] {
  const lengths = new Map<string, number>()
  for (const { of, seq } of facts) lengths.set(streamOf(of), seq)
  const more = [...begun].flatMap((stream) => (store.streams.get(stream) ?? []).slice(lengths.get(stream)))
  return more.map((got) => ({ expected: got, got: null }))
}

async function askAgain(
  store: MemoryStore,
  { at, policy, without, drawn, asked }: AskedTogether,
  versions: ReadonlyMap<number, Policy>,
): Promise<void> {
  const live = versions.get(policy)
  if (asked.length === 0 || !live) return
  for (const [name, was] of Object.entries(drawn)) store.numbers.set(name, was)
  const missing = new Set(without)
  const executor = createExecutor({
    store,
    clock: createSteppedClock(instantOf(at)),
    core: {
      machines,
      reactions,
      canSend: (channel) => !missing.has(channel),
      policies: { live: () => live, at: (version) => versions.get(version) ?? live, ensure: async () => {} },
    },
    owner: () => null,
    onCommit: () => {},
  })
  await executor.executeBatch({ commands: asked.map(({ command }) => command) })
}
