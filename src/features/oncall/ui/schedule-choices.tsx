import { SegmentedControl } from '@mantine/core'
import { Choice } from '../../../web/kit/choice.tsx'
import { useZone } from '../../../web/times.ts'
import type { OnCallNow } from '../contract.ts'
import { say } from './strings.ts'

export const WEEKS = [2, 4, 8] as const
export const ZONES = ['schedule', 'mine', 'utc'] as const
export type ShownZone = (typeof ZONES)[number]

/** What the address says is looked at. */
export type Looked = { schedule?: string; weeks?: number; zone?: ShownZone }

/** The zone in which days begin: the schedule's own, mine, or UTC. */
export function useShownZone(asked: ShownZone | undefined, own: string): string {
  const mine = useZone()
  if (asked === 'utc') return 'UTC'
  return asked === 'mine' ? mine : own
}

type Props = { schedules: readonly OnCallNow[]; chosen: OnCallNow; asked: Looked; go: (next: Looked) => void }

export function ScheduleChoices({ schedules, chosen, asked, go }: Props) {
  return (
    <>
      <Choice
        size="xs"
        aria-label={say('schedule')}
        value={chosen.schedule}
        onChange={(schedule) => schedule && go({ schedule })}
        data={schedules.map(({ schedule, name }) => ({ value: schedule, label: name }))}
      />
      <SegmentedControl
        size="xs"
        aria-label={say('span')}
        value={String(asked.weeks ?? WEEKS[0])}
        onChange={(value) => go({ weeks: Number(value) })}
        data={WEEKS.map((count) => ({ value: String(count), label: say('weeks', { count }) }))}
      />
      <ZoneChoice zone={asked.zone ?? 'schedule'} own={chosen.zone} onChange={(zone) => go({ zone })} />
    </>
  )
}

export function ZoneChoice({ zone, own, onChange }: { zone: ShownZone; own: string; onChange: (zone: ShownZone) => void }) {
  const mine = useZone()
  return (
    <SegmentedControl
      size="xs"
      aria-label={say('zone')}
      value={zone}
      onChange={(value) => onChange(value as ShownZone)}
      data={[
        { value: 'schedule', label: say('scheduleZone', { zone: cityOf(own) }) },
        { value: 'mine', label: say('myZone', { zone: cityOf(mine) }) },
        ...(own === 'UTC' ? [] : [{ value: 'utc', label: 'UTC' }]),
      ]}
    />
  )
}

/** "Europe/Berlin" → "Berlin": what fits on a button. */
const cityOf = (zone: string): string => zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ')
