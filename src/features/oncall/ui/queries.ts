import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { ApiProblem, api } from '../../../web/server/api.ts'
import { sayFailed } from '../../../web/shell/undo.tsx'
import type { AddOverride, OnCallNow, ScheduleView } from '../contract.ts'
import { say } from './strings.ts'

/** Schedules live in the policy: a change of it freshens everything here. */
export const onCallQuery = queryOptions({
  queryKey: ['policy', { onCall: true }],
  queryFn: ({ signal }) => api<{ items: OnCallNow[] }>('/api/v1/oncall', { signal }),
})

export const scheduleQuery = (id: string, from: string, to: string) =>
  queryOptions({
    queryKey: ['policy', { schedule: id, from, to }],
    enabled: id !== '',
    queryFn: ({ signal }) =>
      api<ScheduleView>(`/api/v1/schedules/${encodeURIComponent(id)}?${new URLSearchParams({ from, to })}`, { signal }),
  })

const words = (error: Error): string => (error instanceof ApiProblem ? (error.problem.detail ?? error.problem.title) : error.message)

export function useOverride(schedule: string) {
  const client = useQueryClient()
  const path = `/api/v1/schedules/${encodeURIComponent(schedule)}/overrides`
  return useMutation({
    mutationFn: (change: { add: AddOverride } | { remove: string }) =>
      'add' in change
        ? api(path, { method: 'POST', body: change.add })
        : api(`${path}/${encodeURIComponent(change.remove)}`, { method: 'DELETE' }),
    onError: (error) => sayFailed({ said: say('refused', { reason: words(error) }) }),
    onSettled: () => Promise.all([['policy'], ['now']].map((queryKey) => client.invalidateQueries({ queryKey }))),
  })
}
