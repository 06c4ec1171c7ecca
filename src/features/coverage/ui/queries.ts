import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '../../../web/server/api.ts'
import type { LaddersAnswer } from '../../escalations/contract/ladders.ts'
import type { CoverageAnswer } from '../contract.ts'

/** Rests on the policy alone: a change of it freshens the proof. */
export const coverageQuery = (days: number) =>
  queryOptions({
    queryKey: ['policy', { coverage: days }],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api<CoverageAnswer>(`/api/v1/coverage?days=${days}`, { signal }),
  })

export const laddersQuery = queryOptions({
  queryKey: ['policy', { ladders: true }],
  queryFn: ({ signal }) => api<LaddersAnswer>('/api/v1/ladders', { signal }),
})
