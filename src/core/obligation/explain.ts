import { spanInWords, wordsOfWhen } from '../policy/when-words.ts'
import { type BusinessCalendar, businessHoursBetween, WEEKDAYS } from '../time/business-calendar.ts'
import { addDuration, type Duration } from '../time/duration.ts'
import { instantOf, type Moment, momentOf } from '../time/moment.ts'
import { spanOf } from './clock-of.ts'
import type { Obligation } from './obligation.ts'
import type { View } from './reconcile.ts'
import { anchorOf, type OwedRule, rulesOf } from './rules.ts'

/** A clock that runs over more days of business than this is told by its ends alone. */
const DAYS_TOLD = 5

/**
 * Why something is owed: the rule, where the policy states it, the condition that held, the moment the clock started from,
 * and how the due moment follows from it. `place` is null for what was promised in a message.
 */
export type Explanation = {
  rule: string
  /** `obligations › executives-told`, and the path into the bundle. */
  place: { words: string; path: readonly (string | number)[] } | null
  policyVersion: number
  /** "it is SEV-1 and “Data loss” is set"; null when it is owed for every incident, or when the condition no longer holds. */
  condition: string | null
  anchor: { name: string; at: Moment; words: string }
  span: string
  arithmetic: string
  /** Everything as one paragraph for a person. */
  words: string
}

/** Says why this is owed. Times are told on the clock of `zone`. */
export function explain(obligation: Obligation, view: View, zone: string): Explanation {
  const rule = (view.rules ?? rulesOf(view.policy)).find((each) => each.id === obligation.rule)
  if (!rule) return explainPromise(obligation, view, zone)
  const span = spanOf(rule, obligation)
  const anchor = anchorIn(rule, obligation, view)
  const arithmetic = arithmeticOf({ obligation, span, anchor: anchor.words, calendar: view.policy.calendar, zone })
  const place = { words: wordsOfPlace(rule, view), path: rule.place }
  const condition = wordsOfWhen(rule.when, view.facts)
  const because = condition ? ` because ${condition}` : ''
  const words = `“${obligation.title}” is asked for by ${place.words} of policy version ${view.policy.version}${because}. ${sentence(arithmetic)}${after(obligation, zone)}`
  return { rule: rule.id, place, policyVersion: view.policy.version, condition, anchor, span: span.text, arithmetic, words }
}

function anchorIn(rule: OwedRule, obligation: Obligation, view: View): Explanation['anchor'] {
  const name = anchorOf(rule)
  const at = view.anchors[name] ?? obligation.since
  const called = name.replaceAll('_', ' ')
  if (at === obligation.since) return { name, at, words: called }
  if (obligation.recurs && obligation.occurrence > 1)
    return { name: 'previous turn', at: obligation.since, words: `turn ${obligation.occurrence - 1} ended` }
  if (view.owedAnewAt === obligation.since)
    return { name: 'owed anew', at: obligation.since, words: `owed since the level, a flag or the end changed (${called} before that)` }
  return { name, at: obligation.since, words: called }
}

type Sum = { obligation: Obligation; span: Duration; anchor: string; calendar: BusinessCalendar; zone: string }

/** `declared Tue 10 Feb 14:41:12 + 15 minutes = Tue 10 Feb 14:56:12`. */
function arithmeticOf({ obligation: { since, dueAt }, span, anchor, calendar, zone }: Sum): string {
  const sum = `${anchor} ${clockTime(since, zone)} + ${wordsOfSpan(span)} = ${clockTime(dueAt, zone)}`
  if (span.unit === 'bd' || span.unit === 'next_bd') return `${sum} (${hoursInWords(calendar, { since, dueAt, zone })})`
  return isOfTheCalendar(span) && momentOf(addDuration(instantOf(since), span, calendar)) === dueAt
    ? `${sum} (the same time of day in ${calendar.timezone})`
    : sum
}

const isOfTheCalendar = ({ unit }: Duration): boolean => unit === 'd' || unit === 'w' || unit === 'mo' || unit === 'y'

