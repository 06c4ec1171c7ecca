import type { Subject } from '../../core/command/command.ts'
import { machines } from '../../core/flow/machines.ts'
import { countersOf } from '../../core/incident/reference.ts'
import type { IncidentState } from '../../core/incident/state.ts'
import { STANDING } from '../../core/obligation/standing.ts'
import type { Policy } from '../../core/policy/policy.ts'
import { instantOf } from '../../core/time/moment.ts'
import { createRehearsal, type Rehearsal } from '../../engine/rehearsal.ts'
import type { Changes } from '../../engine/store.ts'
import { noChanges } from '../../engine/store.ts'
import type { Act } from './script.ts'

/** What the example's providers say: it is written in every receipt that nothing was sent. */
const SAID = 'example: nothing was really sent'

/**
 * Plays acts through the engine in memory, on a clock that follows them, up to `now`: the same machines, timers and
 * clocks as in earnest. Gives everything that came of it, ready to be written at once.
 */
export async function play(acts: readonly Act[], { policy, now }: { policy: Policy; now: Temporal.Instant }): Promise<Changes> {
  const inOrder = acts.toSorted((a, b) => Temporal.Instant.compare(a.at, b.at))
  const start = inOrder[0]?.at ?? now
  const rehearsal = createRehearsal({ policy, start, send: async () => ({ ok: true, said: SAID, proof: 'accepted' }) })
  for (const { at, command } of inOrder) {
    await rehearsal.advance(at)
    const completed =
      command.to.kind === 'review' && command.name === 'draft' ? { ...command, data: await draftData(rehearsal, command.data) } : command
    const { refusal } = await rehearsal.execute(completed)
    if (refusal) throw new Error(`the example cannot "${command.name}" ${JSON.stringify(command.to)} at ${at}: ${refusal.message}`)
  }
  await rehearsal.advance(now)
  return outcomeOf(rehearsal, policy)
}

/** A review carries the name its incident was given, which nobody knew when the story was written. */
async function draftData({ store }: Rehearsal, data: unknown): Promise<unknown> {
  const given = data as { incident: string }
  const [row] = await store.load([{ kind: 'incident', id: given.incident }])
  if (!row) throw new Error(`the example reviews ${given.incident} before it is declared`)
  const { reference, policy, title, severity } = row.state as IncidentState
  return { ...given, reference, policy, title, severity }
}

/** What is promised without an incident belongs to the installation, which has begun to keep it; it is none of the story's. */
const isOfTheStory = ({ kind }: Subject): boolean => kind !== STANDING.kind

/** Messages are left out: they were all handled, and what became of them is in the facts. */
async function outcomeOf(rehearsal: Rehearsal, policy: Policy): Promise<Changes> {
  const { store, facts } = rehearsal
  const changes = noChanges()
  for (const { subject, state, seq, hash } of store.rows.values()) {
    if (!isOfTheStory(subject)) continue
    const columns = machines.get(subject.kind)?.columns(state as never) ?? { key: null }
    changes.states.push({ subject, state, columns, seq, hash, was: 0 })
  }
  changes.facts.push(...facts().filter(({ of }) => isOfTheStory(of)))
  changes.timers.push(...[...store.timers.values()].filter(({ subject }) => isOfTheStory(subject)))
  changes.counters.push(...(await drawnNumbers(rehearsal, policy)))
  return changes
}

/** Numbers that the incidents drew: one that never resets, one a day. */
async function drawnNumbers({ store, facts }: Rehearsal, policy: Policy): Promise<Changes['counters']> {
  const declared = facts().filter(({ name }) => name === 'incident.declared')
  const names = declared.flatMap(({ at }) => Object.values(countersOf(policy, instantOf(at))))
  const counters = await store.counters([...new Set(names)])
  return [...counters].map(([name, is]) => ({ name, was: 0, is }))
}
