import { Avatar } from '../kit/person.tsx'
import { usePresence } from '../server/presence.ts'
import { say } from './strings.ts'

/** More faces than these say less than their number. */
const FACES = 4

/** Who looks at this now: you among them. */
export function PresentPeople({ place }: { place: string }) {
  const people = usePresence(place)
  if (people.length === 0) return null
  const names = people.map(({ name }) => name).join(', ')
  return (
    <span
      className={people.length > 1 ? 'present' : 'present present-alone'}
      role="img"
      aria-label={say('hereNamed', { names })}
      title={names}
    >
      {people.slice(0, FACES).map(({ id, name, isYou }) => (
        <Avatar key={id} name={name} isYou={isYou} />
      ))}
      <span className="t3 f12 only-wide" aria-hidden>
        {say('here', { count: people.length })}
      </span>
    </span>
  )
}
