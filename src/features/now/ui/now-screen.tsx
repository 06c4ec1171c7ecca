import './now.css'
import { useQuery } from '@tanstack/react-query'
import { useClock } from '../../../web/clock.ts'
import { ErrorState } from '../../../web/kit/error-state.tsx'
import { RowsSkeleton } from '../../../web/kit/skeleton.tsx'
import { useFreshenedBy } from '../../../web/server/freshened-by.ts'
import { Page } from '../../../web/shell/page.tsx'
import { Slot } from '../../../web/shell/slot.tsx'
import { fullMoment, useZone } from '../../../web/times.ts'
import type { NowView } from '../contract.ts'
import { AlertsPanel } from './alerts-panel.tsx'
import { IncidentsPanel } from './incidents-panel.tsx'
import { say as named } from './manifest-strings.ts'
import { NextForYou } from './next-for-you.tsx'
import { nowQuery } from './now-query.ts'
import { OnCallPanel } from './on-call-panel.tsx'
import { say } from './strings.ts'
import { TrustPanel } from './trust-panel.tsx'
import { UnprovenBar } from './unproven-bar.tsx'
import { WeekPanel } from './week-panel.tsx'

const MINUTE_MS = 60_000

export function Screen() {
  useFreshNow()
  useZone()
  const minute = useClock((now) => Math.floor(now / MINUTE_MS) * MINUTE_MS)
  const { data, isError, isPending, refetch } = useQuery(nowQuery)
  return (
    <Page title={named('title')} note={fullMoment(minute)}>
      {isPending && <RowsSkeleton rows={6} />}
      {isError && !data && <ErrorState what={say('failed')} kept={say('failedKept')} onAgain={() => void refetch()} />}
      {data && <Panels view={data} />}
    </Page>
  )
}

/** One answer depends on all of these. */
function useFreshNow(): void {
  useFreshenedBy('alert', nowQuery.queryKey)
  useFreshenedBy('escalation', nowQuery.queryKey)
  useFreshenedBy('incident', nowQuery.queryKey)
  useFreshenedBy('policy', nowQuery.queryKey)
}

function Panels({ view }: { view: NowView }) {
  return (
    <div className="now-grid">
      {!view.trust.isProven && <UnprovenBar />}
      <div className="now-main">
        <NextForYou view={view} />
        <IncidentsPanel incidents={view.incidents} />
        <AlertsPanel alerts={view.alerts} count={view.counts.open} />
        <Slot name="now" />
      </div>
      <div className="now-side">
        <OnCallPanel onCall={view.onCall} />
        <TrustPanel trust={view.trust} />
        {view.week && <WeekPanel week={view.week} />}
      </div>
    </div>
  )
}
