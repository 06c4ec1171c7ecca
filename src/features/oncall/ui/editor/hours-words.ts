import type { Weekday } from '../../../../core/time/business-calendar.ts'
import { type LayerHours, runOf } from './layer-hours.ts'
import { say } from './strings.ts'

const SHORT = 3
const short = (day: Weekday): string => say(`day_${day}`).slice(0, SHORT)

/** "Mon to Fri", "Tue 16:00 to 24:00", "Mon to Fri 09:00 to 17:00"; nothing for hours that are always. */
export function hoursInWords(hours: LayerHours): string {
  if (hours.kind === 'always') return ''
  if (hours.kind === 'several') return hours.windows.map((each) => hoursInWords({ kind: 'each', ...each })).join('; ')
  const { days, from, to } = hours
  const run = runOf(days)
  const [first, last] = [run?.at(0), run?.at(-1)]
  const names =
    run && run.length > 2 && first && last ? say('toWords', { from: short(first), to: short(last) }) : days.map(short).join(', ')
  const isWhole = from === '00:00' && to === '00:00'
  return isWhole ? names : `${names} ${say('toWords', { from, to: to === '00:00' ? '24:00' : to })}`
}
