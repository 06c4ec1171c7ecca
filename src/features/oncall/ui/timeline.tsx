import { IconX } from '@tabler/icons-react'
import type { CSSProperties, ReactNode } from 'react'
import { useClock } from '../../../web/clock.ts'
import { Panel } from '../../../web/kit/panel.tsx'
import { Chip } from '../../../web/kit/status-word.tsx'
import type { ScheduleShift, ScheduleView } from '../contract.ts'
import { say } from './strings.ts'

type Props = { view: ScheduleView; days: readonly number[]; zone: string }
type Stretch = { start: number; end: number }

/** The kit has six quiet colours for people. */
const COLOURS = 6
const MINUTE_MS = 60_000
/** Below this share of the axis a name has no room; the hover and the table say it. */
const NAMED_FROM = 0.035

/** Layers, overrides and what they come to, on one axis; the same is in the table below for who does not see it. */
export function Timeline({ view, days, zone }: Props) {
  const span = { start: days[0] ?? 0, end: days.at(-1) ?? 1 }
  const colours = coloursOf(view)
  const bars = (shifts: readonly ScheduleShift[]) =>
    shifts.map((shift) => <Bar key={`${shift.start} ${shift.layer}`} shift={shift} span={span} colours={colours} />)
  const gaps = view.gaps.map(({ start, end }) => ({ start: Date.parse(start), end: Date.parse(end) }))
  return (
    <Panel title={say('timeline')} note={view.name} actions={<GapChip count={view.gaps.length} />}>
      <div className="schedule-scroll" aria-hidden>
        <div className="schedule" style={{ '--days': days.length - 1 } as CSSProperties}>
          <Days days={days} zone={zone} />
          {view.layers.map((layer) => (
            <Lane key={layer.id} name={layer.name} note={layer.rotation}>
              {bars(layer.shifts)}
            </Lane>
          ))}
          {view.overrides.length > 0 && (
            <Lane name={say('overrides')}>
              {view.overrides.map(({ key, people, from, to }) => (
                <Bar
                  key={key}
                  shift={{ start: from, end: to, people, layer: 'override', because: '', isShadow: false }}
                  span={span}
                  colours={colours}
                />
              ))}
            </Lane>
          )}
          <Lane name={say('final')} isFinal>
            {bars(view.final.filter((shift) => !shift.isShadow))}
            {gaps.map((gap) => (
              <span key={gap.start} className="bar bar-gap" style={placed(gap, span)}>
                <IconX size={12} />
              </span>
            ))}
          </Lane>
          <NowLine span={span} />
        </div>
      </div>
    </Panel>
  )
}

const GapChip = ({ count }: { count: number }) => (
  <Chip tone={count > 0 ? 'missed' : undefined}>{count > 0 ? say('gaps', { count }) : say('gapsNone')}</Chip>
)

function coloursOf(view: ScheduleView): Map<string, number> {
  const people = [...view.layers.flatMap((layer) => layer.shifts), ...view.final].flatMap((shift) => shift.people.map((each) => each.id))
  return new Map([...new Set(people)].map((id, i) => [id, (i % COLOURS) + 1]))
}

/** A stretch cut to what is shown, as shares of the axis. */
function placed({ start, end }: Stretch, span: Stretch): CSSProperties {
  const share = (ms: number): number => Math.min(1, Math.max(0, (ms - span.start) / (span.end - span.start)))
  return { left: `${share(start) * 100}%`, width: `${(share(end) - share(start)) * 100}%` }
}

function Lane({ name, note, isFinal = false, children }: { name: string; note?: string; isFinal?: boolean; children: ReactNode }) {
  return (
    <div className={isFinal ? 'lane lane-final' : 'lane'}>
      <span className="lane-name">
        <span className="medium one-line">{name}</span>
        {note && <span className="row-second one-line">{note}</span>}
      </span>
      <span className="lane-track">{children}</span>
    </div>
  )
}

type BarProps = { shift: ScheduleShift; span: Stretch; colours: Map<string, number> }

function Bar({ shift, span, colours }: BarProps) {
  const stretch = { start: Date.parse(shift.start), end: Date.parse(shift.end) }
  if (stretch.end <= span.start || stretch.start >= span.end) return null
  const names = shift.people.map((each) => each.name).join(', ')
  const hasRoom = (stretch.end - stretch.start) / (span.end - span.start) >= NAMED_FROM
  const kind = shift.isShadow ? 'bar-shadow' : `bar-${colours.get(shift.people[0]?.id ?? '') ?? 1}`
  return (
    <span className={`bar ${kind}`} style={placed(stretch, span)} title={`${names}: ${shift.because}`}>
      {hasRoom && names}
    </span>
  )
}

function Days({ days, zone }: { days: readonly number[]; zone: string }) {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'short', day: 'numeric' })
  // with eight weeks only Mondays have room for their date
  const every = days.length > 15 ? 7 : 1
  return (
    <div className="lane lane-days">
      <span className="lane-name" />
      <span className="lane-track">
        {days.slice(0, -1).map((day, i) => (
          <span key={day}>{i % every === 0 && format.format(day)}</span>
        ))}
      </span>
    </div>
  )
}

function NowLine({ span }: { span: Stretch }) {
  const now = useClock((ms) => Math.floor(ms / MINUTE_MS) * MINUTE_MS)
  const { left } = placed({ start: now, end: now }, span)
  return (
    <div className="lane-now">
      <span style={{ left }} />
    </div>
  )
}
