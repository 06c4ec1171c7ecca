import { IconArrowsExchange, IconCircleX } from '@tabler/icons-react'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ScheduleChange } from '../contract/changes.ts'
import type { ShiftMove } from '../contract/who.ts'
import { wordsOfError } from './queries.ts'
import { say } from './strings.ts'

/** More are counted: a form is no list. */
const MOST = 4

/** Who moves if this is saved, in the words of the plan; or why it will be refused. */
export function TrialWords({ trial, isReady }: { trial: UseQueryResult<ScheduleChange>; isReady: boolean }) {
  if (!isReady) return null
  const { data, error } = trial
  return (
    <div className="trial" role="status" aria-label={say('whatChanges')}>
      <h3>{say('whatChanges')}</h3>
      {error && (
        <p className="missed line">
          <IconCircleX size={16} aria-hidden /> {wordsOfError(error)}
        </p>
      )}
      {data && <MoveList moves={data.moves} />}
    </div>
  )
}

export function MoveList({ moves }: { moves: readonly ShiftMove[] }) {
  if (moves.length === 0) return <p className="t2">{say('nobodyMoves')}</p>
  return (
    <ul className="said">
      {moves.slice(0, MOST).map((move) => (
        <li key={`${move.schedule} ${move.start} ${move.words}`} className={move.isGap ? 'missed' : ''}>
          {move.isGap ? <IconCircleX size={16} aria-hidden /> : <IconArrowsExchange size={16} aria-hidden />}
          <span>{move.words}.</span>
        </li>
      ))}
      {moves.length > MOST && <li className="t3">{say('moreMoves', { count: moves.length - MOST })}</li>}
    </ul>
  )
}