function wordsOfSpan(span: Duration): string {
  if (span.unit === 'next_bd') return 'until the end of the next working day'
  return span.text === 'immediately' ? `“immediately”, which counts as ${spanInWords(span)}` : spanInWords(span)
}

/** "business hours Mon–Fri 09:00–17:00 Europe/Berlin: Fri 13 Feb 16:00–17:00, Mon 16 Feb 09:00–16:00". */
function hoursInWords(calendar: BusinessCalendar, { since, dueAt, zone }: { since: Moment; dueAt: Moment; zone: string }): string {
  const span = { start: instantOf(since).epochMilliseconds, end: instantOf(dueAt).epochMilliseconds }
  const parts = businessHoursBetween(calendar, span)
  const told = parts.map(({ start, end }) => `${shortTime(start, zone)}–${timeOfDay(end, zone)}`)
  const listed = parts.length <= DAYS_TOLD ? told.join(', ') : `${told[0]} … ${told.at(-1)}`
  return `business hours ${daysInWords(calendar)} ${calendar.from}–${calendar.to} ${calendar.timezone}${listed ? `: ${listed}` : ''}`
}

const named = (day: string): string => day.slice(0, 1).toUpperCase() + day.slice(1)

function daysInWords({ days }: BusinessCalendar): string {
  const indexes = WEEKDAYS.flatMap((day, index) => (days.includes(day) ? [index] : []))
  const isRun = indexes.length > 2 && indexes.every((each, index) => each === (indexes[0] as number) + index)
  const names = indexes.map((index) => named(WEEKDAYS[index] as string))
  return isRun ? `${names[0]}–${names.at(-1)}` : names.join(', ')
}

function wordsOfPlace({ place, id }: OwedRule, { policy }: View): string {
  const [section, index] = place
  if (section === 'severities') return `severities › ${policy.severities[index as number]?.id} › respond_within`
  if (section === 'checklists') return `checklists › ${id.replace(/^task-/, '')}`
  if (section === 'postmortem') return `postmortem › steps › ${id.replace(/^review-/, '')}`
  return place.length > 2 || section === 'document' ? place.join(' › ') : `${section} › ${id}`
}

/** What somebody said would come is owed because they said so. */
function explainPromise(obligation: Obligation, { policy }: View, zone: string): Explanation {
  const { since, dueAt, rule, title } = obligation
  const arithmetic = `promised ${clockTime(since, zone)} for ${clockTime(dueAt, zone)}`
  const anchor = { name: 'promised', at: since, words: 'promised in a message' }
  const words = `“${title}” is owed because it was promised to people, not because a rule asks for it. ${sentence(arithmetic)}${after(obligation, zone)}`
  return { rule, place: null, policyVersion: policy.version, condition: null, anchor, span: '', arithmetic, words }
}

const sentence = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`

function after({ status, closedAt, why }: Obligation, zone: string): string {
  if (status === 'waived') return ` It was waived: ${why}.`
  if (status === 'dropped') return ` It is owed no more: ${why}.`
  if (closedAt) return ` It was ${status === 'late' ? 'made good late' : 'kept'} at ${clockTime(closedAt, zone)}.`
  if (status === 'missed') return why ? ` It was missed, and ${why}.` : ' It was missed and is still owed.'
  return ''
}

const zoned = (epoch: number, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(epoch).toZonedDateTimeISO(zone)
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const dayOf = (at: Temporal.ZonedDateTime): string => `${named(WEEKDAYS[at.dayOfWeek - 1] as string)} ${at.day} ${MONTHS[at.month - 1]}`
const timeOfDay = (epoch: number, zone: string): string => zoned(epoch, zone).toPlainTime().toString({ smallestUnit: 'minute' })
const shortTime = (epoch: number, zone: string): string => `${dayOf(zoned(epoch, zone))} ${timeOfDay(epoch, zone)}`

function clockTime(moment: Moment, zone: string): string {
  const at = instantOf(moment).toZonedDateTimeISO(zone)
  return `${dayOf(at)} ${at.toPlainTime().toString({ smallestUnit: 'second' })}`
}
