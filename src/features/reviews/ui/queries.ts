import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ApiProblem, api } from '../../../web/server/api.ts'
import { sayFailed } from '../../../web/shell/undo.tsx'
import type { ReviewDetail, ReviewList } from '../contract.ts'

const path = (name: string): string => `/api/v1/reviews/${encodeURIComponent(name)}`

export const useReviews = (status: string) =>
  useQuery({ queryKey: ['review', { status }], queryFn: ({ signal }) => api<ReviewList>(`/api/v1/reviews?status=${status}`, { signal }) })

export const useReview = (name: string) =>
  useQuery({ queryKey: ['review', { name }], queryFn: ({ signal }) => api<ReviewDetail>(path(name), { signal }) })

export type Verb = 'edit' | 'schedule' | 'step' | 'complete' | 'reopen'

export function useReviewAct(name: string) {
  const client = useQueryClient()
  const { mutateAsync, isPending } = useMutation({
    mutationFn: ({ verb, body = {} }: { verb: Verb; body?: object }) =>
      api<ReviewDetail>(`${path(name)}/${verb}`, { method: 'POST', body }),
    onSuccess: (review) => {
      client.setQueryData(['review', { name }], review)
      void client.invalidateQueries({ queryKey: ['review'] })
    },
    onError: (error: ApiProblem) => sayFailed({ said: error.message }),
  })
  return { act: (verb: Verb, body?: object) => mutateAsync({ verb, body }), isActing: isPending }
}
