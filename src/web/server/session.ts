import { useQuery } from '@tanstack/react-query'
import { api } from './api.ts'

/** Who is signed in; `GET /api/v1/me`. `may` are the actions that the server allows this person everywhere. */
export type Me = { id: string; name: string; email?: string; zone?: string; may: string[] }

export const meQuery = {
  queryKey: ['me'],
  queryFn: ({ signal }: { signal: AbortSignal }) => api<Me>('/api/v1/me', { signal }),
}

export const useMe = (): Me | undefined => useQuery(meQuery).data
