import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '../../../web/server/api.ts'
import type { ConnectionsAnswer } from '../contract.ts'

const BASE = '/api/v1/integrations'

// What is connected stands in the policy: its changes freshen the list.
export const useConnections = () =>
  useQuery({ queryKey: ['policy', { connections: true }], queryFn: ({ signal }) => api<ConnectionsAnswer>(BASE, { signal }) })

export type Asking = { path: string; method?: 'GET' | 'POST' | 'DELETE'; body?: object }

/** Asks the integrations' API below its base address; afterwards the list is asked for again. */
export function useAsk<A>() {
  const client = useQueryClient()
  return useMutation<A, Error, Asking>({
    mutationFn: ({ path, method = 'POST', body }) =>
      api<A>(`${BASE}${path}`, { method, ...(method === 'POST' ? { body: body ?? {} } : {}) }),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['policy'] }),
  })
}
