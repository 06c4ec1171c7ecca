import { queryOptions } from '@tanstack/react-query'
import { nowMs } from '../../../web/clock.ts'
import { api } from '../../../web/server/api.ts'
import type { MetricsAnswer } from '../contract.ts'
import { type Filter, USUAL_DAYS } from './filter.ts'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

/** The question to the server; whole minutes, so that the answer is found again in the cache. */
export function searchOf({ days = USUAL_DAYS, severity, service }: Filter): string {
  const to = Math.ceil(nowMs() / MINUTE_MS) * MINUTE_MS
  const asked = { from: new Date(to - days * DAY_MS).toISOString(), to: new Date(to).toISOString(), severity, service }
  return `${new URLSearchParams(Object.entries(asked).filter((pair): pair is [string, string] => pair[1] !== undefined))}`
}

export const metricsQuery = (filter: Filter) =>
  queryOptions({
    queryKey: ['incident', { metrics: filter }],
    queryFn: ({ signal }) => api<MetricsAnswer>(`/api/v1/metrics?${searchOf(filter)}`, { signal }),
  })
