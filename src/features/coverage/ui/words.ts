import { currentLocale } from '../../../web/strings.ts'
import { currentZone, dayOf, span, timeOfDay } from '../../../web/times.ts'
import type { CoverageAnswer } from '../contract.ts'
import type { Cell, Day, Gap, Row } from './day-cells.ts'
import { say } from './strings.ts'

/** Names beyond these two are counted: a row is one line. */
const NAMED = 2

/** "SEV-1 · Publishing, Uploads and 2 more". */
export function titleOf({ severity, services }: CoverageAnswer['rows'][number], names: ReadonlyMap<string, string>): string {
  const known = services.map((id) => names.get(id) ?? id)
  const said = known.slice(0, NAMED).join(', ') || say('everything')
  return known.length > NAMED
    ? say('rowMore', { severity, services: said, count: known.length - NAMED })
    : say('row', { severity, services: said })
}

/** "Sun 15": what a column has room for. */
export const shortDay = ({ start }: Day): string =>
  new Intl.DateTimeFormat(currentLocale() === 'en' ? 'en-GB' : currentLocale(), {
    timeZone: currentZone(),
    weekday: 'short',
    day: 'numeric',
  }).format(start)

export const longDay = ({ start }: Day): string => dayOf(start)

/** "03:00 to 07:00", cut to the day; its end is 24:00, which no clock shows. */
export function hoursIn({ start, end }: { start: string; end: string }, day: Day): { from: string; to: string } {
  const to = Math.min(Date.parse(end), day.end)
  return { from: timeOfDay(Math.max(Date.parse(start), day.start)), to: to === day.end ? '24:00' : timeOfDay(to) }
}

const gapInWords = (gap: Gap, day: Day): string => say('gap', { ...hoursIn(gap, day), cost: gap.cost })

/** What a cell says to whoever does not see its colours. */
export function cellInWords(cell: Cell, { row, day }: { row: Row; day: Day }): string {
  const asked = { row: row.title, day: longDay(day) }
  if (cell.gaps.length > 0) return say('cellGaps', { ...asked, gaps: cell.gaps.map((gap) => gapInWords(gap, day)).join('; ') })
  return say(cell.isPaging ? 'cellCovered' : 'cellQuiet', asked)
}

export const spanAfter = (seconds: number | null): string =>
  seconds === null ? say('never') : seconds === 0 ? say('atOnce') : say('after', { span: span(seconds * 1000) })
