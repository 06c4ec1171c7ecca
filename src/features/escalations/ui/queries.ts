import { notifications } from '@mantine/notifications'
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { ApiProblem, api } from '../../../web/server/api.ts'
import { sayFailed } from '../../../web/shell/undo.tsx'
import type { LadderEdit, LadderPlan, LaddersAnswer } from '../contract/ladders.ts'
import type { ReadingAnswer } from '../contract/reading.ts'
import type { Question, SimulateAnswer } from '../contract/simulate.ts'
import type { CallOutBody, Page, PageSomebody } from '../contract.ts'
import { say } from './strings.ts'

/** Ladders live in the policy: a change of it freshens everything that rests on them. */
export const laddersQuery = queryOptions({
  queryKey: ['policy', { ladders: true }],
  queryFn: ({ signal }) => api<LaddersAnswer>('/api/v1/ladders', { signal }),
})

/** Who has confirmed the ladders as they are now. */
export const readingQuery = queryOptions({
  queryKey: ['policy', { reading: true }],
  queryFn: ({ signal }) => api<ReadingAnswer>('/api/v1/ladder-reading', { signal }),
})

/** Confirmed for oneself, for the ladders that were shown. */
export function useConfirmReading() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (ladders: string) => api<ReadingAnswer>('/api/v1/ladder-reading', { method: 'POST', body: { ladders } }),
    onError: (error) => sayFailed({ said: error instanceof ApiProblem ? (error.problem.detail ?? error.problem.title) : error.message }),
    onSettled: () => client.invalidateQueries({ queryKey: readingQuery.queryKey }),
  })
}

export const simulateQuery = (question: Question | null) =>
  queryOptions({
    queryKey: ['policy', { simulate: question }],
    enabled: question !== null,
    // while the next answer is worked out the one before stays on the screen
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api<SimulateAnswer>('/api/v1/simulate', { method: 'POST', body: question, signal }),
  })

/** What a form would come to; it changes nothing. */
export const trialQuery = (ladder: string, edit: LadderEdit | null) =>
  queryOptions({
    queryKey: ['policy', { trial: ladder, edit }],
    enabled: edit !== null,
    placeholderData: keepPreviousData,
    retry: false,
    queryFn: ({ signal }) => api<LadderPlan>(pathOf(ladder), { method: 'POST', body: { ...edit, isTrial: true }, signal }),
  })

export type Versions = { items: { version: number; at: string; by: string; note: string; changes: string[] }[] }

/** As many as one answer holds; a ladder changes seldom. */
const VERSIONS = 100
export const versionsQuery = queryOptions({
  queryKey: ['policy', { versions: true }],
  queryFn: ({ signal }) => api<Versions>(`/api/v1/policy/versions?limit=${VERSIONS}`, { signal }),
})

export const runningQuery = queryOptions({
  queryKey: ['escalation', { running: true }],
  queryFn: ({ signal }) => api<{ items: Page[] }>('/api/v1/pages', { signal }),
})

const pathOf = (ladder: string): string => `/api/v1/ladders/${encodeURIComponent(ladder)}`

export const wordsOf = (error: Error): string =>
  error instanceof ApiProblem ? (error.problem.detail ?? error.problem.title) : error.message

function useFreshening(kinds: readonly string[]) {
  const client = useQueryClient()
  return () => Promise.all(kinds.map((kind) => client.invalidateQueries({ queryKey: [kind] })))
}

const refused = (error: Error): void => sayFailed({ said: say('refused', { reason: wordsOf(error) }) })

export function useSaveLadder(ladder: string) {
  const onSettled = useFreshening(['policy'])
  return useMutation({
    mutationFn: (edit: LadderEdit) => api<LadderPlan>(pathOf(ladder), { method: 'POST', body: edit }),
    // here and not where it is called: the form begins anew with the new version
    onSuccess: ({ version }) => void notifications.show({ message: say('saved', { version }) }),
    onError: refused,
    onSettled,
  })
}

export type PageAct =
  | { act: 'acknowledge'; body?: undefined }
  | { act: 'escalate'; body: { reason: string } }
  | { act: 'contacted'; body: { contact: string; caseNumber?: string; note?: string } }

export function useActOnPage(id: string) {
  const onSettled = useFreshening(['escalation', 'alert', 'incident', 'now'])
  return useMutation({
    mutationFn: ({ act, body }: PageAct) => api<Page>(`/api/v1/pages/${encodeURIComponent(id)}/${act}`, { method: 'POST', body }),
    // a ladder whose last call is made runs no more, and its card goes with it
    onSuccess: (_page, { act }) => act === 'contacted' && void notifications.show({ message: say('contactWritten') }),
    onError: refused,
    onSettled,
  })
}

export function useDrill() {
  const onSettled = useFreshening(['escalation', 'now'])
  return useMutation({
    mutationFn: (body: PageSomebody) => api<Page>('/api/v1/pages', { method: 'POST', body: { ...body, drill: true } }),
    onSettled,
  })
}

export function useCallOut() {
  const onSettled = useFreshening(['escalation', 'now'])
  return useMutation({
    mutationFn: (body: CallOutBody) => api<Page>('/api/v1/call-outs', { method: 'POST', body }),
    onSettled,
  })
}
