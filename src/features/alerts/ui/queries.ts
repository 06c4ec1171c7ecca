import { type QueryClient, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { ApiProblem, api } from '../../../web/server/api.ts'
import { sayFailed } from '../../../web/shell/undo.tsx'
import type { AlertCounts, AlertDetail, AlertList, BulkAnswer, PayloadAnswer, SimilarAnswer } from '../contract.ts'
import { say } from './strings.ts'

export type AlertFilter = { status?: string; severity?: string; service?: string; q?: string }

/** Turns the raw search of an address into a filter; what is not one is left out. */
export function filterOf(raw: Record<string, unknown>): AlertFilter {
  const text = (name: string): string | undefined => (typeof raw[name] === 'string' && raw[name] !== '' ? raw[name] : undefined)
  return { status: text('status'), severity: text('severity'), service: text('service'), q: text('q') }
}

export function listPath(filter: AlertFilter, cursor?: string): string {
  const asked = Object.entries({ ...filter, cursor }).filter((pair): pair is [string, string] => pair[1] !== undefined)
  return `/api/v1/alerts?${new URLSearchParams(asked)}`
}

export const detailQuery = (id: string) =>
  queryOptions({
    queryKey: ['alert', id],
    queryFn: ({ signal }) => api<AlertDetail>(`/api/v1/alerts/${encodeURIComponent(id)}`, { signal }),
  })

/** What arrived does not change any more. */
export const payloadQuery = (id: string) =>
  queryOptions({
    queryKey: ['received', id],
    queryFn: ({ signal }) => api<PayloadAnswer>(`/api/v1/alerts/${encodeURIComponent(id)}/payload`, { signal }),
  })

export const similarQuery = (id: string) =>
  queryOptions({
    queryKey: ['alert', { similarTo: id }],
    queryFn: ({ signal }) => api<SimilarAnswer>(`/api/v1/alerts/${encodeURIComponent(id)}/similar`, { signal }),
  })

export const countsQuery = queryOptions({
  queryKey: ['alert', { counts: true }],
  queryFn: ({ signal }) => api<AlertCounts>('/api/v1/alerts/counts', { signal }),
})

export const loadPage = (filter: AlertFilter, cursor: string | undefined, signal: AbortSignal): Promise<AlertList> =>
  api<AlertList>(listPath(filter, cursor), { signal })

export type Act = { id: string; act: 'acknowledge' | 'resolve' | 'snooze' | 'escalate' | 'declare'; body?: object }

const words = (error: Error): string => (error instanceof ApiProblem ? (error.problem.detail ?? error.problem.title) : error.message)

const freshenAll = (client: QueryClient): Promise<unknown> =>
  Promise.all([['alert'], ['now'], ['escalation'], ['incident']].map((queryKey) => client.invalidateQueries({ queryKey })))

/** One act on one alert; the answer is what it looks like now. */
export function useAct() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, act, body }: Act) =>
      api<AlertDetail>(`/api/v1/alerts/${encodeURIComponent(id)}/${act}`, { method: 'POST', body: body ?? {} }),
    onSuccess: (alert, { id }) => client.setQueryData(['alert', id], alert),
    onError: (error, { act }) => sayFailed({ said: say('refused', { title: say(act), reason: words(error) }) }),
    onSettled: () => freshenAll(client),
  })
}

/** Adds the alert to an incident that is there already. */
export function useJoin(alert: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (incident: string) => api(`/api/v1/incidents/${encodeURIComponent(incident)}/link`, { method: 'POST', body: { alert } }),
    onError: (error) => sayFailed({ said: words(error) }),
    onSettled: () => freshenAll(client),
  })
}

export type ActOnMany = { action: 'acknowledge' | 'resolve' | 'snooze'; ids: string[]; for?: string }

export function useActOnMany() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: ActOnMany) => api<BulkAnswer>('/api/v1/alerts/bulk', { method: 'POST', body }),
    onSuccess: ({ refused }) => {
      const [first] = refused
      if (first) sayFailed({ said: say('someRefused', { count: refused.length, reason: first.message }) })
    },
    onError: (error) => sayFailed({ said: words(error) }),
    onSettled: () => freshenAll(client),
  })
}
