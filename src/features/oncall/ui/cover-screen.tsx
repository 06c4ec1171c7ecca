import './on-call.css'
import { Button, SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { Panel, Row, Rows } from '../../../web/kit/panel.tsx'
import { Person } from '../../../web/kit/person.tsx'
import { RowsSkeleton } from '../../../web/kit/skeleton.tsx'
import { api } from '../../../web/server/api.ts'
import { useZone } from '../../../web/times.ts'
import type { CoverView } from '../contract/cover.ts'
import { AwayPanel } from './away-panel.tsx'
import { coverQuery } from './cover-queries.ts'
import { Failed } from './failed.tsx'
import { OnCallPage } from './on-call-page.tsx'
import { useDutyChange } from './queries.ts'
import { say } from './strings.ts'
import { type Tell, useTell } from './tell.ts'

const CoverForm = lazy(() => import('./cover-form.tsx').then((module) => ({ default: module.CoverForm })))

/** Who looks for cover, what is asked of me, and when I am away. */
export function Screen() {
  const asked = useSearch({ strict: false }) as { ask?: string; from?: string; to?: string }
  const tell = useTell(useZone())
  const [isAsking, setAsking] = useState(asked.ask !== undefined)
  const [status, setStatus] = useState<'open' | 'all'>('open')
  const { data, isError, refetch } = useQuery(coverQuery(status))
  return (
    <OnCallPage>
      <div className="stack">
        <div className="on-call-bar">
          <SegmentedControl
            size="xs"
            aria-label={say('coverWhich')}
            value={status}
            onChange={(value) => setStatus(value === 'all' ? 'all' : 'open')}
            data={[
              { value: 'open', label: say('coverOpen') },
              { value: 'all', label: say('coverAll') },
            ]}
          />
          {data?.can.ask && (
            <Button className="push" variant="filled" onClick={() => setAsking(true)}>
              {say('findCover')}
            </Button>
          )}
        </div>
        {isError && <Failed onAgain={() => void refetch()} />}
        {!data && !isError && <RowsSkeleton rows={3} />}
        {data && <Requests items={data.items} tell={tell} />}
        <AwayPanel />
        <Suspense>{isAsking && <CoverForm asked={asked} onClose={() => setAsking(false)} />}</Suspense>
      </div>
    </OnCallPage>
  )
}

function Requests({ items, tell }: { items: readonly CoverView[]; tell: Tell }) {
  return (
    <Panel title={say('coverRequests')} note={items.length}>
      {items.length === 0 && <p className="on-call-none">{say('noCover')}</p>}
      <Rows columns="minmax(120px, 1fr) minmax(0, 2.4fr) auto" narrowColumns="minmax(0, 1fr)" isTall label={say('coverRequests')}>
        {items.map((request) => (
          <Request key={request.id} request={request} tell={tell} />
        ))}
      </Rows>
    </Panel>
  )
}

function Request({ request, tell }: { request: CoverView; tell: Tell }) {
  const { asker, schedule, from, to, swap, reason } = request
  return (
    <Row className="cover-row">
      <Person name={asker.name} isYou={asker.isYou} />
      <span>
        <span className="medium">{say('coverOf', { schedule: schedule.name, from: tell(from), to: tell(to) })}</span>
        {swap && (
          <span className="row-second">{say('inReturn', { schedule: swap.schedule.name, from: tell(swap.from), to: tell(swap.to) })}</span>
        )}
        <span className="row-second">{[stateOf(request), reason].filter(Boolean).join(' · ')}</span>
      </span>
      <Answers request={request} />
    </Row>
  )
}

function stateOf({ status, asked, declined, acceptedBy, why }: CoverView): string {
  const names = (people: CoverView['asked']): string => people.map((each) => each.name).join(', ')
  if (status === 'accepted' || status === 'done') return say('coverTaken', { who: acceptedBy?.name ?? '' })
  if (status === 'failed') return say('coverFailed', { why: why ?? '' })
  if (status !== 'asked') return say(`cover_${status}`)
  const waits = asked.length > 0 ? say('coverAsked', { who: names(asked) }) : say('coverAnybody')
  return declined.length > 0 ? `${waits} · ${say('coverDeclined', { who: names(declined) })}` : waits
}

function Answers({ request }: { request: CoverView }) {
  const { id, can, asker } = request
  const { mutate, isPending } = useDutyChange((answer: 'accept' | 'decline' | 'withdraw') =>
    api<CoverView>(`/api/v1/cover/${encodeURIComponent(id)}/${answer}`, { method: 'POST', ...(answer === 'withdraw' ? {} : { body: {} }) }),
  )
  const named = { who: asker.name }
  const acceptWord = request.swap ? say('swap') : say('takeIt')
  return (
    <span className="line line-wrap">
      {can.accept && (
        <Button
          size="xs"
          variant="filled"
          loading={isPending}
          onClick={() => mutate('accept')}
          aria-label={say('acceptOf', { ...named, answer: acceptWord })}
        >
          {acceptWord}
        </Button>
      )}
      {can.decline && (
        <Button size="xs" onClick={() => mutate('decline')} aria-label={say('declineOf', named)}>
          {say('decline')}
        </Button>
      )}
      {can.withdraw && (
        <Button size="xs" variant="subtle" onClick={() => mutate('withdraw')} aria-label={say('withdrawOf', named)}>
          {say('withdraw')}
        </Button>
      )}
    </span>
  )
}
