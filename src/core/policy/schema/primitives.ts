import { z } from 'zod'
import type { Weekday } from '../../time/business-calendar.ts'
import { WEEKDAYS } from '../../time/business-calendar.ts'
import type { Duration } from '../../time/duration.ts'
import { parseDuration } from '../../time/duration.ts'
import { momentOf } from '../../time/moment.ts'
import { isTimezone } from '../../time/wall-clock.ts'
import { isPlaceholder } from '../placeholder.ts'

/** Marks a list that may be written as its single member; json-schema.ts turns the mark into `anyOf`. */
export const SINGLE_ALLOWED = 'x-single-allowed'

/** A text that must satisfy `test`; `remedy` tells what to write instead, the value is added by the parser. */
function checkedText(test: (text: string) => boolean, remedy: string) {
  return z.string().superRefine((text, context) => {
    if (!test(text)) context.addIssue({ code: 'custom', message: `"${text}" is not valid`, params: { remedy } })
  })
}

const matching = (pattern: RegExp, remedy: string) => checkedText((text) => pattern.test(text), remedy).meta({ pattern: pattern.source })

export const text = z.string().min(1)

/** A runbook or a template of 256 KB is a book; more is a mistake. */
export const LONGEST_TEXT = 256 * 1024
/** What people write for people in a file beside the bundle. */
export const longText = z.string().max(LONGEST_TEXT)

export const slug = matching(/^[a-z0-9][a-z0-9-]*$/, 'write lower-case letters, digits and dashes, for example `on-call`')

/** A reference: `user:ann`, a bare slug, `managers`, … Whether it resolves is checked over the whole bundle. */
export const reference = matching(/^([a-z]+:)?[a-z0-9][a-z0-9-]*$/, 'write a name such as `user:ann`, `schedule:primary` or `managers`')

export const severityName = matching(/^[A-Za-z0-9][A-Za-z0-9 _.-]{0,39}$/, 'write a short name such as SEV-1 or P0')

export const timezone = checkedText(isTimezone, 'write an IANA zone such as UTC, Europe/Berlin or America/New_York')

export const timeOfDay = matching(/^([01]\d|2[0-3]):[0-5]\d$/, 'write a time such as "09:00" (24 hours, in quotes)')

export const weekday = z.enum(WEEKDAYS as unknown as [Weekday, ...Weekday[]])

export const date = checkedText(isDate, 'write a date such as "2026-12-25"')

export const localDateTime = checkedText(isLocalDateTime, 'write a local date and time such as "2026-01-04T00:00", without zone or offset')

export const instant = z.string().transform((written, context) => {
  const found = readInstant(written)
  if (found !== null) return found
  context.addIssue({
    code: 'custom',
    message: `"${written}" is not an instant`,
    params: { remedy: 'write it in UTC, for example "2026-02-01T00:00Z"' },
  })
  return z.NEVER
})

export const duration = z.union([z.string(), z.number()]).transform((written, context): Duration => {
  const found = typeof written === 'string' ? parseDuration(written) : null
  if (found) return found
  const remedy = 'write 90s, 15m, 2h, 3d, 2w, 1mo, 1y, 1bd, next_bd or immediately'
  context.addIssue({ code: 'custom', message: `"${written}" is not a duration`, params: { remedy } })
  return z.NEVER
})

export const percent = matching(/^(100|\d{1,2})%$/, 'write a percentage such as "80%"')

/** One plain address: no name, no list, no quoting. */
export const emailAddress = matching(/^[^\s@<>()[\]\\,;:"]{1,64}@[^\s@<>()[\]\\,;:"]{1,253}$/, 'write one address such as ada@example.com')

/** A group of a chat: Slack's id of it, or the name that is typed after the @. */
export const mentionName = matching(
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
  'write a group such as S0ABC123 (Slack) or stakeholders, without @',
)

export const url = checkedText(isUrl, 'write a full address such as "https://example.com/path"')

export const count = z.int().min(0)

/** A list that may be written as a single value; absent is the empty list. */
export const listOf = <T extends z.ZodType>(member: T) =>
  z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(member).meta({ [SINGLE_ALLOWED]: true })).default([])

/** A list that must have a member. */
export const someOf = <T extends z.ZodType>(member: T) =>
  z.preprocess(
    (value) => (value === undefined || Array.isArray(value) ? value : [value]),
    z
      .array(member)
      .min(1)
      .meta({ [SINGLE_ALLOWED]: true }),
  )

/** A window of the week: `to` before `from` passes midnight and belongs to the day it starts on; equal is 24 hours. */
export const weekWindow = z.strictObject({ days: listOf(weekday), from: timeOfDay.default('00:00'), to: timeOfDay.default('00:00') })
export type WeekWindow = z.output<typeof weekWindow>

/** A fraction from `80%`: 0.8. */
export const fractionOf = (percentage: string): number => Number(percentage.slice(0, -1)) / 100

function isDate(written: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(written)) return false
  try {
    Temporal.PlainDate.from(written)
    return true
  } catch {
    return false
  }
}

function isLocalDateTime(written: string): boolean {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(written)) return false
  try {
    Temporal.PlainDateTime.from(written)
    return true
  } catch {
    return false
  }
}

function readInstant(written: string): string | null {
  try {
    return momentOf(Temporal.Instant.from(written))
  } catch {
    return null
  }
}

function isUrl(written: string): boolean {
  if (isPlaceholder(written)) return true
  return /^[a-z][a-z0-9+.-]*:\/\//.test(written) && (written.includes('{') || URL.canParse(written))
}
