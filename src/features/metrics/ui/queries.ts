import { queryOptions } from '@tanstack/react-query'
import { nowMs } from '../../../web/clock.ts'
import { api } from '../../../web/server/api.ts'
import type { MetricsAnswer } from '../contract.ts'

export type Filter = { days?: number; severity?: string; service?: string }

export const SPANS = [30, 90, 365] as const
export const USUAL_DAYS = 90

/** Turns the raw search of an address into a filter; what is not one is left out. */
export function filterOf(raw: Record<string, unknown>): Filter {
  const text = (name: string): string | undefined => (typeof raw[name] === 'string' && raw[name] !== '' ? raw[name] : undefined)
  const days = Number(raw.days)
  return { days: SPANS.find((each) => each === days), severity: text('severity'), service: text('service') }
}

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
