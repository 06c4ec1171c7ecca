import { queryOptions } from '@tanstack/react-query'
import { api } from '../../../web/server/api.ts'
import type { CalendarList } from '../contract/calendar.ts'

export const importedQuery = queryOptions({
  queryKey: ['calendar', { imported: true }],
  queryFn: ({ signal }) => api<CalendarList>('/api/v1/calendars', { signal }),
})
