import { instantAt } from './wall-clock.ts'

/**
 * The wall clock of one zone in plain numbers: epoch milliseconds on one side, "local milliseconds" (the wall clock read
 * as if it were UTC) on the other. Same answers as `instantAt`, without an object per question.
 */
export type ZoneClock = {
  localAt(epoch: number): number
  /** A skipped local time is the first instant after the gap, a doubled one the first of the two. */
  epochAt(local: number): number
}

export const DAY_MS = 86_400_000

/** Between two clock changes the offset is constant; nearer than this to a change the exact rules decide. */
const MARGIN = DAY_MS

type Stretch = { from: number; to: number; offset: number }

const clocks = new Map<string, ZoneClock>()

export function zoneClock(timezone: string): ZoneClock {
  const known = clocks.get(timezone)
  if (known) return known
  const made = createClock(timezone)
  clocks.set(timezone, made)
  return made
}

function createClock(timezone: string): ZoneClock {
  if (timezone === 'UTC') return { localAt: (epoch) => epoch, epochAt: (local) => local }
  // One stretch per clock change ever asked about: a few hundred per zone at most.
  const stretches: Stretch[] = []
  const stretchAt = (epoch: number): Stretch => {
    const known = stretches.find((each) => each.from <= epoch && epoch < each.to)
    if (known) return known
    const found = readStretch(timezone, epoch)
    stretches.push(found)
    return found
  }
  return {
    localAt: (epoch) => epoch + stretchAt(epoch).offset,
    epochAt: (local) => {
      const { from, to, offset } = stretchAt(local)
      const guess = local - offset
      return guess - MARGIN >= from && guess + MARGIN < to ? guess : exactEpochAt(local, timezone)
    },
  }
}

function readStretch(timezone: string, epoch: number): Stretch {
  const zoned = Temporal.Instant.fromEpochMilliseconds(epoch).toZonedDateTimeISO(timezone)
  // One millisecond later, because a change at this very instant is where the stretch begins.
  const before = zoned.add({ milliseconds: 1 }).getTimeZoneTransition('previous')
  const after = zoned.getTimeZoneTransition('next')
  return {
    from: before?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    to: after?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offset: zoned.offsetNanoseconds / 1_000_000,
  }
}

function exactEpochAt(local: number, timezone: string): number {
  const plain = Temporal.Instant.fromEpochMilliseconds(local).toZonedDateTimeISO('UTC').toPlainDateTime()
  return instantAt(plain, timezone).epochMilliseconds
}
