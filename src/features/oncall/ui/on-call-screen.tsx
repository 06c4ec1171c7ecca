import './on-call.css'
import { Button, SegmentedControl, Select } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useClock } from '../../../web/clock.ts'
import { EmptyState } from '../../../web/kit/empty-state.tsx'
import { ErrorState } from '../../../web/kit/error-state.tsx'
import { RowsSkeleton } from '../../../web/kit/skeleton.tsx'
import { Page } from '../../../web/shell/page.tsx'
import { useZone } from '../../../web/times.ts'
import type { OnCallNow } from '../contract.ts'
import { daysFrom } from './local-time.ts'
import { NowCards } from './now-cards.tsx'
import { OverrideForm } from './override-form.tsx'
import { onCallQuery, scheduleQuery } from './queries.ts'
import { ScheduleLists } from './schedule-lists.tsx'
import { say } from './strings.ts'
import { Timeline } from './timeline.tsx'

const WEEKS = [2, 4, 8] as const
const WEEK_DAYS = 7
const HOUR_MS = 3_600_000

export function Screen() {
  const navigate = useNavigate()
  const asked = useSearch({ strict: false }) as { schedule?: string; weeks?: number }
  const { data, isPending, isError, refetch } = useQuery(onCallQuery)
  const schedules = data?.items ?? []
  const chosen = schedules.find((each) => each.schedule === asked.schedule) ?? schedules[0]
  const go = (next: { schedule?: string; weeks?: number }) =>
    void navigate({ to: '/on-call', search: { ...asked, ...next } as never, replace: true })
  return (
    <Page title={say('title')}>
      {isPending && <RowsSkeleton rows={6} />}
      {isError && <Failed onAgain={() => void refetch()} />}
      {data && !chosen && <EmptyState title={say('empty')} what={say('emptyWhat')} cli="tocsin oncall" />}
      {chosen && (
        <div className="stack">
          <NowCards schedules={schedules} current={chosen.schedule} onChoose={(schedule) => go({ schedule })} />
          <Schedule key={chosen.schedule} schedules={schedules} chosen={chosen} weeks={asked.weeks ?? WEEKS[0]} go={go} />
        </div>
      )}
    </Page>
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

type ScheduleProps = {
  schedules: readonly OnCallNow[]
  chosen: OnCallNow
  weeks: number
  go: (next: { schedule?: string; weeks?: number }) => void
}

function Schedule({ schedules, chosen, weeks, go }: ScheduleProps) {
  const mine = useZone()
  const [isOwnZone, setOwnZone] = useState(true)
  const [isAdding, setAdding] = useState(false)
  const zone = isOwnZone ? chosen.zone : mine
  const hour = useClock((now) => Math.floor(now / HOUR_MS) * HOUR_MS)
  const days = daysFrom(zone, hour, weeks * WEEK_DAYS + 1)
  const [from, to] = [new Date(days[0] ?? 0).toISOString(), new Date(days.at(-1) ?? 0).toISOString()]
  const { data, isPending, isError, refetch } = useQuery(scheduleQuery(chosen.schedule, from, to))
  return (
    <>
      <div className="on-call-bar">
        <Choices schedules={schedules} chosen={chosen} weeks={weeks} go={go} isOwnZone={isOwnZone} setOwnZone={setOwnZone} />
        {data?.can.override && (
          <Button className="push" variant="filled" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
            {say('add')}
          </Button>
        )}
      </div>
      {isPending && <RowsSkeleton rows={5} />}
      {isError && <Failed onAgain={() => void refetch()} />}
      {data && <Timeline view={data} days={days} zone={zone} />}
      {data && <ScheduleLists view={data} zone={zone} />}
      {data && isAdding && <OverrideForm view={data} zone={zone} onClose={() => setAdding(false)} />}
    </>
  )
}

type ChoicesProps = ScheduleProps & { isOwnZone: boolean; setOwnZone: (isOwn: boolean) => void }

function Choices({ schedules, chosen, weeks, go, isOwnZone, setOwnZone }: ChoicesProps) {
  return (
    <>
      <Select
        size="xs"
        aria-label={say('schedule')}
        allowDeselect={false}
        value={chosen.schedule}
        onChange={(schedule) => schedule && go({ schedule })}
        data={schedules.map(({ schedule, name }) => ({ value: schedule, label: name }))}
      />
      <SegmentedControl
        size="xs"
        aria-label={say('span')}
        value={String(weeks)}
        onChange={(value) => go({ weeks: Number(value) })}
        data={WEEKS.map((count) => ({ value: String(count), label: say('weeks', { count }) }))}
      />
      <SegmentedControl
        size="xs"
        aria-label={say('zone')}
        value={isOwnZone ? 'schedule' : 'mine'}
        onChange={(value) => setOwnZone(value === 'schedule')}
        data={[
          { value: 'schedule', label: say('scheduleZone', { zone: chosen.zone }) },
          { value: 'mine', label: say('myZone') },
        ]}
      />
    </>
  )
}
