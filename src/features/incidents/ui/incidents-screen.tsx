import { Button } from '@mantine/core'
import { IconCircleCheck, IconCircleHalf2, IconCircleX } from '@tabler/icons-react'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Suspense } from 'react'
import { ClockLine } from '../../../web/kit/clock.tsx'
import { Severity } from '../../../web/kit/severity.tsx'
import { StatusWord } from '../../../web/kit/status-word.tsx'
import { lazily } from '../../../web/shell/lazily.tsx'
import { type ListOf, ListScreen } from '../../../web/shell/list-screen.tsx'
import type { PageTab } from '../../../web/shell/page.tsx'
import { factsOfClock } from '../contract/clock-facts.ts'
import type { IncidentRow } from '../contract/incident.ts'
import { openDeclare } from './declare-store.ts'
import { filterOf, type IncidentFilter } from './filter.ts'
import { isNarrowed } from './filter-query.ts'
import { say as named } from './manifest-strings.ts'
import { useIncidents } from './queries.ts'
import { say } from './strings.ts'
import { statusWord } from './words.ts'
import './incidents.css'

// the list comes first
const FilterBar = lazily(() => import('./filter-bar.tsx'), 'FilterBar')
const ReportsPanel = lazily(() => import('./reports-panel.tsx'), 'ReportsPanel')

const useFilter = (): IncidentFilter => filterOf(useSearch({ strict: false }) as Record<string, unknown>)

/** What incidents ask for is another feature's screen with the same tabs. */
const tabs = (): PageTab[] => [
  { label: named('incidents'), to: '/incidents' },
  { label: say('obligations'), to: '/obligations' },
  { label: say('score'), to: '/obligations/score' },
]

export function Screen() {
  const filter = useFilter()
  const navigate = useNavigate()
  const change = (next: IncidentFilter) => void navigate({ to: '/incidents', search: next as never, replace: true })
  const clear = () => change(filter.status ? { status: filter.status } : {})
  return (
    <ListScreen
      title={named('incidents')}
      tabs={tabs()}
      which={say('which')}
      views={(['open', 'resolved', 'all'] as const).map((value) => ({ value, label: say(value) }))}
      useList={useIncidentList}
      failed={say('listFailed')}
      empty={{
        title: say('emptyTitle'),
        what: say('emptyWhat'),
        cli: say('emptyCli'),
        action: <Button onClick={openDeclare}>{named('declare')}</Button>,
      }}
      filter={{
        isOn: isNarrowed(filter),
        none: { title: say('noneFound'), what: say('noneFoundWhat'), action: <Button onClick={clear}>{say('clearFilter')}</Button> },
        bar: (
          <Suspense fallback={null}>
            <FilterBar filter={filter} onChange={change} />
          </Suspense>
        ),
      }}
      above={
        <Suspense fallback={null}>
          <ReportsPanel />
        </Suspense>
      }
      columns={{
        wide: '88px minmax(0, 1fr) 132px 220px',
        narrow: 'auto minmax(0, 1fr)',
        head: [say('colSeverity'), say('colIncident'), say('colStatus'), say('colClock')],
      }}
      addressOf={({ reference }: IncidentRow) => `/incidents/${reference}`}
      draw={(incident) => <IncidentLine incident={incident} />}
    />
  )
}

function useIncidentList(): ListOf<IncidentRow> {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useIncidents(useFilter())
  const more = hasNextPage ? { isLoading: isFetchingNextPage, load: () => void fetchNextPage() } : undefined
  return { items: data?.pages.flatMap((page) => page.items), error, refetch, more }
}

function IncidentLine({ incident }: { incident: IncidentRow }) {
  const { reference, title, severity, status, service, nextClock, isPrivate, missed, resolvedAt } = incident
  return (
    <>
      <Severity rank={severity.rank} label={severity.id} isSolid={resolvedAt === null} />
      <span className="list-what">
        <Link to={`/incidents/${reference}`} className="medium f14 one-line" title={title}>
          {title}
        </Link>
        <span className="row-second one-line">
          {[reference, service?.name, isPrivate ? say('private') : undefined].filter(Boolean).join(' · ')}
        </span>
      </span>
      <StatusWord icon={resolvedAt ? IconCircleCheck : IconCircleHalf2}>{statusWord(status)}</StatusWord>
      <span className="stack incident-owed list-clock">
        {missed > 0 && (
          <StatusWord icon={IconCircleX} tone="missed">
            {say('missedCount', { count: missed })}
          </StatusWord>
        )}
        {nextClock ? (
          <ClockLine clock={factsOfClock(nextClock)} name={nextClock.title} />
        ) : (
          <span className="t3">{say('nothingOwed')}</span>
        )}
      </span>
    </>
  )
}
