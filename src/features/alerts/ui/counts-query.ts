import { queryOptions } from '@tanstack/react-query'
import { api } from '../../../web/server/api.ts'
import type { AlertCounts } from '../contract.ts'

export const countsQuery = queryOptions({
  queryKey: ['alert', { counts: true }],
  queryFn: ({ signal }) => api<AlertCounts>('/api/v1/alerts/counts', { signal }),
})
