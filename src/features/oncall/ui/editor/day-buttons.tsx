import { WEEKDAYS, type Weekday } from '../../../../core/time/business-calendar.ts'
import { say } from './strings.ts'

type Props = { isOn: (day: Weekday) => boolean; onToggle: (day: Weekday) => void } & (
  | { labelledBy: string; label?: undefined }
  | { label: string; labelledBy?: undefined }
)

/** The days of a week, each on or off. */
export function DayButtons({ isOn, onToggle, label, labelledBy }: Props) {
  return (
    <fieldset className="plain-fieldset days" aria-label={label} aria-labelledby={labelledBy}>
      {WEEKDAYS.map((day) => (
        <button key={day} type="button" aria-pressed={isOn(day)} aria-label={say(`day_${day}`)} onClick={() => onToggle(day)}>
          {say(`day_${day}`).slice(0, 1)}
        </button>
      ))}
    </fieldset>
  )
}
