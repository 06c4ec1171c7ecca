import { span } from '../../../web/times.ts'
import type { Measure } from '../contract.ts'
import { say } from './strings.ts'

const STEP = 20
const WIDTH = 13
const HEIGHT = 72
/** A bar that is there must be seen, however short it took. */
const LEAST = 2

const dayName = (date: string): string => {
  const { day, month } = Temporal.PlainDate.from(date)
  return `${day}.${month}.`
}

const said = ({ from, count, medianMs }: Measure['weeks'][number]): string =>
  medianMs === null
    ? say('weekEmpty', { day: dayName(from) })
    : say('week', { day: dayName(from), length: span(medianMs), count: say('count', { count }) })

/** Medians by week; over the target a bar is stronger, not red: history is not urgent. */
export function WeekBars({ title, weeks, targetMs }: { title: string; weeks: Measure['weeks']; targetMs: number | null }) {
  const top = Math.max(targetMs ?? 0, ...weeks.map(({ medianMs }) => medianMs ?? 0), 1)
  const heightOf = (ms: number): number => Math.max(LEAST, (ms / top) * (HEIGHT - 8))
  return (
    <svg
      className="week-bars"
      viewBox={`0 0 ${weeks.length * STEP} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`${say('weekly', { title })}. ${weeks.map(said).join('. ')}`}
    >
      {weeks.map((week, index) => {
        if (week.medianMs === null) return null
        const height = heightOf(week.medianMs)
        return (
          <rect
            key={week.from}
            className={week.isOver ? 'over' : undefined}
            x={index * STEP + (STEP - WIDTH) / 2}
            y={HEIGHT - height}
            width={WIDTH}
            height={height}
            rx={1}
          >
            <title>{said(week)}</title>
          </rect>
        )
      })}
      {targetMs !== null && <line x1={0} x2={weeks.length * STEP} y1={HEIGHT - heightOf(targetMs)} y2={HEIGHT - heightOf(targetMs)} />}
    </svg>
  )
}

/** The same as words and numbers. */
export function WeekTable({ title, weeks }: { title: string; weeks: Measure['weeks'] }) {
  return (
    <ul className="week-table" aria-label={say('weekly', { title })}>
      {weeks.map((week) => (
        <li key={week.from} className={week.isOver ? 'strong' : 't2'}>
          {said(week)}
        </li>
      ))}
    </ul>
  )
}
