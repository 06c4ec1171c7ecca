import './alerts.css'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { EmptyState } from '../../../web/kit/empty-state.tsx'
import { ErrorState } from '../../../web/kit/error-state.tsx'
import { Panel } from '../../../web/kit/panel.tsx'
import { Severity } from '../../../web/kit/severity.tsx'
import { RowsSkeleton } from '../../../web/kit/skeleton.tsx'
import { ApiProblem } from '../../../web/server/api.ts'
import { useFreshenedBy } from '../../../web/server/freshened-by.ts'
import { Page } from '../../../web/shell/page.tsx'
import type { AlertDetail } from '../contract.ts'
import { ActionBar } from './action-bar.tsx'
import { AlertState } from './alert-row-view.tsx'
import { AlertSide } from './alert-side.tsx'
import { Ledger } from './ledger.tsx'
import { detailQuery } from './queries.ts'
import { say } from './strings.ts'
import { History, WhyPanel } from './why-panel.tsx'

const NOT_FOUND = 404

export function Screen() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { data, error, isPending, refetch } = useQuery(detailQuery(id))
  // the ladder climbs without the alert changing, and events name alerts by their id, addresses by their number
  useFreshenedBy('escalation', ['alert', id])
  useFreshenedBy('alert', ['alert', id])
  return (
    <Page title={data?.reference ?? id} crumbs={[{ label: say('title'), to: '/alerts' }]}>
      {isPending && <RowsSkeleton rows={6} />}
      {error instanceof ApiProblem && error.problem.status === NOT_FOUND ? <Missing /> : error && <Failed onAgain={() => void refetch()} />}
      {data && <Detail alert={data} />}
    </Page>
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

const Failed = ({ onAgain }: { onAgain: () => void }) => (
  <ErrorState
    what={say('failed')}
    kept={say('failedKept')}
    action={
      <Button size="xs" onClick={onAgain}>
        {say('again')}
      </Button>
    }
  />
)

/** One sentence first, then its proof, then every attempt, the future ones included. */
function Detail({ alert }: { alert: AlertDetail }) {
  const { severity, title, status } = alert
  return (
    <>
      <div className="alert-head">
        <Severity rank={severity.rank} label={severity.id} word={severity.name} isSolid={status === 'triggered' && !alert.quiet} isLarge />
        <h2 className="f20 strong">{title}</h2>
        {status !== 'triggered' && <AlertState alert={alert} />}
        <ActionBar alert={alert} />
      </div>
      <div className="alert-grid">
        <div className="alert-main">
          <WhyPanel alert={alert} />
          <Ledger lines={alert.ledger} />
          <Panel title={say('history')} isPadded>
            <History alert={alert} />
          </Panel>
        </div>
        <AlertSide alert={alert} />
      </div>
    </>
  )
}
