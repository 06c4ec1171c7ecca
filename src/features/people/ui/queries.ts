import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ApiProblem, api } from '../../../web/server/api.ts'
import type { OwnRulesAnswer, PeopleAnswer, PersonAnswer, ProfileAnswer } from '../contract.ts'

export type Token = { id: string; name: string; role: string; scopes: string[]; lastUsedAt: string | null; expiresAt: string | null }

// People live in the policy: its changes freshen them.
export const usePeople = () =>
  useQuery({ queryKey: ['policy', { people: true }], queryFn: ({ signal }) => api<PeopleAnswer>('/api/v1/people', { signal }) })
export const useProfile = (isWanted = true) =>
  useQuery({
    queryKey: ['policy', { profile: true }],
    queryFn: ({ signal }) => api<ProfileAnswer>('/api/v1/me/profile', { signal }),
    enabled: isWanted,
  })
export const usePerson = (id: string) =>
  useQuery({
    queryKey: ['policy', { person: id }],
    queryFn: ({ signal }) => api<PersonAnswer>(`/api/v1/people/${encodeURIComponent(id)}`, { signal }),
  })
/** Without an id one's own. */
export const ownRulesPath = (id?: string): string => (id ? `/api/v1/people/${encodeURIComponent(id)}/rules` : '/api/v1/me/rules')
export const useOwnRules = (id?: string) =>
  useQuery({
    queryKey: ['policy', { rules: id ?? 'me' }],
    queryFn: ({ signal }) => api<OwnRulesAnswer>(ownRulesPath(id), { signal }),
  })
export const useTokens = () => useQuery({ queryKey: ['token'], queryFn: ({ signal }) => api<Token[]>('/api/v1/tokens', { signal }) })

/** Posts to an address; afterwards whatever lists people or tokens is asked for again. */
export function usePost<A, B = object>(path: string | ((body: B) => string), method: 'POST' | 'DELETE' = 'POST') {
  const client = useQueryClient()
  return useMutation<A, Error, B>({
    mutationFn: (body) => api<A>(typeof path === 'string' ? path : path(body), { method, ...(method === 'POST' ? { body } : {}) }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['policy'] })
      void client.invalidateQueries({ queryKey: ['token'] })
    },
  })
}

/** What the server found wrong with one field: `body.email` and `email` are the same field to a form. */
export function errorOf(error: Error | null, field: string): string | undefined {
  if (!(error instanceof ApiProblem)) return undefined
  return error.problem.fields?.find((each) => each.field === field || each.field.endsWith(`.${field}`))?.message
}

/** What is wrong beside no field. */
export const wholeErrorOf = (error: Error | null): string | undefined =>
  error && !(error instanceof ApiProblem && error.problem.fields?.length) ? error.message : undefined
