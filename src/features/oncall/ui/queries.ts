import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { ApiProblem, api } from '../../../web/server/api.ts'
import { sayFailed } from '../../../web/shell/undo.tsx'
import type { ScheduleChange } from '../contract/changes.ts'
import type { HandoffView } from '../contract/handoff.ts'
import type { AddOverride, OnCallAnswer, ScheduleView } from '../contract.ts'
import { say } from './strings.ts'

/** Schedules live in the policy: a change of it freshens everything here. */
export const onCallQuery = queryOptions({
  queryKey: ['policy', { onCall: true }],
  queryFn: ({ signal }) => api<OnCallAnswer>('/api/v1/oncall', { signal }),
})

export const schedulePath = (id: string): string => `/api/v1/schedules/${encodeURIComponent(id)}`

export const scheduleQuery = (id: string, from: string, to: string) =>
  queryOptions({
    queryKey: ['policy', { schedule: id, from, to }],
    enabled: id !== '',
    queryFn: ({ signal }) => api<ScheduleView>(`${schedulePath(id)}?${new URLSearchParams({ from, to })}`, { signal }),
  })

export const handoffQuery = (id: string) =>
  queryOptions({
    queryKey: ['duty', id],
    queryFn: ({ signal }) => api<HandoffView>(`${schedulePath(id)}/handoff`, { signal }),
  })

export const wordsOfError = (error: Error): string =>
  error instanceof ApiProblem ? (error.problem.detail ?? error.problem.title) : error.message

/** A change of who is on call: whoever looks at schedules sees it at once. */
export function useDutyChange<V, A = ScheduleChange>(send: (values: V) => Promise<A>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: send,
    onError: (error) => sayFailed({ said: say('refused', { reason: wordsOfError(error) }) }),
    onSettled: () => Promise.all([['policy'], ['now'], ['cover'], ['duty']].map((queryKey) => client.invalidateQueries({ queryKey }))),
  })
}

export type OverrideChange = { add: AddOverride } | { change: string; to: AddOverride } | { remove: string } | { removeTemporary: string }

export const useOverride = (schedule: string) => {
  const path = `${schedulePath(schedule)}/overrides`
  return useDutyChange<OverrideChange>((change) => {
    if ('add' in change) return api(path, { method: 'POST', body: change.add })
    if ('removeTemporary' in change)
      return api(`${schedulePath(schedule)}/temporary/${encodeURIComponent(change.removeTemporary)}`, { method: 'DELETE' })
    if ('remove' in change) return api(`${path}/${encodeURIComponent(change.remove)}`, { method: 'DELETE' })
    return api(`${path}/${encodeURIComponent(change.change)}`, { method: 'PUT', body: change.to })
  })
}

const TYPING_MS = 250

/** What a change would come to, asked while somebody fills a form; nothing is changed. */
export function useTrial(request: { path: string; method: 'POST' | 'PUT'; body: object } | null) {
  const asked = useSettled(request ? JSON.stringify(request) : '')
  return useQuery({
    queryKey: ['policy', { trial: asked }],
    enabled: asked !== '',
    retry: false,
    queryFn: ({ signal }) => {
      const { path, method, body } = JSON.parse(asked) as NonNullable<typeof request>
      return api<ScheduleChange>(path, { method, body: { ...body, isTrial: true }, signal })
    },
  })
}

/** A text once nobody has changed it for a moment. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), TYPING_MS)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}
