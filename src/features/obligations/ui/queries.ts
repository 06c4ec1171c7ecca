import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { ApiProblem } from '../../../web/server/api.ts'
import { api } from '../../../web/server/api.ts'
import { sayFailed } from '../../../web/shell/undo.tsx'
import type { OwedList, ScoreAnswer, ScoreQuery, WhyAnswer } from '../contract.ts'
import { type Owed, owedOf } from './owed.ts'

const BASE = '/api/v1/obligations'
const incidentPath = ({ id }: { id: string }): string => `/api/v1/incidents/${encodeURIComponent(id)}`

// Promises follow incidents: whatever changes one freshens them.
const owedKey = (which: string) => ['incident', { owed: which }] as const

const useOwedList = (which: 'now' | 'settled') =>
  useQuery({
    queryKey: owedKey(which),
    queryFn: async ({ signal }) => owedOf(await api<OwedList>(`${BASE}?owed=${which}`, { signal })),
  })

export type Board = { owed: Owed[] | undefined; settled: Owed[]; error: Error | null; refetch: () => void }

/** What is owed now; what was settled lately comes beside it and may come later. */
export function useBoard(): Board {
  const { data: owed, error, refetch } = useOwedList('now')
  const { data: settled = [] } = useOwedList('settled')
  return { owed, settled, error, refetch: () => void refetch() }
}

export const useScore = ({ by, from }: Pick<ScoreQuery, 'by' | 'from'>, isAllowed: boolean) =>
  useQuery({
    queryKey: ['incident', { score: by, from }],
    queryFn: ({ signal }) => readScore({ by, from }, signal),
    enabled: isAllowed,
  })

export const readScore = ({ by, from }: Pick<ScoreQuery, 'by' | 'from'>, signal?: AbortSignal) =>
  api<ScoreAnswer>(`${BASE}/score?by=${by}${from ? `&from=${encodeURIComponent(from)}` : ''}`, { signal })

export const useWhy = ({ incident, clock }: Owed) => {
  const path = incident ? `${incidentPath(incident)}/obligations` : `${BASE}/standing`
  return useQuery({
    queryKey: ['incident', { why: clock.id, of: incident?.id ?? null }],
    queryFn: ({ signal }) => api<WhyAnswer>(`${path}/${encodeURIComponent(clock.id)}/why`, { signal }),
  })
}

export type Deed = 'acknowledge' | 'complete' | 'waive'

/** What was refused is said, and nothing on the board changes. Answers whether it was done. */
export function useDeed(): (deed: Deed, owed: Owed, why?: string) => Promise<boolean> {
  const client = useQueryClient()
  return async (deed, owed, why = '') => {
    const { path, body } = requestFor(deed, owed, why)
    return api(path, { method: 'POST', body }).then(
      () => client.invalidateQueries({ queryKey: ['incident'] }).then(() => true),
      (error: ApiProblem) => {
        sayFailed({ said: error.message })
        return false
      },
    )
  }
}

function requestFor(deed: Deed, { incident, clock }: Owed, why: string): { path: string; body: object } {
  const { id, about } = clock
  if (!incident) {
    const isDone = deed === 'complete'
    return { path: `${BASE}/standing/${isDone ? 'done' : 'waive'}`, body: isDone ? { what: about ?? id } : { obligation: id, why } }
  }
  const bodies: Record<Deed, object> = { acknowledge: {}, complete: { what: id }, waive: { obligation: id, why } }
  return { path: `${incidentPath(incident)}/${deed}`, body: bodies[deed] }
}
