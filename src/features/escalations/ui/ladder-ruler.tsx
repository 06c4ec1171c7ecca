import { IconCircleX, IconRefresh } from '@tabler/icons-react'
import type { CSSProperties, ReactNode } from 'react'
import { Panel } from '../../../web/kit/panel.tsx'
import { RoadIcon } from '../../../web/kit/road.tsx'
import { roadWord } from '../../../web/kit/road-words.ts'
import { span, timeOfDay } from '../../../web/times.ts'
import type { LadderStep, LadderView } from '../contract/ladders.ts'
import type { SimulateAnswer, Skipped } from '../contract/simulate.ts'
import { basisInWords, namesOf } from './frame.tsx'
import { axisOf, type Pip, type RulerRows, rowsOf, type StepRow } from './ruler-spans.ts'
import { reasonsOf } from './skipped-words.ts'
import { say } from './strings.ts'

/** `isFirst` draws the numbers of the axis, which all ladders share. */
type Props = { ladder: LadderView; answer: SimulateAnswer; isFirst: boolean }
type Axis = ReturnType<typeof axisOf>

const HOUR = 3600
const MINUTE = 60
const share = (seconds: number, lengthS: number): string => `${Math.min(100, Math.max(0, (seconds / lengthS) * 100))}%`
const seconds = (s: number): string => span(s * 1000)

/** A ladder on the axis of the alert: whose turn it is, by which roads, and what the level promises. The list beside it says the same. */
export function LadderRuler({ ladder, answer, isFirst }: Props) {
  const rows = rowsOf(ladder, answer)
  const axis = axisOf(answer)
  const isMain = ladder.basis === 'acknowledged'
  const promise = isMain ? answer.promise : null
  const style = promise ? ({ '--promise-share': Math.min(1, promise.withinS / axis.lengthS) } as CSSProperties) : undefined
  const note = isMain && <span className="f12 t3">{say('rounds', { count: ladder.repeat + 1 })}</span>
  return (
    <Panel title={ladder.name} note={basisInWords(ladder)} actions={note || undefined}>
      <div className={promise ? 'climb climb-promised' : 'climb'} style={style}>
        {isFirst && <Ticks axis={axis} />}
        {rows.steps.map((row) => (
          <Step
            key={row.index}
            step={ladder.steps[row.index] as LadderStep}
            row={row}
            lengthS={axis.lengthS}
            ladder={ladder}
            startMs={Date.parse(answer.start)}
          />
        ))}
        {isMain && <After ladder={ladder} rows={rows} lengthS={axis.lengthS} />}
        {promise && <p className="climb-promise f12">{say('promised', { span: seconds(promise.withinS) })}</p>}
      </div>
    </Panel>
  )
}

function Ticks({ axis: { lengthS, tickS } }: { axis: Axis }) {
  const isLong = lengthS > 2 * HOUR
  const unit = isLong ? HOUR : MINUTE
  const ticks = Array.from({ length: Math.round(lengthS / tickS) - 1 }, (_, i) => (i + 1) * tickS)
  return (
    <div className="climb-row climb-axis">
      <div className="climb-what f12 t3">{say(isLong ? 'hoursAfter' : 'minutesAfter')}</div>
      <div className="climb-track" aria-hidden>
        {ticks.map((tick) => (
          <span key={tick} style={{ left: share(tick, lengthS) }}>
            {tick / unit}
          </span>
        ))}
      </div>
    </div>
  )
}

type StepProps = { step: LadderStep; row: StepRow; lengthS: number; ladder: LadderView; startMs: number }

function Step({ step, row, lengthS, ladder, startMs }: StepProps) {
  const who = namesOf(row.people)
  const label = ladder.basis === 'unresolved' && row.endS >= lengthS ? say('untilResolved', { who }) : who
  const missing = row.isReached ? row.skipped.filter(({ what }) => what === 'road' || what === 'held' || what === 'person') : []
  return (
    <div className="climb-row">
      <div className="climb-what">
        <span className="one-line">
          <b>{row.index + 1}</b> {namesOf(step.page)}
        </span>
        {row.isReached && who !== namesOf(step.page) && <span className="f12 t3 one-line">{who}</span>}
        <Timing step={step} />
      </div>
      <div className="climb-track">
        {row.isReached && row.startS < lengthS && (
          <span className="climb-span" style={placed(row, lengthS)}>
            {label}
          </span>
        )}
        {row.isReached && row.startS >= lengthS && (
          <Note startS={row.startS} lengthS={lengthS} isQuiet>
            {say('later', { who, time: timeOfDay(startMs + row.startS * 1000) })}
          </Note>
        )}
        {row.isReached && row.startS < lengthS && <Pips pips={row.pips} row={row} lengthS={lengthS} />}
        {missing.length > 0 && <Missing skipped={missing} row={row} lengthS={lengthS} />}
        {!row.isReached && <NotPaged row={row} lengthS={lengthS} />}
      </div>
    </div>
  )
}

