import { useQuery } from '@tanstack/react-query'
import { Panel } from '../../../web/kit/panel.tsx'
import type { LadderEdit } from '../contract/ladders.ts'
import { Trouble } from './frame.tsx'
import { trialQuery, wordsOf } from './queries.ts'
import { say } from './strings.ts'

/** What saving would do, in words: to the ladder, and to who is woken when. */
export function PlanPanel({ ladder, edit }: { ladder: string; edit: LadderEdit | null }) {
  const { data, error } = useQuery(trialQuery(ladder, edit))
  return (
    <Panel title={say('plan')}>
      <div className="plan-words" aria-live="polite">
        {!edit && <p className="t2">{say('planNone')}</p>}
        {edit && error && <Trouble>{wordsOf(error)}</Trouble>}
        {edit && data && !error && (
          <>
            <Words lines={data.changes} />
            <p className="f12 t3">{say('planMoves')}</p>
            {data.moves.length > 0 ? <Words lines={data.moves} /> : <p className="t2">{say('planNoMoves')}</p>}
          </>
        )}
      </div>
    </Panel>
  )
}

const Words = ({ lines }: { lines: readonly string[] }) => (
  <ul className="plan-lines">
    {lines.map((line) => (
      <li key={line}>{line}</li>
    ))}
  </ul>
)
