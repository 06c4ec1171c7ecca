import { type CSSProperties, createContext, type ReactNode, type Ref, use } from 'react'
import { useClock } from '../../../web/clock.ts'

/** One axis for all lanes: midnights of the shown days (one more than days), the zone they are midnights of, and people's colours. */
export type Axis = { days: readonly number[]; zone: string; colours: ReadonlyMap<string, number> }
export type Stretch = { start: number; end: number }
export type BarKind = 'shift' | 'shadow' | 'away' | 'changed'

/** The kit has six quiet colours for people. */
const COLOURS = 6
const MINUTE_MS = 60_000
/** Below this share of the axis a name has no room; the hover and the table say it. */
const NAMED_FROM = 0.035
const INITIALS_FROM = 0.018
const INITIALS = 2
/** More days than two weeks leave room for the dates of Mondays only. */
const MOST_DATES = 15
const WEEK = 7

const AxisOf = createContext<Axis>({ days: [], zone: 'UTC', colours: new Map() })
export const useAxis = (): Axis => use(AxisOf)

export const spanOf = ({ days }: Axis): Stretch => ({ start: days[0] ?? 0, end: days.at(-1) ?? 1 })

/** Colours by the order in which people are named, so that they keep theirs while the schedule changes. */
export const coloursOf = (people: readonly string[]): Map<string, number> =>
  new Map([...new Set(people)].map((id, i) => [id, (i % COLOURS) + 1]))

/** A stretch cut to what is shown, as shares of the axis. */
export function placed({ start, end }: Stretch, span: Stretch): CSSProperties {
  const share = (ms: number): number => Math.min(1, Math.max(0, (ms - span.start) / (span.end - span.start)))
  return { left: `${share(start) * 100}%`, width: `${(share(end) - share(start)) * 100}%` }
}

/** A frame of lanes that scrolls sideways by itself where it has no room. */
export function Lanes({ axis, label, children, hasDates = true }: { axis: Axis; label: string; children: ReactNode; hasDates?: boolean }) {
  return (
    <AxisOf value={axis}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the lanes scroll by themselves where they are wide, so keyboards must reach them */}
      <section className="schedule-scroll" tabIndex={0} aria-label={label}>
        <div className="schedule" style={{ '--days': axis.days.length - 1 } as CSSProperties}>
          {hasDates && <Dates />}
          {children}
          <NowLine isBelowDates={hasDates} />
        </div>
      </section>
    </AxisOf>
  )
}

function Dates() {
  const { days, zone } = useAxis()
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'short', day: 'numeric' })
  const today = useClock((now) => days.findLast((day) => day <= now) ?? 0)
  const every = days.length > MOST_DATES ? WEEK : 1
  return (
    <div className="lane lane-days" aria-hidden>
      <span className="lane-name" />
      <span className="lane-track">
        {days.slice(0, -1).map((day, i) => (
          <span key={day} className={day === today ? 'lane-today' : ''}>
            {i % every === 0 && format.format(day)}
          </span>
        ))}
      </span>
    </div>
  )
}

type LaneProps = {
  name: ReactNode
  note?: string | undefined
  kind?: 'plain' | 'final' | 'selected' | 'low'
  track?: Ref<HTMLSpanElement>
  children: ReactNode
}

export function Lane({ name, note, kind = 'plain', track, children }: LaneProps) {
  return (
    <div className={`lane lane-${kind}`}>
      <span className="lane-name">
        <span className="medium one-line">{name}</span>
        {note && <span className="row-second one-line">{note}</span>}
      </span>
      <span className="lane-track" ref={track}>
        {children}
      </span>
    </div>
  )
}

export type BarProps = Stretch & { people: readonly { id: string; name: string }[]; why?: string; kind?: BarKind }

/** Somebody's time on a lane; what it says is told in words beside the lanes. */
export function Bar({ start, end, people, why = '', kind = 'shift' }: BarProps) {
  const axis = useAxis()
  const span = spanOf(axis)
  if (end <= span.start || start >= span.end) return null
  const names = people.map((each) => each.name).join(', ')
  const colour = `bar-${axis.colours.get(people[0]?.id ?? '') ?? 1}`
  const look = kind === 'shift' || kind === 'changed' ? colour : `bar-${kind}`
  return (
    <span
      className={`bar ${look}`}
      style={placed({ start, end }, span)}
      title={[names, why].filter(Boolean).join(': ')}
      data-person={people[0]?.id}
      aria-hidden
    >
      <BarName names={names} stretch={{ start, end }} />
      {kind === 'changed' && <i className="bar-changed" />}
    </span>
  )
}

/** The name where it has room, else its first letters; the narrowest have none. */
export function BarName({ names, stretch: { start, end } }: { names: string; stretch: Stretch }) {
  const span = spanOf(useAxis())
  const share = (end - start) / (span.end - span.start)
  if (share >= NAMED_FROM) return <span className="one-line">{names}</span>
  return share >= INITIALS_FROM ? <span className="bar-initials">{names.slice(0, INITIALS)}</span> : null
}

export function GapBar({ start, end }: Stretch) {
  const span = spanOf(useAxis())
  return (
    <span className="bar bar-gap" style={placed({ start, end }, span)} aria-hidden>
      ×
    </span>
  )
}

function NowLine({ isBelowDates }: { isBelowDates: boolean }) {
  const span = spanOf(useAxis())
  const now = useClock((ms) => Math.floor(ms / MINUTE_MS) * MINUTE_MS)
  if (now < span.start || now > span.end) return null
  const { left } = placed({ start: now, end: now }, span)
  return (
    <div className={isBelowDates ? 'lane-now lane-now-below' : 'lane-now'} aria-hidden>
      <span style={{ left }} />
    </div>
  )
}
