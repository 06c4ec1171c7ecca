import { Button, SegmentedControl } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Suspense, useState } from 'react'
import { useClock } from '../../../web/clock.ts'
import { EmptyState } from '../../../web/kit/empty-state.tsx'
import { ErrorState } from '../../../web/kit/error-state.tsx'
import { RowsSkeleton } from '../../../web/kit/skeleton.tsx'
import { lazily } from '../../../web/shell/lazily.tsx'
import { Page } from '../../../web/shell/page.tsx'
import { BoardRuler } from './board-ruler.tsx'
import { FilterFields } from './filter-fields.tsx'
import { boardTabs } from './frame.ts'
import { type Asked, type Filters, groupOf, isShown, type Owed } from './owed.ts'
import { OwedTable } from './owed-table.tsx'
import { QuarterScore } from './quarter-score.tsx'
import { type Board, useBoard } from './queries.ts'
import { say } from './strings.ts'
import './obligations.css'

const WaiveDialog = lazily(() => import('./waive-dialog.tsx'), 'WaiveDialog')
const WhyDialog = lazily(() => import('./why-dialog.tsx'), 'WhyDialog')

/** What is owed now, by whom, the next due first. */
export function Screen() {
  const board = useBoard()
  const filters = useSearch({ strict: false }) as Filters
  const missed = useMissedCount(board.owed ?? [])
  return (
    <Page title={say('incidents')} tabs={boardTabs(missed)}>
      <div className="stack">
        <BoardBar board={board} filters={filters} />
        <BoardBody board={board} filters={filters} />
      </div>
    </Page>
  )
}

const useMissedCount = (owed: readonly Owed[]): number => useClock((now) => owed.filter((each) => groupOf(each, now) === 'missed').length)

const isNarrowed = ({ incident, person, team }: Filters): boolean => Boolean(incident || person || team)

function BoardBar({ board, filters }: { board: Board; filters: Filters }) {
  const navigate = useNavigate()
  const [isOpen, setOpen] = useState(isNarrowed(filters))
  const mine = (board.owed ?? []).filter((each) => each.isYours).length
  const choose = (changed: Partial<Filters>) => void navigate({ to: '.', search: { ...filters, ...changed } })
  return (
    <>
      <div className="line line-wrap owed-bar">
        <SegmentedControl
          aria-label={say('whose')}
          value={filters.whose ?? 'all'}
          onChange={(value) => choose({ whose: value === 'mine' ? 'mine' : undefined })}
          data={[
            { value: 'all', label: say('everyones') },
            { value: 'mine', label: mine > 0 ? say('mineCount', { count: mine }) : say('mine') },
          ]}
        />
        <Button size="xs" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {say('filter')}
        </Button>
        <QuarterScore />
      </div>
      {isOpen && <FilterFields owed={[...(board.owed ?? []), ...board.settled]} filters={filters} onChange={choose} />}
    </>
  )
}

function BoardBody({ board: { owed, settled, error, refetch }, filters }: { board: Board; filters: Filters }) {
  const navigate = useNavigate()
  const [asked, setAsked] = useState<Asked | null>(null)
  if (error && !owed) return <ErrorState what={say('failed')} kept={`${error.message} ${say('failedKept')}`} onAgain={refetch} />
  if (!owed) return <RowsSkeleton rows={8} />
  const shown = [...owed, ...settled].filter((each) => isShown(each, filters))
  if (shown.length === 0 && (isNarrowed(filters) || filters.whose))
    return (
      <EmptyState
        title={say('emptyFiltered')}
        what={say('emptyFilteredWhat')}
        action={<Button onClick={() => void navigate({ to: '.', search: {} })}>{say('clearFilters')}</Button>}
      />
    )
  if (shown.length === 0) return <EmptyState title={say('emptyTitle')} what={say('emptyWhat')} cli={say('emptyCli')} />
  return (
    <>
      <div className="owed-ruler">
        <BoardRuler owed={shown} />
      </div>
      <OwedTable owed={shown} onAsk={setAsked} />
      <Suspense fallback={null}>
        {asked?.what === 'why' && <WhyDialog owed={asked.owed} onClose={() => setAsked(null)} />}
        {asked?.what === 'waive' && <WaiveDialog owed={asked.owed} onClose={() => setAsked(null)} />}
      </Suspense>
    </>
  )
}
