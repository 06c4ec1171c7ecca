import { IconAlertTriangle, IconX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useClock } from '../../../web/clock.ts'
import { Panel, Row, Rows } from '../../../web/kit/panel.tsx'
import { Person } from '../../../web/kit/person.tsx'
import { dayOf, relative, timeOfDay, useZone } from '../../../web/times.ts'
import type { NowView } from '../contract.ts'
import { say } from './strings.ts'

type Duty = NowView['onCall'][number]

export function OnCallPanel({ onCall }: { onCall: readonly Duty[] }) {
  return (
    <Panel
      title={say('onCall')}
      actions={
        <Link to="/on-call" className="quiet-link">
          {say('schedules')}
        </Link>
      }
    >
      {onCall.length === 0 ? (
        <p className="now-none">{say('noSchedules')}</p>
      ) : (
        <Rows columns="minmax(0, 1fr) auto" isTall label={say('onCall')}>
          {onCall.map((duty) => (
            <DutyRow key={duty.schedule} duty={duty} />
          ))}
        </Rows>
      )}
    </Panel>
  )
}

const WEEKDAY_LETTERS = 3

function DutyRow({ duty }: { duty: Duty }) {
  useZone()
  const { people, name, until } = duty
  const [first] = people
  const ms = until ? Date.parse(until) : 0
  return (
    <Row>
      {first ? (
        <Person name={people.map((each) => each.name).join(', ')} isYou={people.some((each) => each.isYou)} detail={name} />
      ) : (
        <span className="missed line">
          <IconX size={16} aria-hidden /> {say('gap')} <span className="row-second">{name}</span>
        </span>
      )}
      <span className="now-duty">
        {until && <span>{say('until', { time: `${dayOf(ms).slice(0, WEEKDAY_LETTERS)} ${timeOfDay(ms)}` })}</span>}
        {first && <Proof at={duty.reachedAt} />}
      </span>
    </Row>
  )
}

function Proof({ at }: { at: string | null }) {
  const ago = useClock((now) => (at ? relative(Date.parse(at), now) : ''))
  if (at) return <span>{say('reached', { span: ago })}</span>
  return (
    <span className="soon line">
      <IconAlertTriangle size={12} aria-hidden /> {say('neverReached')}
    </span>
  )
}