const placed = ({ startS, endS }: { startS: number; endS: number }, lengthS: number): CSSProperties => ({
  left: `calc(${share(startS, lengthS)} + 1px)`,
  width: `calc(${((Math.min(endS, lengthS) - startS) / lengthS) * 100}% - 3px)`,
})

function Timing({ step: { condition, at, wait } }: { step: LadderStep }) {
  return (
    <>
      {condition && <span className="f12 t3">{say('only', { condition })}</span>}
      {at && <span className="f12 t3">{say('stepAt', { span: at })}</span>}
      {wait && <span className="f12 t3">{say('stepWait', { span: wait })}</span>}
    </>
  )
}

/** Roads to scale, one after the other where they would cover each other. Which of them wakes is said in a word. */
function Pips({ pips, row, lengthS }: { pips: readonly Pip[]; row: StepRow; lengthS: number }) {
  const waking = pips.find((pip) => pip.wakes)
  return (
    <span className="climb-pips" style={{ '--start': share(row.startS, lengthS) } as CSSProperties}>
      {pips.map((pip, i) => (
        <span
          key={`${pip.atS} ${pip.road}`}
          className={pip.wakes ? 'climb-pip climb-wakes' : 'climb-pip'}
          style={gapBefore(pip.atS - (pips[i - 1]?.atS ?? row.startS), lengthS)}
          title={`${roadWord(pip.road)}, ${seconds(pip.atS)}`}
        >
          <RoadIcon road={pip.road} />
          <span className="sr">{roadWord(pip.road)}</span>
        </span>
      ))}
      {waking && <span className="climb-pip climb-wakes">{say('callWakes', { road: roadWord(waking.road) })}</span>}
    </span>
  )
}

const PIP_PX = 20
const gapBefore = (gapS: number, lengthS: number): CSSProperties =>
  gapS > 0 ? { marginLeft: `max(0px, calc(${(gapS / lengthS) * 100}% - ${PIP_PX}px))` } : {}

function Missing({ skipped, row, lengthS }: { skipped: readonly Skipped[]; row: StepRow; lengthS: number }) {
  return (
    <Note startS={row.startS} lengthS={lengthS} isLow>
      <IconCircleX size={16} aria-hidden />
      <span title={reasonsOf(skipped)}>{reasonsOf(skipped)}</span>
    </Note>
  )
}

function NotPaged({ row, lengthS }: { row: StepRow; lengthS: number }) {
  const why = row.skipped.find(({ what }) => what === 'step' || what === 'person') ?? row.skipped[0]
  const isQuiet = !why || why.why.startsWith('it is only')
  return (
    <Note startS={row.startS} lengthS={lengthS} isQuiet={isQuiet}>
      {!isQuiet && <IconCircleX size={16} aria-hidden />} {why ? say('pagesNobody', { why: why.why }) : say('notReached')}
    </Note>
  )
}

type NoteProps = { startS: number; lengthS: number; isLow?: boolean; isQuiet?: boolean; children: ReactNode }

/** Beyond the middle the words end where the axis does. */
function Note({ startS, lengthS, isLow = false, isQuiet = false, children }: NoteProps) {
  const isFar = startS > lengthS / 2
  const side = isFar ? { right: 'var(--s-8)' } : { left: `calc(${share(startS, lengthS)} + 6px)` }
  return (
    <span className={`climb-note f12 ${isLow ? 'climb-note-low' : ''} ${isQuiet ? 't3' : 'missed'}`} style={side}>
      {children}
    </span>
  )
}

function After({ ladder, rows: { again, fallback }, lengthS }: { ladder: LadderView; rows: RulerRows; lengthS: number }) {
  return (
    <div className="climb-row">
      <div className="climb-what">
        {ladder.repeat > 0 && (
          <>
            <span className="line">
              <IconRefresh size={14} aria-hidden /> {say('repeatFrom')}
            </span>
            <span className="f12 t3">{say('repeatTimes', { count: ladder.repeat })}</span>
          </>
        )}
        <span className="f12 t3">
          {fallback ? say('fallbackAt', { who: namesOf(fallback.people), time: timeOfDay(Date.parse(fallback.at)) }) : say('fallbackLater')}
        </span>
      </div>
      <div className="climb-track">
        {again && again.startS < lengthS && (
          <span className="climb-span climb-if" style={placed(again, lengthS)}>
            {say('someoneAgain', { who: namesOf(again.people) })}
          </span>
        )}
        {fallback && fallback.atS < lengthS && (
          <span className="climb-span climb-if" style={placed({ startS: fallback.atS, endS: lengthS }, lengthS)}>
            {namesOf(fallback.people)}
          </span>
        )}
      </div>
    </div>
  )
}
