import { say } from './strings.ts'

const firstLetter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
const initialOf = (name: string): string => firstLetter.segment(name.trim())[Symbol.iterator]().next().value?.segment.toUpperCase() ?? '?'

/** A letter in a ring; the ring is blue when it is you. Decoration: the name stands beside it. */
export function Avatar({ name, isYou = false }: { name: string; isYou?: boolean }) {
  return (
    <span className={`avatar${isYou ? ' avatar-you' : ''}`} aria-hidden>
      {initialOf(name)}
    </span>
  )
}

/** Avatar, name and a quiet second line. */
export function Person({ name, isYou = false, detail }: { name: string; isYou?: boolean; detail?: string }) {
  return (
    <span className="person">
      <Avatar name={name} isYou={isYou} />
      <span className="one-line">
        <span className="medium">{name}</span>
        {isYou && <span className="t3"> · {say('you')}</span>}
        {detail && <span className="person-detail">{detail}</span>}
      </span>
    </span>
  )
}
