const WRITTEN = /^(\d{4}-\d{2}-\d{2})[T ](\d{1,2}:\d{2})$/
const MINUTE_MS = 60_000
const LENGTH = 'HH:mm'.length

/** "2026-11-14 9:00", with a T or a space → "2026-11-14T09:00"; null for what is no moment, as the 30th of February. */
export function readLocal(text: string): string | null {
  const [, day, time] = WRITTEN.exec(text.trim()) ?? []
  if (!day || !time) return null
  const local = `${day}T${time.padStart(LENGTH, '0')}`
  const ms = Date.parse(`${local}Z`)
  return Number.isNaN(ms) || localOf(ms) !== local ? null : local
}

export const shownLocal = (local: string): string => local.replace('T', ' ')

export const movedBy = (local: string, minutes: number): string => localOf(Date.parse(`${local}Z`) + minutes * MINUTE_MS)

const localOf = (ms: number): string => new Date(ms).toISOString().slice(0, 'yyyy-MM-ddTHH:mm'.length)
