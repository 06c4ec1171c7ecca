import { type CSSProperties, type ReactNode, useLayoutEffect, useRef, useState } from 'react'
import { nowMs, useClock } from '../clock.ts'
import { timeOfDay, useZone } from '../times.ts'
import { type Placed, placeLabels, placeOf, ticksBetween } from './ruler-layout.ts'
import { say } from './strings.ts'

export type RulerMark = { id: string; at: string; label: string; icon: ReactNode; tone?: 'soon' | 'missed' }

export type RulerProps = {
  /** What is drawn: "Clocks from 14:00 to 15:16". */
  label: string
  /** RFC 3339. */
  from: string
  to: string
  marks: readonly RulerMark[]
  /** The time of day stands above the line, where marks just before now would be hidden behind it. */
  isNowAbove?: boolean
}

/** px a letter of 12 px type takes on average; good enough to keep labels apart. */
const LETTER_PX = 6.8
/** ' 14:41' behind each label */
const TIME_LETTERS = 6
/** The now line moves visibly once in ten seconds on any ruler. */
const NOW_STEP_MS = 10_000
const USUAL_WIDTH_PX = 900
/** '14:41' in bold with its margin, from its middle */
const NOW_HALF_PX = 26

/** Time to scale: the past grey, one now line, the future as far as it is promised. */
export function Ruler({ label, from, to, marks, isNowAbove = false }: RulerProps) {
  useZone()
  const [axis, width] = useWidth()
  const now = useClock((ms) => Math.floor(ms / NOW_STEP_MS) * NOW_STEP_MS)
  const [start, end] = [Date.parse(from), Date.parse(to)]
  const ordered = marks.map((mark) => ({ ...mark, ms: Date.parse(mark.at) })).sort((a, b) => a.ms - b.ms)
  const placed = placeLabels(
    ordered.map((mark) => ({ at: placeOf(mark.ms, start, end) * width, width: (mark.label.length + TIME_LETTERS) * LETTER_PX })),
    { width, now: placeOf(now, start, end) * width, nowHalf: isNowAbove ? NOW_HALF_PX : 0 },
  )
  return (
    <figure className="ruler-frame" aria-label={label}>
      <div className="ruler" ref={axis} aria-hidden>
        <span className="ruler-axis" />
        <span className="ruler-past" style={widthTo(placeOf(now, start, end))} />
        {ticksBetween(start, end).map((tick) => (
          <span key={tick} className="ruler-tick" style={leftAt(placeOf(tick, start, end))} />
        ))}
        {ordered.map((mark, i) => (
          <Mark key={mark.id} mark={mark} place={placeOf(mark.ms, start, end)} label={placed[i]} time={timeOfDay(mark.ms)} />
        ))}
        <span className={isNowAbove ? 'ruler-now ruler-now-above' : 'ruler-now'} style={leftAt(placeOf(now, start, end))}>
          <b>{timeOfDay(now)}</b>
        </span>
      </div>
      <SpokenMarks marks={ordered} />
    </figure>
  )
}

function Mark({ mark, place, label, time }: { mark: RulerMark; place: number; label: Placed | undefined; time: string }) {
  return (
    <>
      <span className={`ruler-mark ${mark.tone ?? ''}`} style={leftAt(place)} title={`${mark.label} ${time}`}>
        {mark.icon}
      </span>
      {label && label.side !== 'hidden' && (
        <span className={`ruler-label ruler-label-${label.side} ${mark.tone ?? ''}`} style={{ left: label.at }}>
          <b>{mark.label}</b> {time}
        </span>
      )}
    </>
  )
}

function SpokenMarks({ marks }: { marks: readonly (RulerMark & { ms: number })[] }) {
  const now = nowMs()
  return (
    <ol className="sr">
      {marks.map((mark) => (
        <li key={mark.id}>{say(mark.ms <= now ? 'rulerPast' : 'rulerFuture', { label: mark.label, time: timeOfDay(mark.ms) })}</li>
      ))}
    </ol>
  )
}

const leftAt = (place: number): CSSProperties => ({ left: `${place * 100}%` })
const widthTo = (place: number): CSSProperties => ({ width: `${place * 100}%` })

function useWidth() {
  const ref = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(USUAL_WIDTH_PX)
  useLayoutEffect(() => {
    if (!ref.current) return
    const observer = new ResizeObserver(([entry]) => entry && setWidth(entry.contentRect.width))
    observer.observe(ref.current)
    return () => observer.disconnect()
  }, [])
  return [ref, width] as const
}
