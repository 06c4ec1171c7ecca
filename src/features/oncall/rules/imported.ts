/**
 * What was read from a calendar stands among what people wrote: overrides by their id (`leave--0f3a…`), absences by the end of
 * their reason, so that everything that reads the policy, the pager first, knows nothing of calendars.
 */
const OVERRIDE = /^(.+)--[0-9a-f]{12}$/
const REASON = / \(calendar ([a-z0-9][a-z0-9-]*)\)$/

export const calendarOf = (overrideId: string | undefined): string | null => OVERRIDE.exec(overrideId ?? '')?.[1] ?? null
export const calendarOfReason = (reason: string | undefined): string | null => REASON.exec(reason ?? '')?.[1] ?? null

export const importedOverrideId = (calendar: string, digest: string): string => `${calendar}--${digest}`
export const importedReason = (calendar: string, words: string): string => `${words} (calendar ${calendar})`
