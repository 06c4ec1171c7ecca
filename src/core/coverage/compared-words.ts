import { dayInWords, spanInWords, timeInWords } from '../oncall/calendar-words.ts'
import type { Policy } from '../policy/policy.ts'
import type { Cases } from './compared.ts'
import type { Stretch } from './targets-over-time.ts'

/** Services that are named in a sentence; the others are counted. */
const NAMED_SERVICES = 4

/** `critical and major of Checkout, API and 3 more services`; of alerts where there are no services. */
export function casesInWords({ services, severities }: Cases, policy: Policy): string {
  const names = services.map((id) => policy.service(id)?.name ?? id)
  const named =
    names.length > NAMED_SERVICES + 1 ? [...names.slice(0, NAMED_SERVICES), `${names.length - NAMED_SERVICES} more services`] : names
  return `${inSentence(severities)} of ${inSentence(named) || 'alerts'}`
}

/** `a, b and c` */
export const inSentence = (parts: readonly string[]): string =>
  parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}` : parts.join('')

/** The first stretch in words, as it lies in what was looked at, and how many follow: `Tuesday 24 Nov, and 3 more times`. */
export function timesInWords(stretches: readonly Stretch[], whole: Stretch, timezone: string): string {
  const [first, ...others] = stretches
  if (!first) return ''
  const more = others.length > 0 ? `, and ${others.length} more ${others.length === 1 ? 'time' : 'times'}` : ''
  return `${stretchInWords(first, whole, timezone)}${more}`
}

function stretchInWords({ start, end }: Stretch, whole: Stretch, timezone: string): string {
  const [from, to] = [Temporal.Instant.fromEpochMilliseconds(start), Temporal.Instant.fromEpochMilliseconds(end)]
  const spoken = (instant: Temporal.Instant): string => {
    const moment = instant.toZonedDateTimeISO(timezone)
    return `${dayInWords(moment.toPlainDate())} ${timeInWords(moment)}`
  }
  const [isNow, isOpen] = [start <= whole.start, end >= whole.end]
  if (isNow && isOpen) return 'from now on'
  if (isNow) return `until ${spoken(to)}`
  return isOpen ? `from ${spoken(from)} on` : spanInWords(from, to, timezone)
}
