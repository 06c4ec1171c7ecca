import { coverageReport, type Report } from '../../core/coverage/report.ts'
import { createPolicy } from '../../core/policy/policy.ts'
import type { Bundle } from '../../core/policy/schema/bundle.ts'
import { instantOf, type Moment } from '../../core/time/moment.ts'

/** `channels` are those through which this installation can send. */
export type ProofQuestion = { bundle: Bundle; from: Moment; to: Moment; channels: string[] }

/** Runs in a thread of its own: a large organisation's proof takes longer than a page may wait. */
export function task({ bundle, from, to, channels }: ProofQuestion): Report {
  const ways = new Set(channels)
  return coverageReport(createPolicy(bundle, 0), { from: instantOf(from), to: instantOf(to), canSend: (channel) => ways.has(channel) })
}
