import './on-call.css'
import { Button } from '@mantine/core'
import { IconCalendarEvent, IconEdit, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useClock } from '../../../web/clock.ts'
import { EmptyState } from '../../../web/kit/empty-state.tsx'
import { RowsSkeleton } from '../../../web/kit/skeleton.tsx'
import { daysFrom } from '../../../web/local-time.ts'
import { useShortcuts } from '../../../web/shell/shortcuts.ts'
import type { OnCallAnswer, OnCallNow, ScheduleView } from '../contract.ts'
import { Failed } from './failed.tsx'
import { HandoffPanel } from './handoff-panel.tsx'
import { HOUR_MS } from './lane-drag.ts'
import { NowCards } from './now-cards.tsx'
import { OnCallPage } from './on-call-page.tsx'
import type { OverrideWish } from './override-wish.ts'
import { onCallQuery, scheduleQuery } from './queries.ts'
import { type Looked, ScheduleChoices, useShownZone, WEEKS } from './schedule-choices.tsx'
import { ScheduleLists } from './schedule-lists.tsx'
import { say } from './strings.ts'
import { useTell } from './tell.ts'
import { Timeline } from './timeline.tsx'

const OverrideForm = lazy(() => import('./override-form.tsx').then((module) => ({ default: module.OverrideForm })))
const TemporaryForm = lazy(() => import('./temporary-form.tsx').then((module) => ({ default: module.TemporaryForm })))

const WEEK_DAYS = 7

export function Screen() {
  const navigate = useNavigate()
  const asked = useSearch({ strict: false }) as Looked
  const { data, isPending, isError, refetch } = useQuery(onCallQuery)
  const schedules = data?.items ?? []
  const chosen = schedules.find((each) => each.schedule === asked.schedule) ?? schedules[0]
  const go = (next: Looked) => void navigate({ to: '/on-call', search: { ...asked, ...next } as never, replace: true })
  return (
    <OnCallPage>
      {isPending && <RowsSkeleton rows={6} />}
      {isError && <Failed onAgain={() => void refetch()} />}
      {data && !chosen && <NoSchedule always={data.always} />}
      {chosen && (
        <div className="stack">
          <NowCards schedules={schedules} current={chosen.schedule} onChoose={(schedule) => go({ schedule })} />
          <ChosenSchedule key={chosen.schedule} schedules={schedules} chosen={chosen} asked={asked} go={go} />
        </div>
      )}
    </OnCallPage>
  )
}

const NoSchedule = ({ always }: Pick<OnCallAnswer, 'always'>) => (
  <EmptyState
    title={say(always.length > 0 ? 'alwaysTitle' : 'empty')}
    what={always.length > 0 ? always.map((each) => say('alwaysAsked', each)).join(' ') : say('emptyWhat')}
    action={
      <Button component={Link} to="/on-call/new" variant="filled">
        {say('newSchedule')}
      </Button>
    }
    cli="tocsin oncall"
  />
)

type ChosenProps = { schedules: readonly OnCallNow[]; chosen: OnCallNow; asked: Looked; go: (next: Looked) => void }

function ChosenSchedule({ schedules, chosen, asked, go }: ChosenProps) {
  const [wish, setWish] = useState<OverrideWish | null>(null)
  const [isTemporary, setTemporary] = useState(false)
  const zone = useShownZone(asked.zone, chosen.zone)
  const hour = useClock((now) => Math.floor(now / HOUR_MS) * HOUR_MS)
  const days = daysFrom(zone, hour, (asked.weeks ?? WEEKS[0]) * WEEK_DAYS + 1)
  const [from, to] = [new Date(days[0] ?? 0).toISOString(), new Date(days.at(-1) ?? 0).toISOString()]
  const { data, isPending, isError, refetch } = useQuery(scheduleQuery(chosen.schedule, from, to))
  const tell = useTell(zone)
  useShortcuts([{ keys: 'o', label: () => say('addTitle'), run: () => data?.can.override && setWish({}) }])
  return (
    <>
      <div className="on-call-bar">
        <ScheduleChoices schedules={schedules} chosen={chosen} asked={asked} go={go} />
        {data && <Actions view={data} onOverride={() => setWish({})} onTemporary={() => setTemporary(true)} />}
      </div>
      {isPending && <RowsSkeleton rows={5} />}
      {isError && <Failed onAgain={() => void refetch()} />}
      {data && <Timeline view={data} days={days} zone={zone} onWish={setWish} />}
      {data && <HandoffPanel schedule={data.id} tell={tell} />}
      {data && <ScheduleLists view={data} zone={zone} onWish={setWish} />}
      <Suspense>
        {data && wish && <OverrideForm view={data} zone={zone} wish={wish} onClose={() => setWish(null)} />}
        {data && isTemporary && <TemporaryForm view={data} zone={zone} onClose={() => setTemporary(false)} />}
      </Suspense>
    </>
  )
}

function Actions({ view, onOverride, onTemporary }: { view: ScheduleView; onOverride: () => void; onTemporary: () => void }) {
  return (
    <span className="push line line-wrap">
      {view.can.membership && (
        <Button component={Link} to={`/on-call/${view.id}/edit`} leftSection={<IconEdit size={16} aria-hidden />}>
          {say('editRotation')}
        </Button>
      )}
      {view.can.override && (
        <>
          <Button leftSection={<IconCalendarEvent size={16} aria-hidden />} onClick={onTemporary}>
            {say('temporary')}
          </Button>
          <Button variant="filled" leftSection={<IconPlus size={16} aria-hidden />} onClick={onOverride} aria-keyshortcuts="o">
            {say('add')}
          </Button>
        </>
      )}
    </span>
  )
}
