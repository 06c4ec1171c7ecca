import { type QueryKey, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'

/**
 * Freshens `key` when something of another kind changes: what a screen shows of a kind that it does not ask for itself.
 * A query of that kind stands for the events; answering it costs nothing.
 */
export function useFreshenedBy(kind: string, key: QueryKey): void {
  const client = useQueryClient()
  const { data } = useQuery({ queryKey: [kind, { watched: true }], queryFn: () => crypto.randomUUID(), refetchOnWindowFocus: false })
  const before = useRef<string | undefined>(undefined)
  const shape = JSON.stringify(key)
  useEffect(() => {
    const hasChanged = before.current !== undefined && data !== before.current
    before.current = data
    if (hasChanged) void client.invalidateQueries({ queryKey: JSON.parse(shape) as QueryKey })
  }, [client, data, shape])
}
