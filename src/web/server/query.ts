import { QueryClient, type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query'
import { ApiProblem } from './api.ts'

const FRESH_MS = 30_000
const RETRIES = 2

/** The cache of what the server said. Live events freshen it, so a screen seldom asks twice by itself. */
export const makeQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: FRESH_MS,
        refetchOnWindowFocus: true,
        // what was true a moment ago is worth more than an empty screen
        networkMode: 'offlineFirst',
        retry: (failures, error) => failures < RETRIES && error instanceof ApiProblem && error.problem.isRetryable,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })

export type Change = { kind: string; id?: string }

/** Query keys begin with the kind, then the id: `['alert']` is the list, `['alert', id]` the one. */
export function freshen(client: QueryClient, changes: Change[]): void {
  const kinds = new Set(changes.map((change) => change.kind))
  // the prefix [kind] covers [kind, id]; so only lists and the changed ones are asked for again
  for (const kind of kinds) {
    const ids = new Set(changes.filter((change) => change.kind === kind).map((change) => change.id))
    client.invalidateQueries({
      predicate: (query) => query.queryKey[0] === kind && (typeof query.queryKey[1] !== 'string' || ids.has(query.queryKey[1])),
    })
  }
}

export type Optimism<V, A> = {
  send: (values: V) => Promise<A>
  /** Every answer in the cache under one of these is foreseen: lists, the one, the first screen. */
  keys: readonly QueryKey[]
  /** What a cached answer will look like; the same answer when it is not concerned. */
  foresee: (cached: unknown, values: V) => unknown
  /** Says in words what was taken back, and why: nothing is undone silently. */
  sayRolledBack: (problem: ApiProblem | Error, values: V) => void
  onDone?: (answer: A, values: V) => void
}

/** A change that shows before the server has answered, and is visibly taken back when the server says no. */
export function useOptimistic<V, A>({ send, keys, foresee, sayRolledBack, onDone }: Optimism<V, A>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: send,
    onMutate: async (values: V) => {
      await Promise.all(keys.map((queryKey) => client.cancelQueries({ queryKey })))
      const before = keys.flatMap((queryKey) => client.getQueriesData({ queryKey }))
      for (const [key, cached] of before) if (cached !== undefined) client.setQueryData(key, foresee(cached, values))
      return { before }
    },
    onError: (error, values, kept) => {
      for (const [key, cached] of kept?.before ?? []) if (cached !== undefined) client.setQueryData(key, cached)
      sayRolledBack(error, values)
    },
    onSuccess: onDone,
    onSettled: () => Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey }))),
  })
}
