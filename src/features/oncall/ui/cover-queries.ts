import { queryOptions, useQueries, useQuery } from '@tanstack/react-query'
import { useClock } from '../../../web/clock.ts'
import { api } from '../../../web/server/api.ts'
import type { AwayAnswer } from '../contract/changes.ts'
import type { CoverList } from '../contract/cover.ts'
import type { ScheduleShift, ScheduleView } from '../contract.ts'
import { HOUR_MS } from './lane-drag.ts'
import { onCallQuery, scheduleQuery } from './queries.ts'

export const coverQuery = (status: 'open' | 'all') =>
  queryOptions({
    queryKey: ['cover', { status }],
    queryFn: ({ signal }) => api<CoverList>(`/api/v1/cover?status=${status}`, { signal }),
  })

export const awayQuery = (path: string) =>
  queryOptions({
    queryKey: ['policy', { away: path }],
    retry: false,
    queryFn: ({ signal }) => api<AwayAnswer>(path, { signal }),
  })

/** So far ahead people look for cover. */
const AHEAD_DAYS = 42

export type Duty = { schedule: string; name: string; zone: string; shift: ScheduleShift }

/** Everybody's shifts of the coming weeks, all schedules, in order of time. */
export function useDuties(): { duties: Duty[]; views: ScheduleView[] } {
  const hour = useClock((now) => Math.floor(now / HOUR_MS) * HOUR_MS)
  const [from, to] = [new Date(hour).toISOString(), new Date(hour + AHEAD_DAYS * 24 * HOUR_MS).toISOString()]
  const { data } = useQuery(onCallQuery)
  const views = useQueries({
    queries: (data?.items ?? []).map(({ schedule }) => scheduleQuery(schedule, from, to)),
    combine: (answers) => answers.flatMap((each) => each.data ?? []),
  })
  const duties = views.flatMap((view) =>
    view.final.filter((shift) => !shift.isShadow).map((shift) => ({ schedule: view.id, name: view.name, zone: view.ownZone, shift })),
  )
  return { duties: duties.sort((a, b) => a.shift.start.localeCompare(b.shift.start)), views }
}
