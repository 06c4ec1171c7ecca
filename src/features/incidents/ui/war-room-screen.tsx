import { Button } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { Suspense } from 'react'
import { EmptyState } from '../../../web/kit/empty-state.tsx'
import { ErrorState } from '../../../web/kit/error-state.tsx'
import { RowsSkeleton } from '../../../web/kit/skeleton.tsx'
import { ApiProblem } from '../../../web/server/api.ts'
import { useFreshenedBy } from '../../../web/server/freshened-by.ts'
import { lazily } from '../../../web/shell/lazily.tsx'
import { Page } from '../../../web/shell/page.tsx'
import { PresentPeople } from '../../../web/shell/present-people.tsx'
import type { IncidentDetail } from '../contract/incident.ts'
import { ClockBand } from './clock-band.tsx'
import { keyOf, useAct, useIncident } from './queries.ts'
import { RoomComposer } from './room-composer.tsx'
import { RoomHeader } from './room-header.tsx'
import { RoomProvider } from './room-provider.tsx'
import { RoomTimeline } from './room-timeline.tsx'
import { say } from './strings.ts'
import './war-room.css'

// the head, the clocks and the pen come first: what stands beside them is as much again
const RoomSide = lazily(() => import('./room-side.tsx'), 'RoomSide')
const RoomNotices = lazily(() => import('./room-notices.tsx'), 'RoomNotices')

const NOT_FOUND = 404
const SIDE_ROWS = 6

export function Screen() {
  const { name = '' } = useParams({ strict: false }) as { name?: string }
  const { data, error, refetch } = useIncident(name)
  const { act, isActing } = useAct(name)
  // ladders climb without the incident changing
  useFreshenedBy('escalation', keyOf(name))
  useFreshenedBy('room', keyOf(name))
  const crumbs = [{ label: say('crumb'), to: '/incidents' }]
  if (data) {
    return (
      <RoomProvider incident={data} act={act} isActing={isActing}>
        <Room incident={data} crumbs={crumbs} />
      </RoomProvider>
    )
  }
  return (
    <Page title={name} crumbs={crumbs}>
      {!error && <RowsSkeleton rows={6} />}
      {error instanceof ApiProblem && error.problem.status === NOT_FOUND && <EmptyState title={name} what={say('roomGone')} />}
      {error && !(error instanceof ApiProblem && error.problem.status === NOT_FOUND) && (
        <ErrorState
          what={say('roomFailed')}
          kept={`${error.message} ${say('keptNothing')}`}
          action={<Button onClick={() => void refetch()}>{say('again')}</Button>}
        />
      )}
    </Page>
  )
}

function Room({ incident, crumbs }: { incident: IncidentDetail; crumbs: { label: string; to: string }[] }) {
  const { reference, resolvedAt } = incident
  const tabs = [
    { label: say('warRoom'), to: `/incidents/${reference}` },
    ...(resolvedAt ? [{ label: say('review'), to: `/reviews/${reference}` }] : []),
  ]
  return (
    <Page title={reference} crumbs={crumbs} tabs={tabs} isFull action={false} aside={<PresentPeople place={`incident:${incident.id}`} />}>
      <div className="room">
        <RoomHeader />
        <ClockBand />
        <div className="room-body">
          <div className="room-main">
            <Suspense fallback={null}>
              <RoomNotices />
            </Suspense>
            {incident.can.act && <RoomComposer />}
            <RoomTimeline />
          </div>
          <aside className="room-side" aria-label={say('details')}>
            <Suspense fallback={<RowsSkeleton rows={SIDE_ROWS} />}>
              <RoomSide />
            </Suspense>
          </aside>
        </div>
      </div>
    </Page>
  )
}
