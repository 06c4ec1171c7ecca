import type { Moment } from '../time/moment.ts'
import type { DutySpan } from './spans.ts'

export type HandoffNote = { by: string; at: Moment; text: string }

/** What has been told about one schedule: its id is the schedule's. */
export type DutyState = {
  /** User ids on call when it was last looked at. */
  holders: string[]
  /** When the holders last changed. */
  handedAt: Moment
  /** Who had it before them. */
  before: string[]
  /** The newest word of whoever had the shift; given to the next holders with the start of theirs. */
  note: HandoffNote | null
  /** Shifts that people count on, up to `knownUntil`: a difference from them is news. */
  known: DutySpan[]
  knownUntil: Moment
  /** Shifts (`ann 2026-…`) whose nearness was told. */
  announced: string[]
}

/** When a person's next list of shifts is due: the subject's id is the person's. */
export type DigestState = { sentAt: Moment | null; shifts: number }
