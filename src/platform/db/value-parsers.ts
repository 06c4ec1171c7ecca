import pg from 'pg'
import type { Moment } from '../../core/time/moment.ts'

/** Numbers PostgreSQL gives its types. */
const TYPE = { int8: 20, int8s: 1016, date: 1082, timestamp: 1114, timestamptz: 1184, timestamptzs: 1185 }

/** As PostgreSQL writes an instant in a session whose time zone is UTC: `2026-03-01 09:05:00.12+00`. */
const WRITTEN_UTC = /^(\d{4})-(\d\d)-(\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?\+00$/

/** Gives an instant of the database as a `Moment`; microseconds are cut, `infinity` and far centuries are left as they are. */
export function momentFromRow(text: string): Moment {
  const parts = WRITTEN_UTC.exec(text)
  if (!parts) return text
  const [, year, month, day, time, fraction = ''] = parts
  return `${year}-${month}-${day}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}Z`
}

export function integerFromRow(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value))
    throw new RangeError(`The database gave ${text}, which is no exact number in JavaScript; select it as text.`)
  return value
}

type Parser = (text: string) => unknown
type FindParser = (oid: number, format?: 'text' | 'binary') => Parser

const findDefault = pg.types.getTypeParser as unknown as FindParser
const readArray = findDefault(1009) as (text: string) => (string | null)[] // text[]

const each =
  (parse: Parser): Parser =>
  (text) =>
    readArray(text).map((item) => (item === null ? null : parse(item)))

const ours = new Map<number, Parser>([
  [TYPE.int8, integerFromRow],
  [TYPE.int8s, each(integerFromRow as Parser)],
  [TYPE.timestamptz, momentFromRow],
  [TYPE.timestamptzs, each(momentFromRow as Parser)],
  [TYPE.date, String],
  [TYPE.timestamp, String],
])

/**
 * What rows hold: int8 and count(*) as number, timestamptz as `Moment`, date as `YYYY-MM-DD`, json parsed; numeric (and
 * so sum and avg of large integers) stays text, because it may not fit a number: cast it in the query.
 */
export const valueParsers = {
  getTypeParser: ((oid, format) => (format !== 'binary' && ours.get(oid)) || findDefault(oid, format)) as FindParser,
}
