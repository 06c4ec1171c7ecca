import { anchorOf } from '../../obligation/rules.ts'
import type { Duration } from '../../time/duration.ts'
import type { ObligationRule } from '../schema/obligation.ts'
import { spanInWords } from '../when-words.ts'

/** A duration in a sentence; words that stand for a number are told with it. */
export function durationWords(span: Duration): string {
  if (span.unit === 'next_bd') return 'the end of the next working day'
  return span.text === 'immediately' ? `${spanInWords(span)} (“immediately”)` : spanInWords(span)
}

/** A rule's clock: "within 15 minutes of declared", "first within 5 minutes, then every 30 minutes from declared until resolved". */
export function clockWords(rule: ObligationRule): string {
  const { within, every, until } = rule
  const anchor = anchorOf(rule).replaceAll('_', ' ')
  const once = within ? `${within.unit === 'next_bd' ? 'by' : 'within'} ${durationWords(within)}` : ''
  if (!every) return `${once} of ${anchor}`
  return `${once ? `first ${once}, then ` : ''}every ${durationWords(every)} from ${anchor}${until ? ` until ${until}` : ''}`
}
