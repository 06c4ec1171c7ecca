import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { z } from 'zod'
import type { JsonSchema } from '../../../core/policy/json-schema.ts'
import { startWatch } from '../../../web/clock.ts'
import { api } from '../../../web/server/api.ts'
import type { ReplayAnswer } from '../contract/replay.ts'
import type { CheckAnswer, DiffAnswer, Proposal, ProposalAnswer, VersionAnswer } from '../contract/versions.ts'
import type { ApplyAnswer, findingSchema, PlanAnswer, policyAnswer, versionsAnswer } from '../contract.ts'

export type Finding = z.output<typeof findingSchema>
export type PolicyAnswer = z.output<typeof policyAnswer>
export type VersionsAnswer = z.output<typeof versionsAnswer>
export type Version = VersionsAnswer['items'][number]

const BASE = '/api/v1/policy'
/** Typing pauses for so long before the text is checked. */
const PAUSE_MS = 350
const post = <T>(path: string, body: object, signal?: AbortSignal) =>
  api<T>(`${BASE}${path}`, { method: 'POST', body, ...(signal ? { signal } : {}) })

export const useRunningPolicy = () =>
  useQuery({
    queryKey: ['policy', { text: true }],
    queryFn: ({ signal }) => api<PolicyAnswer>(BASE, { signal }),
    // an editor must not move under the hand: the event of a new version freshens it, nothing else does
    refetchOnWindowFocus: false,
  })

/** The language, for completion and forms. */
export const useLanguage = () =>
  useQuery({
    queryKey: ['policy-language'],
    queryFn: ({ signal }) => api<JsonSchema>('/policy.schema.json', { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })

export type Checked = CheckAnswer & { text: string; tookMs: number }

/** What the server says of a text, once typing pauses. `isCurrent` is false while the answer is of an older text. */
export function useCheck(text: string | undefined): { checked: Checked | undefined; isCurrent: boolean; error: Error | null } {
  const settled = useSettled(text)
  const { data, error } = useQuery({
    queryKey: ['policy', { check: settled }],
    queryFn: async ({ signal }): Promise<Checked> => {
      const took = startWatch()
      const answer = await post<CheckAnswer>('/check', { text: settled }, signal)
      return { ...answer, text: settled ?? '', tookMs: Math.round(took()) }
    },
    enabled: settled !== undefined,
    placeholderData: keepPreviousData,
    gcTime: 0,
    refetchOnWindowFocus: false,
  })
  return { checked: data, isCurrent: data?.text === text, error }
}

/** What a value becomes once it rests. */
export function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    if (settled === value) return
    const timer = setTimeout(() => setSettled(value), settled === undefined ? 0 : PAUSE_MS)
    return () => clearTimeout(timer)
  }, [value, settled])
  return settled
}

/** What it means for people: who moves, whom alerts page otherwise, where somebody is no longer woken. Takes seconds. */
export const usePlan = ({ text, replace }: { text: string; replace: boolean }) =>
  useQuery({
    queryKey: ['policy', { plan: text, replace }],
    queryFn: ({ signal }) => api<PlanAnswer>(`${BASE}/plan`, { method: 'POST', body: { text, replace }, signal, timeoutMs: REPLAY_MS }),
    gcTime: 0,
    refetchOnWindowFocus: false,
  })

export const useVersions = () =>
  useQuery({ queryKey: ['policy', { versions: true }], queryFn: ({ signal }) => api<VersionsAnswer>(`${BASE}/versions`, { signal }) })

export const useVersion = (version: number | undefined) =>
  useQuery({
    queryKey: ['policy', { version }],
    queryFn: ({ signal }) => api<VersionAnswer>(`${BASE}/versions/${version}`, { signal }),
    enabled: version !== undefined,
  })

export const useDiff = (span: { from: number; to?: number } | undefined) =>
  useQuery({
    queryKey: ['policy', { diff: span }],
    queryFn: ({ signal }) =>
      api<DiffAnswer>(`${BASE}/diff?from=${span?.from}${span?.to === undefined ? '' : `&to=${span.to}`}`, { signal }),
    enabled: span !== undefined,
  })

export const useProposals = () =>
  useQuery({
    queryKey: ['policy', { proposals: true }],
    queryFn: ({ signal }) => api<{ items: Proposal[] }>(`${BASE}/proposals`, { signal }),
  }).data?.items ?? []

/** Not freshened with the policy: once it is answered, it is gone, and the list says so. */
export const useProposal = ({ id, isOutdated }: Proposal) =>
  useQuery({
    queryKey: ['policy-proposal', { id, isOutdated }],
    queryFn: ({ signal }) => api<ProposalAnswer>(`${BASE}/proposals/${id}`, { signal }),
  })

export type Application = { text: string; note: string; basedOn: number; force?: string; replace?: boolean }
export const applyText = (application: Application) => post<ApplyAnswer>('/apply', application)
export const restoreVersion = (version: number, body: { note: string; basedOn: number; force?: string }) =>
  post<ApplyAnswer>(`/versions/${version}/restore`, body)
export const answerProposal = (id: string, answer: { approve: { note: string } } | { decline: { reason: string } }) =>
  'approve' in answer
    ? post<unknown>(`/proposals/${id}/approve`, answer.approve)
    : post<unknown>(`/proposals/${id}/decline`, answer.decline)

const QUARTER_DAYS = 92
/** A quarter of a busy organisation is played again in a minute or two. */
const REPLAY_MS = 180_000
export const replayText = (text: string) =>
  api<ReplayAnswer>(`${BASE}/replay`, { method: 'POST', body: { text, days: QUARTER_DAYS }, timeoutMs: REPLAY_MS })

export function useFreshPolicy(): () => Promise<void> {
  const client = useQueryClient()
  return () => client.invalidateQueries({ queryKey: ['policy'] })
}
