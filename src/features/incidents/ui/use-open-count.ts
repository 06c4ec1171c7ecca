import { useQuery } from '@tanstack/react-query'
import { api } from '../../../web/server/api.ts'

export const useOpenCount = () =>
  useQuery({
    queryKey: ['incident', { counts: true }],
    queryFn: ({ signal }) => api<{ open: number }>('/api/v1/incidents/counts', { signal }),
  }).data?.open
