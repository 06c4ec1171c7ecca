import { balanceOf, type LoadQuestion, loadsOf } from '../../core/oncall/fairness.ts'
import { type PayQuestion, payReport } from '../../core/oncall/pay-report.ts'
import { createPolicy } from '../../core/policy/policy.ts'
import type { Bundle } from '../../core/policy/schema/bundle.ts'
import { instantOf, type Moment } from '../../core/time/moment.ts'
import { type Piece, writtenOut } from './rules/as-it-was.ts'

export type Question = {
  live: Bundle
  /** What was in force when, oldest first. */
  pieces: Piece[]
  from: Moment
  to: Moment
  schedules?: string[]
  pages: NonNullable<PayQuestion['pages']> & NonNullable<LoadQuestion['pages']>
}

/** Runs in a thread of its own: a year of a large organisation's duties takes longer than a page may wait. */
export function task({ live, pieces, from, to, ...rest }: Question) {
  const policy = createPolicy(writtenOut(live, pieces), 0)
  const question = { span: { from: instantOf(from), to: instantOf(to) }, ...rest }
  const loads = loadsOf(policy, question)
  return { loads, balance: balanceOf(loads), pay: payReport(policy, question) }
}
