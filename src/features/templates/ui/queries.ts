import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { api } from '../../../web/server/api.ts'
import type { IncidentList } from '../../incidents/contract/incident.ts'
import type { PreviewAnswer, PreviewBody, TemplateList } from '../contract.ts'

export const useTemplates = () =>
  useQuery({ queryKey: ['policy', { templates: true }], queryFn: ({ signal }) => api<TemplateList>('/api/v1/templates', { signal }) })

export const usePreview = (body: PreviewBody) =>
  useQuery({
    // what an incident knows changes its texts
    queryKey: ['incident', { preview: body }],
    queryFn: ({ signal }) => api<PreviewAnswer>('/api/v1/templates/preview', { method: 'POST', body, signal }),
    placeholderData: keepPreviousData,
  })

const OFFERED = 20

export const useIncidentsToFillWith = () =>
  useQuery({
    queryKey: ['incident', { status: 'all', offered: OFFERED }],
    queryFn: ({ signal }) => api<IncidentList>(`/api/v1/incidents?status=all&limit=${OFFERED}`, { signal }),
  }).data?.items ?? []
