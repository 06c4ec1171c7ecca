import { Button } from '@mantine/core'
import { IconCircleCheck, IconCircleX, IconInfoCircle } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { Panel } from '../../../web/kit/panel.tsx'
import type { LaddersAnswer } from '../../escalations/contract/ladders.ts'
import { cellOf, type Day, type Gap, type Row, toneOf } from './day-cells.ts'
import { say } from './strings.ts'
import type { Opened } from './weeks.ts'
import { hoursIn, longDay, spanAfter } from './words.ts'

type Ladders = LaddersAnswer | undefined
type Props = { opened: Pick<Opened, 'row' | 'day'>; ladders: Ladders }

/** One day of one row: each hole with its cost and where it is mended, then who is reached when. */
export function DayPanel({ opened: { row, day }, ladders }: Props) {
  const { gaps, covers, isPaging } = cellOf(row, day)
  return (
    <Panel title={longDay(day)} note={row.title}>
      <div aria-live="polite">
        {gaps.map((gap) => (
          <GapLine key={`${gap.start} ${gap.kind} ${gap.cost}`} gap={gap} row={row} day={day} ladders={ladders} />
        ))}
        {gaps.length === 0 && (
          <p className="day-line">
            <IconCircleCheck size={16} aria-hidden className="t3" />
            <span className="t2">{say(isPaging ? 'dayCovered' : 'dayQuiet')}</span>
          </p>
        )}
      </div>
      {covers.length > 0 && (
        <details className="day-reached">
          <summary>{say('reached')}</summary>
          <ul>
            {covers.map((cover) => (
              <li key={cover.start}>
                <span className="medium">{say('whole', hoursIn(cover, day))}</span>{' '}
                <span className="t2">{say('firstWoken', { first: spanAfter(cover.firstS), second: spanAfter(cover.secondS) })}</span>
                <span className="row-second">{stepsInWords(cover)}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </Panel>
  )
}

const stepsInWords = ({ levels }: Row['covers'][number]): string =>
  levels
    .map(({ step, afterS, users }) => say('step', { n: step + 1, span: spanAfter(afterS), who: users.join(', ') || say('stepNobody') }))
    .join(' · ')

type GapProps = { row: Row; day: Day; ladders: Ladders; gap: Gap }

function GapLine({ gap, row, day, ladders }: GapProps) {
  const tone = toneOf(gap)
  const Shape = tone === 'weak' ? IconInfoCircle : IconCircleX
  const colour = tone === 'bad' ? 'missed' : tone === 'late' ? 'soon' : 't2'
  return (
    <div className="day-line">
      <Shape size={16} aria-hidden className={colour} />
      <div>
        <b className={colour}>
          {say('whole', hoursIn(gap, day))}: {say(gap.kind)}
        </b>
        <p>{gap.cost}.</p>
        <div className="line line-wrap day-links">
          <Repairs gap={gap} row={row} day={day} ladders={ladders} />
        </div>
      </div>
    </div>
  )
}

/** The schedule that opens the hole, the ladder that rests on it, and the moment played. */
function Repairs({ gap, row, day, ladders }: GapProps) {
  const start = Math.max(Date.parse(gap.start), day.start)
  const ladder = ladders?.items.find(({ id }) => id === row.ladder)
  const at = new Date(start).toISOString()
  const search = { at, severity: row.severity, service: row.services[0] }
  return (
    <>
      {schedulesOf(gap, row, ladders).map(({ id, name }) => (
        <Button key={id} size="xs" component={Link} to="/on-call" search={{ schedule: id } as never}>
          {say('openSchedule', { name })}
        </Button>
      ))}
      {ladder && (
        <Button size="xs" variant="subtle" component={Link} to={`/escalation/ladder/${ladder.id}`} search={search as never}>
          {say('simulate', { time: hoursIn(gap, day).from })}
        </Button>
      )}
    </>
  )
}

/** Schedules of the steps that reach nobody in that stretch; where all reach somebody, of the steps that come too late. */
function schedulesOf(gap: Gap, row: Row, ladders: LaddersAnswer | undefined): { id: string; name: string }[] {
  const ladder = ladders?.items.find(({ id }) => id === row.ladder)
  const covers = row.covers.filter(({ start, end }) => start < gap.end && end > gap.start)
  const empty = new Set(covers.flatMap(({ levels }) => levels.filter(({ users }) => users.length === 0).map(({ step }) => step)))
  const steps = ladder?.steps.filter((_, i) => empty.size === 0 || empty.has(i)) ?? []
  const schedules = steps.flatMap(({ page }) => page.filter(({ kind }) => kind === 'schedule'))
  return [...new Map(schedules.map(({ ref, name }) => [ref, { id: ref.replace(/^schedule:/, ''), name }])).values()]
}
