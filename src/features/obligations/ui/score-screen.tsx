import { SegmentedControl } from '@mantine/core'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { EmptyState } from '../../../web/kit/empty-state.tsx'
import { ErrorState } from '../../../web/kit/error-state.tsx'
import { Panel } from '../../../web/kit/panel.tsx'
import { RowsSkeleton } from '../../../web/kit/skeleton.tsx'
import { Page } from '../../../web/shell/page.tsx'
import { dayOf, useZone } from '../../../web/times.ts'
import type { ScoreAnswer, ScoreQuery, ScoreRow } from '../contract.ts'
import { boardTabs, shareOf } from './frame.ts'
import { useScore } from './queries.ts'
import { say } from './strings.ts'
import './obligations.css'

type By = ScoreQuery['by']
const WAYS = { month: 'byMonth', team: 'byTeam', incident: 'byIncident' } as const

/** How promises were kept in the last quarter, by month, team or incident. */
export function Screen() {
  const { by = 'month' } = useSearch({ strict: false }) as { by?: By }
  const navigate = useNavigate()
  const { data, error, refetch } = useScore({ by }, true)
  return (
    <Page title={say('incidents')} tabs={boardTabs()}>
      <div className="stack">
        <div className="line">
          <SegmentedControl
            aria-label={say('scoreBy')}
            value={by}
            onChange={(value) => void navigate({ to: '.', search: value === 'month' ? {} : { by: value } })}
            data={(Object.keys(WAYS) as By[]).map((value) => ({ value, label: say(WAYS[value]) }))}
          />
        </div>
        {error && (
          <ErrorState what={say('scoreFailed')} kept={`${error.message} ${say('scoreFailedKept')}`} onAgain={() => void refetch()} />
        )}
        {!data && !error && <RowsSkeleton rows={4} />}
        {data?.items.length === 0 && <EmptyState title={say('scoreEmpty')} what={say('scoreEmptyWhat')} cli={say('scoreEmptyCli')} />}
        {data && data.items.length > 0 && <Scores score={data} by={by} />}
      </div>
    </Page>
  )
}

const COUNTS = ['met', 'late', 'missed', 'waived', 'dropped'] as const
const HEADS = { met: 'colMet', late: 'colLate', missed: 'colMissed', waived: 'colWaived', dropped: 'colDropped' } as const

function Scores({ score, by }: { score: ScoreAnswer; by: By }) {
  useZone()
  const span = say('scoreSpan', { from: dayOf(Date.parse(score.from)), to: dayOf(Date.parse(score.to)) })
  return (
    <Panel title={say('scoreTitle')} note={span}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table scrolls by itself, so keyboards must reach it */}
      <section className="owed-scores" aria-label={say(WAYS[by])} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{say(WAYS[by])}</th>
              <th scope="col">{say('colKept')}</th>
              {COUNTS.map((count) => (
                <th key={count} scope="col">
                  {say(HEADS[count])}
                </th>
              ))}
              <th scope="col">{say('colIncidents')}</th>
            </tr>
          </thead>
          <tbody>
            {score.items.map((row) => (
              <ScoreLine key={row.key} row={row} to={by === 'incident' ? `/incidents/${row.key}` : undefined} />
            ))}
          </tbody>
          <tfoot>
            <ScoreLine row={{ ...score.total, name: say('total') }} />
          </tfoot>
        </table>
      </section>
    </Panel>
  )
}

function ScoreLine({ row, to }: { row: ScoreRow; to?: string }) {
  return (
    <tr>
      <th scope="row">{to ? <Link to={to}>{`${row.key} ${row.name}`}</Link> : row.name}</th>
      <td className="strong">{row.kept === null ? <span className="t3">{say('none')}</span> : shareOf(row.kept)}</td>
      {COUNTS.map((count) => (
        <td key={count} className={row[count] === 0 ? 't3' : ''}>
          {row[count]}
        </td>
      ))}
      <td className="t2">{row.incidents}</td>
    </tr>
  )
}
