import type { ClockView } from './incident.ts'

/** A promise as the console's clock reads it. */
export type ClockReadable = {
  startedAt: string
  dueAt: string
  warnAt: string
  closed?: { as: 'met' | 'late' | 'waived' | 'dropped'; at: string; by?: string }
}

const CLOSED = ['met', 'late', 'waived', 'dropped'] as const

export function factsOfClock({ since, dueAt, warnAt, status, closedAt, closedBy }: ClockView): ClockReadable {
  const as = CLOSED.find((each) => each === status)
  return {
    startedAt: since,
    dueAt,
    warnAt,
    ...(as ? { closed: { as, at: closedAt ?? dueAt, ...(closedBy ? { by: closedBy.name } : {}) } } : {}),
  }
}
