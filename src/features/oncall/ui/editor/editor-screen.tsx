import '../on-call.css'
import './editor.css'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Suspense, useState } from 'react'
import { EmptyState } from '../../../../web/kit/empty-state.tsx'
import { RowsSkeleton } from '../../../../web/kit/skeleton.tsx'
import { lazily } from '../../../../web/shell/lazily.tsx'
import { Page } from '../../../../web/shell/page.tsx'
import { Failed } from '../failed.tsx'
import { type Base, draftQuery, scheduleIn } from './draft-queries.ts'
import { say } from './strings.ts'

// comes beside the data that it draws: the page and its name stand before
const RotationEditor = lazily(() => import('./rotation-editor.tsx'), 'RotationEditor')

/** The rotation of one schedule, with what a change comes to while it is made. */
export function Screen() {
  const { schedule: id = '' } = useParams({ strict: false }) as { schedule?: string }
  const { data, isError, refetch } = useQuery(draftQuery(id))
  const crumbs = [{ label: say('onCall'), to: '/on-call' }]
  if (data && scheduleIn(data)) return <Edited key={id} fresh={data} />
  return (
    <Page title={id} crumbs={crumbs}>
      {isError && <Failed onAgain={() => void refetch()} />}
      {!data && !isError && <RowsSkeleton rows={8} />}
      {data && <EmptyState title={say('noSuch', { id })} what={say('noSuchWhat')} />}
    </Page>
  )
}

/** The draft rests on what was there when it was begun; what others save meanwhile is offered, never forced on it. */
function Edited({ fresh }: { fresh: Base }) {
  const [base, setBase] = useState(fresh)
  const hasMoved = fresh.stamp !== base.stamp
  const bar = hasMoved && (
    <div className="moved-bar" role="status">
      <span>{say('movedOn')}</span>
      <Button size="xs" onClick={() => setBase(fresh)}>
        {say('useTheirs')}
      </Button>
    </div>
  )
  return (
    <Suspense fallback={<RowsSkeleton rows={8} />}>
      <RotationEditor key={base.stamp} base={base} bar={bar} onSaved={setBase} />
    </Suspense>
  )
}
