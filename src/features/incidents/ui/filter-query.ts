import type { IncidentFilter } from './filter.ts'

/** Whether anything but the view narrows the list. */
export const isNarrowed = ({ status: _, ...rest }: IncidentFilter): boolean => Object.values(rest).some(Boolean)

const DAY_MS = 86_400_000

/** The filter as the API reads it: days of UTC, the last one whole. */
export function queryOf({ from, to, ...rest }: IncidentFilter, cursor: string): string {
  const known = Object.entries({ status: 'open', ...rest, cursor }).filter((pair): pair is [string, string] => Boolean(pair[1]))
  const until = to && new Date(Date.parse(to) + DAY_MS).toISOString()
  return new URLSearchParams([
    ...known,
    ...(from ? [['from', new Date(Date.parse(from)).toISOString()]] : []),
    ...(until ? [['to', until]] : []),
  ]).toString()
}
