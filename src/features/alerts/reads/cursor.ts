import type { Moment } from '../../../core/time/moment.ts'

export type Position = { openedAt: Moment; id: string }

/** A place in a list: opaque to others, and still right after rows before it have gone. */
export const cursorOf = ({ openedAt, id }: Position): string => Buffer.from(JSON.stringify([openedAt, id])).toString('base64url')

/** Null when it is none of ours. */
export function positionOf(cursor: string): Position | null {
  const read = /^\["([\d:.TZ-]{20,30})","([^"\\]+)"\]$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'))
  return read ? { openedAt: read[1] as string, id: read[2] as string } : null
}
