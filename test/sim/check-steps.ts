import type { RecordedFact } from '../../src/core/command/command.ts'
import { instantOf } from '../../src/core/time/moment.ts'

/** A step may fire this much after its time on a quiet night (I-9); before it never. */
const lateMs = 2_000
const minute = 60_000
/** What makes the next step come before its time, rightly: the step reached nobody, or somebody or something restarted the climb. */
const SHORTCUTS = ['escalation.step_empty', 'escalation.step_skipped', 'page.unreachable']
const RESTARTS = ['escalation.raised', 'escalation.escalated', 'escalation.ack_expired', 'escalation.repaired']

/** `from` is what the step's wait counts from: its due time when it came on time, else the moment it came. */
type Fired = { step: number; at: number; from: number; isShort: boolean }

/** `waits` are the minutes of each step, as the test wrote the ladder. */
type Known = { waits: readonly number[]; isQuiet(from: number, to: number): boolean }

/** Reads the facts of one ladder and says where a step came early, late or twice. */
export function checkSteps(facts: RecordedFact[], known: Known): string[] {
  const { waits } = known
  const problems: string[] = []
  let previous: Fired | null = null
  for (const fact of facts) {
    if (RESTARTS.includes(fact.name)) previous = null
    if (previous && SHORTCUTS.includes(fact.name)) previous.isShort = true
    if (fact.name !== 'escalation.step_fired' && fact.name !== 'escalation.exhausted') continue
    const step = fact.name === 'escalation.exhausted' ? waits.length : (fact.data.step as number)
    if (step < 0) break
    const at = instantOf(fact.at).epochMilliseconds
    const problem = previous && compare(previous, { step, at }, known)
    if (problem) problems.push(problem)
    previous = { step, at, isShort: false, from: countedFrom(previous, at, waits) }
  }
  return problems
}

function countedFrom(previous: Fired | null, at: number, waits: readonly number[]): number {
  if (!previous || previous.isShort) return at
  const due = previous.from + (waits[previous.step] as number) * minute
  return at - due <= lateMs ? due : at
}

function compare(previous: Fired, next: { step: number; at: number }, { waits, isQuiet }: Known): string | null {
  const expected = (previous.step + 1) % waits.length
  const isFirstAgain = next.step === 0 && previous.step === waits.length - 1
  if (next.step !== expected && next.step !== waits.length && !isFirstAgain) return `step ${next.step} fired after step ${previous.step}`
  if (previous.isShort) return null
  const due = previous.from + (waits[previous.step] as number) * minute
  if (next.at < due) return `step ${next.step} fired ${due - next.at} ms early`
  return next.at > due + lateMs && isQuiet(previous.at, next.at) ? `step ${next.step} fired ${next.at - due} ms late` : null
}
