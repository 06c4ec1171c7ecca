import { IconAlertTriangle, IconCheck, IconCircle, IconCircleFilled, IconFlag, IconX } from '@tabler/icons-react'
import { nowMs, useClock } from '../../../web/clock.ts'
import { Ruler } from '../../../web/kit/ruler.tsx'
import { timeOfDay } from '../../../web/times.ts'
import { useRoom } from './room.ts'
import { type MarkKind, marksOf } from './ruler-marks.ts'
import { say } from './strings.ts'

const ICONS: Record<MarkKind, typeof IconX> = {
  dot: IconCircleFilled,
  check: IconCheck,
  flag: IconFlag,
  late: IconAlertTriangle,
  missed: IconX,
  due: IconCircle,
}
const SIZES: Partial<Record<MarkKind, number>> = { dot: 8 }
/** The axis is laid out anew once in half a minute; the now line moves by itself. */
const LAYOUT_MS = 30_000

export function RoomRuler() {
  const { incident } = useRoom()
  useClock((now) => Math.floor(now / LAYOUT_MS))
  const { from, to, marks } = marksOf(incident, nowMs())
  const label = say('ruler', { from: timeOfDay(Date.parse(from)), to: timeOfDay(Date.parse(to)) })
  return (
    <div className="band-ruler">
      <Ruler
        label={label}
        from={from}
        to={to}
        marks={marks.map(({ kind, ...mark }) => {
          const Shape = ICONS[kind]
          return { ...mark, icon: <Shape size={SIZES[kind] ?? 14} /> }
        })}
      />
    </div>
  )
}
