import { Button } from '@mantine/core'
import { IconCircleX, IconInfoCircle } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { Row, Rows } from '../../../web/kit/panel.tsx'
import { span, timeOfDay } from '../../../web/times.ts'
import type { Remedy, SimulateAnswer, SimulatedClock, SimulatedFinding, Worst } from '../contract/simulate.ts'
import { ladderPath, namesOf } from './frame.tsx'
import { say } from './strings.ts'

const time = (moment: string): string => timeOfDay(Date.parse(moment))

/** The question's answer: a time and a name; then what could go wrong, what that costs, and what mends it. */
export function AnswerPanel({ answer }: { answer: SimulateAnswer }) {
  return (
    <section className="panel" aria-label={say('answer')} aria-live="polite">
      <Verdict answer={answer} />
      {answer.findings.map((finding) => (
        <Finding key={`${finding.kind} ${finding.what}`} finding={finding} />
      ))}
      {answer.findings.length === 0 && <p className="answer-finding-none t2">{say('noFindings')}</p>}
      <WorstCases worst={answer.worst} />
    </section>
  )
}

function Verdict({ answer }: { answer: SimulateAnswer }) {
  const { first, firstOfMain, start, end } = answer
  if (!first)
    return (
      <div className="answer">
        <b className="f20 missed">{say('nobodyAwake')}</b>
        <span className="t2">{say('nobodyAwakeNote', { span: span(Date.parse(end) - Date.parse(start)) })}</span>
      </div>
    )
  const who = (wake: typeof first): string => say('awake', { time: time(wake.at), name: wake.person.name })
  return (
    <div className="answer">
      <span className="t3 f12">{say('awakeAt')}</span>
      <b className="f20">{who(first)}</b>
      <span className="t2">
        {firstOfMain && firstOfMain.person.id !== first.person.id && (
          <>{say.rich('firstMain', { first: <b key="first">{who(firstOfMain)}</b> })} </>
        )}
        {promiseInWords(answer)}
      </span>
    </div>
  )
}

function promiseInWords({ promise }: SimulateAnswer): string {
  if (!promise) return say('noPromise')
  const spare = span(Math.abs(promise.spareS ?? 0) * 1000)
  const kept =
    promise.spareS === null ? '' : say(promise.spareS >= 0 ? 'promisedKept' : 'promisedMissed', { time: time(promise.dueAt), spare })
  const taken = promise.acknowledgedAt ? say('acknowledgedAt', { time: time(promise.acknowledgedAt) }) : ''
  return [kept, taken].filter(Boolean).join(' ')
}

function Finding({ finding: { isBreaking, what, cost, remedies } }: { finding: SimulatedFinding }) {
  const Shape = isBreaking ? IconCircleX : IconInfoCircle
  return (
    <div className="answer-finding">
      <Shape size={16} aria-hidden className={isBreaking ? 'missed' : 'soon'} />
      <div>
        <b className={isBreaking ? 'missed' : 'soon'}>{what}</b>
        <p>{cost}.</p>
        {remedies.length > 0 && (
          <div className="line line-wrap answer-remedies">
            {remedies.map((remedy, i) => (
              <Button key={remedy.words} component={Link} {...linkOf(remedy)} size="xs" variant={i === 0 ? 'default' : 'subtle'}>
                {remedy.words}
              </Button>
            ))}
          </div>
        )}
      </div>
    </div>
  )
}

function linkOf(remedy: Remedy): { to: string; search?: never } {
  switch (remedy.kind) {
    case 'verify-contact':
      return { to: `/settings/people/${encodeURIComponent(remedy.person.id)}` }
    case 'swap-steps':
      return { to: `${ladderPath(remedy.ladder.id)}/steps`, search: { swap: `${remedy.first}-${remedy.second}` } as never }
    case 'edit-ladder':
      return { to: `${ladderPath(remedy.ladder.id)}/steps` }
    case 'schedule':
      return { to: '/on-call', search: { schedule: remedy.schedule.id } as never }
  }
}

function WorstCases({ worst }: { worst: readonly Worst[] }) {
  if (worst.length === 0) return null
  return (
    <details className="answer-worst">
      <summary>{say('worst')}</summary>
      <ul>
        {worst.map((each) => (
          <li key={each.asleep.length} className={each.person ? 't2' : 'soon'}>
            {worstInWords(each)}
          </li>
        ))}
      </ul>
    </details>
  )
}

function worstInWords({ asleep, person, at }: Worst): string {
  const names = namesOf(asleep)
  const isOne = asleep.length === 1
  if (!person || !at) return say(isOne ? 'worstNobodyOne' : 'worstNobody', { asleep: names })
  return say(isOne ? 'worstOne' : 'worstLine', { asleep: names, name: person.name, time: time(at) })
}

const CLOCK_WORDS = { open: 'clockOpen', met: 'clockMet', missed: 'clockMissed', late: 'clockLate' } as const

/** The promises that the incident would start, and what becomes of them when nobody does more than was asked. */
export function ClockRows({ clocks }: { clocks: readonly SimulatedClock[] }) {
  return (
    <Rows columns="minmax(0, 1fr) auto" label={say('clocks')}>
      {clocks.map((clock) => (
        <Row key={`${clock.title} ${clock.dueAt}`}>
          <span className="one-line">{clock.title}</span>
          <span className={`f12 ${clock.status === 'missed' ? 'missed' : 't2'}`}>{clockInWords(clock)}</span>
        </Row>
      ))}
    </Rows>
  )
}

function clockInWords({ status, dueAt, closedAt }: SimulatedClock): string {
  if (status === 'dropped') return say('clockDropped')
  return say(CLOCK_WORDS[status], { time: time(status === 'met' || status === 'late' ? (closedAt ?? dueAt) : dueAt) })
}
