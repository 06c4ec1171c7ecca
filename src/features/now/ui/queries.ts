import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { ApiProblem, api } from '../../../web/server/api.ts'
import { sayFailed } from '../../../web/shell/undo.tsx'
import type { NowView } from '../contract.ts'
import { say } from './strings.ts'

/** Alerts, ladders and incidents all show here; each freshens it through `useFreshNow`. */
export const nowQuery = queryOptions({
  queryKey: ['now'],
  queryFn: ({ signal }) => api<NowView>('/api/v1/now', { signal }),
  refetchInterval: 30_000,
})

export function useAcknowledge() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (escalation: string) => api(`/api/v1/pages/${encodeURIComponent(escalation)}/acknowledge`, { method: 'POST', body: {} }),
    onError: (error) =>
      sayFailed({
        said: say('refused', { reason: error instanceof ApiProblem ? (error.problem.detail ?? error.problem.title) : error.message }),
      }),
    onSettled: () => Promise.all([['now'], ['alert'], ['incident']].map((queryKey) => client.invalidateQueries({ queryKey }))),
  })
}
