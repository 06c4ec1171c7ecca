import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ApiProblem, api } from '../../../web/server/api.ts'
import { offerUndo, sayFailed } from '../../../web/shell/undo.tsx'
import type { CommandAnswer, DeclareChoices, IncidentDetail, IncidentList, TimelineView } from '../contract/incident.ts'
import type { DeclareBody, IncidentVerb } from '../contract/requests.ts'
import type { IncidentFilter } from './filter.ts'
import { queryOf } from './filter-query.ts'
import { say } from './strings.ts'
import { statusWord } from './words.ts'

const BASE = '/api/v1/incidents'
const path = (name: string): string => `${BASE}/${encodeURIComponent(name)}`
/** Deliveries are facts of escalations, which the incident's own events do not announce. */
const EVERYTHING_MS = 3_000

// The second part is an object, so that any change of an incident freshens it: events carry ids, addresses carry references.
export const keyOf = (name: string) => ['incident', { name }] as const

export const useIncident = (name: string) =>
  useQuery({ queryKey: keyOf(name), queryFn: ({ signal }) => api<IncidentDetail>(path(name), { signal }) })

/** More are one click away, however long it is. */
const ENTRIES_AT_ONCE = 100

export type TimelineViewName = 'curated' | 'everything' | 'pinned'

/** `words` are looked for by the server, a stretch at a time: a page without a hit may lead on. */
export const useTimeline = (name: string, { view, words }: { view: TimelineViewName; words: string }) =>
  useInfiniteQuery({
    queryKey: ['incident', { name, view, words }],
    queryFn: ({ pageParam: cursor, signal }) => {
      const asked = new URLSearchParams({ view, limit: `${ENTRIES_AT_ONCE}`, words, ...(cursor ? { cursor } : {}) })
      return api<TimelineView>(`${path(name)}/timeline?${asked}`, { signal })
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: (before) => before,
    refetchInterval: view === 'everything' && !words ? EVERYTHING_MS : false,
  })

export const useIncidents = (filter: IncidentFilter) =>
  useInfiniteQuery({
    queryKey: ['incident', { list: filter }],
    queryFn: ({ pageParam, signal }) => api<IncidentList>(`${BASE}?${queryOf(filter, pageParam)}`, { signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
  })

export const useDeclareChoices = (isWanted: boolean) =>
  useQuery({
    queryKey: ['policy', { declare: true }],
    queryFn: ({ signal }) => api<DeclareChoices>(`${BASE}/choices`, { signal }),
    enabled: isWanted,
  })

export const declareIncident = (body: DeclareBody): Promise<IncidentDetail> => api<IncidentDetail>(BASE, { method: 'POST', body })

/** What is no act on this incident (`declare`, `list`, `whois`) is answered in words. */
export const runTyped = (text: string, room: string): Promise<CommandAnswer> =>
  api<CommandAnswer>(`${BASE}/command`, { method: 'POST', body: { text, room } })

export type Act = (verb: IncidentVerb, body?: object) => Promise<IncidentDetail>

type Acted = { verb: IncidentVerb; body?: object; isUndo?: true }

/** What takes it back, where something does: words that customers have read are not taken back. */
function undoOf({ verb, body, isUndo }: Acted, before: IncidentDetail | undefined): { said: string; act: Acted } | null {
  if (!before || isUndo) return null
  const { reference, status } = before
  if (verb === 'resolve' && !(body && 'publish' in body))
    return { said: say('wasResolved', { reference }), act: { verb: 'reopen', body: { reason: say('undone') }, isUndo: true } }
  if (verb === 'status') {
    const to = (body as { status: string }).status
    return { said: say('wasMoved', { reference, status: statusWord(to) }), act: { verb, body: { status }, isUndo: true } }
  }
  return null
}

/** Does something with the incident; what was refused is said and nothing on the screen changes. */
export function useAct(name: string): { act: Act; isActing: boolean } {
  const client = useQueryClient()
  const { mutateAsync, isPending } = useMutation({
    mutationFn: ({ verb, body = {} }: Acted) => api<IncidentDetail>(`${path(name)}/${verb}`, { method: 'POST', body }),
    onMutate: () => ({ before: client.getQueryData<IncidentDetail>(keyOf(name)) }),
    onSuccess: (incident, acted, { before }) => {
      const undo = undoOf(acted, before)
      if (undo) offerUndo({ said: undo.said, undo: () => void mutateAsync(undo.act).catch(() => undefined) })
      client.setQueryData(keyOf(name), incident)
      void client.invalidateQueries({ queryKey: ['incident'] })
    },
    onError: (error: ApiProblem) => sayFailed({ said: error.message }),
  })
  return { act: (verb, body) => mutateAsync({ verb, body }), isActing: isPending }
}
