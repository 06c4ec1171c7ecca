import { queryOptions } from '@tanstack/react-query'
import { api } from '../../../web/server/api.ts'
import type { NowView } from '../contract.ts'

/** Alerts, ladders and incidents all show here; each freshens it through `useFreshNow`. */
export const nowQuery = queryOptions({
  queryKey: ['now'],
  queryFn: ({ signal }) => api<NowView>('/api/v1/now', { signal }),
  refetchInterval: 30_000,
})
