import './alerts.css'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { EmptyState } from '../../../web/kit/empty-state.tsx'
import { ErrorState } from '../../../web/kit/error-state.tsx'
import { Severity } from '../../../web/kit/severity.tsx'
import { RowsSkeleton } from '../../../web/kit/skeleton.tsx'
import { ApiProblem } from '../../../web/server/api.ts'
import { useFreshenedBy } from '../../../web/server/freshened-by.ts'
import { Page } from '../../../web/shell/page.tsx'
import type { AlertDetail } from '../contract.ts'
import { ActionBar } from './action-bar.tsx'
import { AlertState } from './alert-row-view.tsx'
import { say as named } from './manifest-strings.ts'
import { detailQuery } from './queries.ts'
import { say } from './strings.ts'

const NOT_FOUND = 404

/** What stands around each of an alert's tabs: its name, how bad it is, what may be done with it. */
export function AlertFrame({ children }: { children: (alert: AlertDetail) => ReactNode }) {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { data, error, isPending, refetch } = useQuery(detailQuery(id))
  // the ladder climbs without the alert changing, and events name alerts by their id, addresses by their number
  useFreshenedBy('escalation', ['alert', id])
  useFreshenedBy('alert', ['alert', id])
  useFreshenedBy('incident', ['alert', id])
  const base = `/alerts/${data?.reference ?? id}`
  const tabs = [
    { label: say('why'), to: base },
    { label: say('payload'), to: `${base}/payload` },
    { label: say('similar'), to: `${base}/similar`, ...(data && data.similar > 0 ? { count: data.similar } : {}) },
  ]
  return (
    <Page title={data?.reference ?? id} crumbs={[{ label: named('title'), to: '/alerts' }]} tabs={data ? tabs : []}>
      {isPending && <RowsSkeleton rows={6} />}
      {error instanceof ApiProblem && error.problem.status === NOT_FOUND ? (
        <Missing />
      ) : (
        error && <Failed what={say('failedOne')} onAgain={() => void refetch()} />
      )}
      {data && <Head alert={data} />}
      {data && children(data)}
    </Page>
  )
}

function Head({ alert }: { alert: AlertDetail }) {
  const { severity, title, status } = alert
  return (
    <div className="alert-head">
      <Severity rank={severity.rank} label={severity.id} word={severity.name} isSolid={status === 'triggered' && !alert.quiet} isLarge />
      <h2 className="f20 strong">{title}</h2>
      {status !== 'triggered' && <AlertState alert={alert} />}
      <ActionBar alert={alert} />
    </div>
  )
}

function Missing() {
  return (
    <EmptyState
      title={say('notFound')}
      what={say('notFoundWhat')}
      action={
        <Button component={Link} to="/alerts">
          {say('toList')}
        </Button>
      }
    />
  )
}

export const Failed = ({ what, onAgain }: { what: string; onAgain: () => void }) => (
  <ErrorState what={what} kept={say('failedKept')} onAgain={onAgain} />
)
