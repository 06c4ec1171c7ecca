import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { nowMs } from '../../../web/clock.ts'
import { ApiProblem, api } from '../../../web/server/api.ts'
import { useOptimistic } from '../../../web/server/query.ts'
import { useMe } from '../../../web/server/session.ts'
import { offerUndo, sayFailed } from '../../../web/shell/undo.tsx'
import { timeOfDay } from '../../../web/times.ts'
import type { AlertDetail, AlertList, BulkAnswer, PayloadAnswer, SimilarAnswer } from '../contract.ts'
import type { AlertFilter } from './filter.ts'
import { foreseen } from './foreseen.ts'
import { say } from './strings.ts'

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

export const loadPage = (filter: AlertFilter, cursor: string | undefined, signal: AbortSignal): Promise<AlertList> =>
  api<AlertList>(listPath(filter, cursor), { signal })

export type Act = {
  id: string
  act: 'acknowledge' | 'resolve' | 'snooze' | 'escalate' | 'declare'
  body?: { for?: string; reason?: string }
}

const words = (error: Error): string => (error instanceof ApiProblem ? (error.problem.detail ?? error.problem.title) : error.message)

/** Whatever shows alerts. */
const SHOWING = [['alert'], ['now'], ['escalation'], ['incident']]

const post = (id: string, act: Act['act'], body: object = {}): Promise<AlertDetail> =>
  api<AlertDetail>(`/api/v1/alerts/${encodeURIComponent(id)}/${act}`, { method: 'POST', body })

/** One act on one alert: it shows at once, and is taken back with the reason when the server refuses. */
export function useAct() {
  const me = useMe()
  const client = useQueryClient()
  return useOptimistic({
    send: ({ id, act, body }: Act) => post(id, act, body),
    keys: SHOWING,
    foresee: (cached, { id, act, body }) => foreseen(cached, { ids: [id], act, span: body?.for }, { me, nowMs: nowMs() }),
    sayRolledBack: (error, { act }) => sayFailed({ said: say('refused', { title: say(act), reason: words(error) }) }),
    onDone: ({ id, reference, snoozedUntil }, { act }) => {
      if (act !== 'snooze' || !snoozedUntil) return
      const said = say('snoozedUntil', { reference, time: timeOfDay(Date.parse(snoozedUntil)) })
      offerUndo({ said, undo: () => void wake(id).finally(() => client.invalidateQueries()) })
    },
  })
}

/** A snooze is ended by one that is over at once: the alert climbs its ladder again. */
const wake = (id: string): Promise<unknown> =>
  post(id, 'snooze', { for: '1s' }).catch((error: Error) =>
    sayFailed({ said: say('refused', { title: say('snooze'), reason: words(error) }) }),
  )

/** Adds the alert to an incident that is there already. */
export function useJoin(alert: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (incident: string) => api(`/api/v1/incidents/${encodeURIComponent(incident)}/link`, { method: 'POST', body: { alert } }),
    onError: (error) => sayFailed({ said: words(error) }),
    onSettled: () => Promise.all(SHOWING.map((queryKey) => client.invalidateQueries({ queryKey }))),
  })
}

export type ActOnMany = { action: 'acknowledge' | 'resolve' | 'snooze'; ids: string[]; for?: string }

export function useActOnMany() {
  const me = useMe()
  return useOptimistic({
    send: (body: ActOnMany) => api<BulkAnswer>('/api/v1/alerts/bulk', { method: 'POST', body }),
    keys: SHOWING,
    foresee: (cached, { ids, action, for: span }) => foreseen(cached, { ids, act: action, span }, { me, nowMs: nowMs() }),
    sayRolledBack: (error) => sayFailed({ said: words(error) }),
    onDone: ({ refused }) => {
      const [first] = refused
      if (first) sayFailed({ said: say('someRefused', { count: refused.length, reason: first.message }) })
    },
  })
}
