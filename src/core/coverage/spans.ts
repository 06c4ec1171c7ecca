import { type Moment, momentOf } from '../time/moment.ts'
import type { Stretch } from './targets-over-time.ts'

export type ReportedSpan = { start: Moment; end: Moment }

export const momentAt = (epoch: number): Moment => momentOf(Temporal.Instant.fromEpochMilliseconds(epoch))

export const spanOf = ({ start, end }: Stretch): ReportedSpan => ({ start: momentAt(start), end: momentAt(end) })
