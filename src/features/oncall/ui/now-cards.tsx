import { IconX } from '@tabler/icons-react'
import { Person } from '../../../web/kit/person.tsx'
import { fullMoment, useZone } from '../../../web/times.ts'
import type { OnCallNow } from '../contract.ts'
import { say } from './strings.ts'

type Props = { schedules: readonly OnCallNow[]; current: string; onChoose: (schedule: string) => void }

/** Who is on call now on each schedule; a card leads to its timeline. */
export function NowCards({ schedules, current, onChoose }: Props) {
  useZone()
  return (
    <section className="on-call-cards" aria-label={say('now')}>
      {schedules.map(({ schedule, name, people, until }) => (
        <button
          key={schedule}
          type="button"
          className="on-call-card"
          aria-pressed={schedule === current}
          onClick={() => onChoose(schedule)}
        >
          <span className="f12 t3">{name}</span>
          {people[0] ? (
            <Person name={people.map((each) => each.name).join(', ')} isYou={people.some((each) => each.isYou)} />
          ) : (
            <span className="missed line">
              <IconX size={16} aria-hidden /> {say('nobody')}
            </span>
          )}
          <span className="f12 t3">{until ? say('until', { time: fullMoment(Date.parse(until)) }) : ' '}</span>
        </button>
      ))}
    </section>
  )
}
