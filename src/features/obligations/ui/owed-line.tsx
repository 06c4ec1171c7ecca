import { Button } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { announce } from '../../../web/kit/announcer.tsx'
import { Clock, ClockWord, useReading } from '../../../web/kit/clock.tsx'
import { Row } from '../../../web/kit/panel.tsx'
import { Avatar } from '../../../web/kit/person.tsx'
import { factsOfClock } from '../../incidents/contract/clock-facts.ts'
import { aboutOf } from './frame.ts'
import { type Asked, type Owed, pathOf } from './owed.ts'
import { useDeed } from './queries.ts'
import { say } from './strings.ts'

type LineProps = { owed: Owed; isCurrent: boolean; onAsk: (asked: Asked) => void }

export function OwedLine({ owed, isCurrent, onAsk }: LineProps) {
  const { clock, incident } = owed
  const { state } = useReading(factsOfClock(clock))
  return (
    <Row isCurrent={isCurrent}>
      <ClockWord state={state} />
      <button
        type="button"
        className="owed-what medium one-line"
        title={clock.title}
        aria-label={say('whyThis', { title: clock.title, incident: aboutOf(owed) })}
        onClick={() => onAsk({ what: 'why', owed })}
      >
        {clock.title}
      </button>
      <span className="owed-for t2 one-line" title={incident?.title}>
        {incident ? <Link to={pathOf(owed)}>{incident.reference}</Link> : say('organisation')}
      </span>
      <Owners owed={owed} />
      <span className="owed-left">
        <Clock clock={factsOfClock(clock)} name={clock.title} size="small" />
      </span>
      <Act owed={owed} onAsk={onAsk} />
    </Row>
  )
}

/** Whose it is: the first of them by name. What is settled says who settled it. */
function Owners({ owed: { clock } }: { owed: Owed }) {
  const people = clock.closedBy ? [clock.closedBy] : clock.owners
  const [first, ...rest] = people
  if (!first) return <span className="owed-who t3">{clock.closedAt ? '' : say('nobody')}</span>
  const name = rest.length > 0 ? say('othersToo', { name: first.name, count: rest.length }) : first.name
  return (
    <span className="owed-who person" title={people.map((each) => each.name).join(', ')}>
      <Avatar name={first.name} isYou={people.some((each) => each.isYou)} />
      <span className="one-line">{name}</span>
    </span>
  )
}

const MUST_OPEN = { assign: 'assign', update: 'update', publish: 'publish', review: 'review' } as const

/** The act that meets it: done here where one press is enough, else where it is done. */
function Act({ owed, onAsk }: Omit<LineProps, 'isCurrent'>) {
  const { clock, incident, can } = owed
  const navigate = useNavigate()
  const deed = useDeed()
  const go = (to: string) => () => void navigate({ to })
  const perform = (what: 'acknowledge' | 'complete') => () =>
    void deed(what, owed).then((isDone) => isDone && announce(say('done', { title: clock.title })))
  const isOver = clock.closedAt !== null
  const act = ((): { word: string; run: () => void; isWhy?: true } => {
    const { repair } = clock
    if (isOver || !repair || (!can.waive && !can.complete))
      return { word: say('why'), isWhy: true, run: () => onAsk({ what: 'why', owed }) }
    if (repair === 'acknowledge') return { word: say('acknowledge'), run: perform('acknowledge') }
    if (repair === 'complete') return { word: say('complete'), run: perform('complete') }
    return { word: say(MUST_OPEN[repair]), run: go(repair === 'review' ? `/reviews/${incident?.reference ?? ''}` : pathOf(owed)) }
  })()
  return (
    <Button
      size="xs"
      className={act.isWhy ? 'owed-act owed-act-why' : 'owed-act'}
      aria-label={say('forThis', { act: act.word, title: clock.title, incident: aboutOf(owed) })}
      onClick={act.run}
    >
      {act.word}
    </Button>
  )
}
