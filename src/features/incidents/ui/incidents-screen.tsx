import { Button, SegmentedControl } from '@mantine/core'
import { IconCircleCheck, IconCircleHalf2, IconCircleX } from '@tabler/icons-react'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { ClockLine } from '../../../web/kit/clock.tsx'
import { EmptyState } from '../../../web/kit/empty-state.tsx'
import { ErrorState } from '../../../web/kit/error-state.tsx'
import { Panel, Row, Rows } from '../../../web/kit/panel.tsx'
import { Severity } from '../../../web/kit/severity.tsx'
import { RowsSkeleton } from '../../../web/kit/skeleton.tsx'
import { StatusWord } from '../../../web/kit/status-word.tsx'
import { Page } from '../../../web/shell/page.tsx'
import { factsOfClock } from '../contract/clock-facts.ts'
import type { IncidentRow } from '../contract/incident.ts'
import { openDeclare } from './declare-store.ts'
import { useIncidents } from './queries.ts'
import { say } from './strings.ts'
import { statusWord } from './words.ts'
import './incidents.css'

export function Screen() {
  const search = useSearch({ strict: false }) as { status?: string }
  const navigate = useNavigate()
  const status = search.status ?? 'open'
  const views = [
    { value: 'open', label: say('open') },
    { value: 'resolved', label: say('resolved') },
    { value: 'all', label: say('all') },
  ]
  return (
    <Page title={say('incidents')}>
      <div className="stack">
        <div className="line">
          <SegmentedControl
            aria-label={say('which')}
            data={views}
            value={status}
            onChange={(value) => void navigate({ to: '/incidents', search: value === 'open' ? {} : { status: value } })}
          />
        </div>
        <IncidentTable status={status} />
      </div>
    </Page>
  )
}

function IncidentTable({ status }: { status: string }) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useIncidents(status)
  if (error && !data)
    return (
      <ErrorState
        what={say('listFailed')}
        kept={`${error.message} ${say('keptNothing')}`}
        action={<Button onClick={() => void refetch()}>{say('again')}</Button>}
      />
    )
  const incidents = data?.pages.flatMap((page) => page.items)
  return (
    <Panel title={say('incidents')}>
      {!incidents && <RowsSkeleton />}
      {incidents?.length === 0 && (
        <EmptyState
          title={say('emptyTitle')}
          what={say('emptyWhat')}
          cli={say('emptyCli')}
          action={<Button onClick={openDeclare}>{say('declare')}</Button>}
        />
      )}
      {incidents && incidents.length > 0 && (
        <Rows
          columns="88px minmax(0, 1fr) 132px 220px"
          narrowColumns="auto minmax(0, 1fr)"
          head={[say('colSeverity'), say('colIncident'), say('colStatus'), say('colClock')]}
          isTall
          label={say('incidents')}
        >
          {incidents.map((incident) => (
            <IncidentLine key={incident.id} incident={incident} />
          ))}
        </Rows>
      )}
      {hasNextPage && (
        <div className="panel-inside">
          <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {say('more')}
          </Button>
        </div>
      )}
    </Panel>
  )
}

function IncidentLine({ incident }: { incident: IncidentRow }) {
  const { reference, title, severity, status, service, nextClock, isPrivate, missed, resolvedAt } = incident
  return (
    <Row>
      <Severity rank={severity.rank} label={severity.id} isSolid={resolvedAt === null} />
      <span className="one-line">
        <Link to={`/incidents/${reference}`} className="medium f14">
          {title}
        </Link>
        <span className="row-second one-line">
          {[reference, service?.name, isPrivate ? say('private') : undefined].filter(Boolean).join(' · ')}
        </span>
      </span>
      <StatusWord icon={resolvedAt ? IconCircleCheck : IconCircleHalf2}>{statusWord(status)}</StatusWord>
      <span className="stack incident-owed">
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
    </Row>
  )
}
