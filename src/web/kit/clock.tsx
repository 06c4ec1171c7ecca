import { IconAlertTriangle, IconCheck, IconCircle, IconCircleMinus, IconCircleX, IconX } from '@tabler/icons-react'
import { type CSSProperties, useEffect, useRef } from 'react'
import { useClock } from '../clock.ts'
import { announce } from './announcer.tsx'
import { type ClockFacts, type ClockReading, type ClockState, readClock, stateWord, toneOf } from './clock-reading.ts'
import { say } from './strings.ts'

const ICONS = {
  pending: IconCircle,
  'due-soon': IconAlertTriangle,
  missed: IconCircleX,
  met: IconCheck,
  late: IconAlertTriangle,
  waived: IconCircleMinus,
  dropped: IconX,
}

/** The fuse moves in steps too small to see; finer ones would only draw more often. */
const STEPS = 1000

/** Reads a clock off the watch; draws its component again only when something visible has changed. */
export function useReading(facts: ClockFacts): ClockReading {
  const key = useClock((now) => {
    const { state, text, left } = readClock(facts, now)
    return `${state}|${Math.round(left * STEPS)}|${text}`
  })
  const [state, left, text] = key.split('|') as [ClockState, string, string]
  return { state, left: Number(left) / STEPS, text }
}

/** Tells screen readers when a clock becomes due soon or missed, never what it shows each second. */
function useAnnounced(name: string, { state, text }: ClockReading): void {
  const before = useRef(state)
  useEffect(() => {
    if (before.current === state) return
    before.current = state
    if (state === 'due-soon') announce(say('dueSoonSaid', { name, left: text }))
    if (state === 'missed') announce(say('missedSaid', { name }))
  }, [name, state, text])
}

export type ClockProps = {
  clock: ClockFacts
  /** What is owed: "Internal update". Spoken with the time. */
  name: string
  /** Beside or below the numerals: "until Ben is paged". */
  sentence?: string
  size?: 'small' | 'row' | 'large' | 'next'
  /** Adds the state's icon before the numerals; the band of clocks does so for a missed one. */
  hasIcon?: boolean
  /** `aside`: numerals on the left, sentence over fuse on the right. */
  layout?: 'below' | 'aside'
}

/** Numerals, a sentence and a fuse that burns down to the due time. */
export function Clock({ clock, name, sentence, size = 'row', hasIcon = false, layout = 'below' }: ClockProps) {
  const reading = useReading(clock)
  useAnnounced(name, reading)
  return (
    <div className={`clock clock-${size} clock-${layout}`}>
      <Numerals reading={reading} name={name} hasIcon={hasIcon} />
      {sentence && <span className="clock-sentence">{sentence}</span>}
      <Fuse state={reading.state} left={reading.left} />
    </div>
  )
}

/** The row of a list of clocks: name on the left, numerals on the right, fuse below. */
export function ClockLine({ clock, name }: Pick<ClockProps, 'clock' | 'name'>) {
  const reading = useReading(clock)
  useAnnounced(name, reading)
  return (
    <div className="clock-line">
      <span className="one-line t2">{name}</span>
      <Numerals reading={reading} name={name} />
      <Fuse state={reading.state} left={reading.left} />
    </div>
  )
}

function Numerals({ reading, name, hasIcon = false }: { reading: ClockReading; name: string; hasIcon?: boolean }) {
  const Icon = ICONS[reading.state]
  return (
    <span
      className={`clock-numerals ${toneOf(reading.state)}`}
      role="timer"
      aria-label={say('timerOf', { name, state: stateWord(reading.state) })}
    >
      {hasIcon && <Icon size={16} aria-hidden />}
      {reading.text}
    </span>
  )
}

/** State as icon and word: "due soon". */
export function ClockWord({ state }: { state: ClockState }) {
  const Icon = ICONS[state]
  return (
    <span className={`clock-word ${toneOf(state) || 't2'}`}>
      <Icon size={16} aria-hidden />
      {stateWord(state)}
    </span>
  )
}

export function Fuse({ state, left }: { state: ClockState; left: number }) {
  if (state !== 'pending' && state !== 'due-soon' && state !== 'missed') return null
  return <span className={`fuse ${toneOf(state)}`} style={{ '--fuse-left': `${left * 100}%` } as CSSProperties} aria-hidden />
}
