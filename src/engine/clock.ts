/** How far the wall clock may drift from the monotonic one before it counts as a jump rather than as drift. */
const jumpMs = 2_000

export type Clock = {
  /** Never goes backwards while the process lives. */
  now(): Temporal.Instant
  /** Calls back once at `at`, or at once when that is past; returns how to cancel. */
  at(at: Temporal.Instant, call: () => void): () => void
}

export type Watch = { wallMs(): number; monotonicMs(): number }

const machineWatch: Watch = { wallMs: () => Date.now(), monotonicMs: () => performance.now() }

/** setTimeout takes at most 2^31-1 ms; a longer wait asks again. */
const longestTimeoutMs = 2_147_483_647

/**
 * The only watch in the house. It starts at the database's time and moves with the monotonic clock, so a wall clock
 * that is set forward or back neither fires timers early nor loses them. `offsetMs` is database time minus wall time.
 */
export function createClock(offsetMs = 0, watch: Watch = machineWatch): Clock & { jumpedByMs(): number } {
  const wallAtStart = watch.wallMs()
  const monotonicAtStart = watch.monotonicMs()
  const elapsed = (): number => watch.monotonicMs() - monotonicAtStart
  const now = (): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(Math.floor(wallAtStart + offsetMs + elapsed()))
  return {
    now,
    at(at, call) {
      let timer: NodeJS.Timeout
      const wait = (): void => {
        const left = at.epochMilliseconds - now().epochMilliseconds
        if (left <= 0) timer = setTimeout(call, 0)
        else timer = setTimeout(left > longestTimeoutMs ? wait : ring, Math.min(left, longestTimeoutMs))
      }
      // A timeout may ring up to a millisecond early; early is the one thing a page must never be.
      const ring = (): void => (now().epochMilliseconds < at.epochMilliseconds ? wait() : call())
      wait()
      return () => clearTimeout(timer)
    },
    /** How far the wall clock has been moved since the start, 0 while it only drifts. */
    jumpedByMs() {
      const difference = watch.wallMs() - wallAtStart - elapsed()
      return Math.abs(difference) < jumpMs ? 0 : Math.round(difference)
    },
  }
}

/** A clock for tests, simulation and planning: it stands still until it is moved. */
export function createSteppedClock(start: Temporal.Instant): Clock & { set(at: Temporal.Instant): void } {
  let current = start
  return {
    now: () => current,
    at: () => () => {},
    set(at) {
      current = at
    },
  }
}

/**
 * How far the database's clock is ahead of this machine's, in milliseconds: timers of several processes are compared by
 * the one clock they share. `ask` runs a query; half the round trip is taken for the way back.
 */
export async function databaseOffsetMs(
  ask: (sql: string) => Promise<{ rows: Record<string, unknown>[] }>,
  watch: Watch = machineWatch,
): Promise<number> {
  // The first query warms the connection up; the second is measured.
  await ask('select 1')
  const asked = watch.wallMs()
  const { rows } = await ask('select extract(epoch from clock_timestamp()) * 1000 as ms')
  const answered = watch.wallMs()
  const offset = Number(rows[0]?.ms) - (asked + answered) / 2
  // Within the round trip nobody can tell, and two processes on one machine had better agree exactly.
  return Math.abs(offset) <= Math.max(answered - asked, 1) ? 0 : Math.round(offset)
}
