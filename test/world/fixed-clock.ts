import type { Clock } from '../../src/engine/clock.ts'

/** A clock that shows one moment and yet rings: waiting takes as long as it says, so what waits ends. For tests in a browser. */
export const createFixedClock = (shown: Temporal.Instant): Clock => ({
  now: () => shown,
  at(at, call) {
    const timer = setTimeout(call, Math.max(0, Math.min(at.epochMilliseconds - shown.epochMilliseconds, 2_147_483_647)))
    return () => clearTimeout(timer)
  },
})
