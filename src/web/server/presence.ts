import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { api } from './api.ts'

export type Present = { id: string; name: string; isYou: boolean }
type Answer = { people: Present[] }

/** The name the server gave to our live connection, and what this console shows: one place at a time. */
let stream: string | undefined
let shown: { place: string; client: QueryClient } | undefined

/** Called with each new connection: whoever came back must say again where they are. */
export function streamIs(name: string): void {
  stream = name
  void say()
}

const NOBODY: Answer = { people: [] }
const keyOf = (place: string) => ['presence', place] as const

/** Presence is a courtesy: when it cannot be said, nothing else must fail, and the next connection says it again. */
async function say(): Promise<void> {
  if (stream === undefined) return
  const now = shown
  const body = { stream, place: now?.place ?? null }
  const answer = await api<Answer>('/api/v1/presence', { method: 'POST', body }).catch(() => undefined)
  if (answer && now && now === shown) now.client.setQueryData(keyOf(now.place), answer)
}

/** Says that this console shows the place, and who else does, for as long as the component is there. */
export function usePresence(place: string): readonly Present[] {
  const client = useQueryClient()
  useEffect(() => {
    const mine = { place, client }
    shown = mine
    void say()
    return () => {
      if (shown !== mine) return
      shown = undefined
      void say()
    }
  }, [place, client])
  const path = `/api/v1/presence/${encodeURIComponent(place)}`
  // the first answer comes with having said it; after that the live connection tells when to ask again
  const { data } = useQuery({
    queryKey: keyOf(place),
    queryFn: ({ signal }) => api<Answer>(path, { signal }),
    initialData: NOBODY,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return data.people
}
