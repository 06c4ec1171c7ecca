/** What of the list is shown. It is the address, so a saved view is a bookmark. `from` and `to` are days: `2026-11-12`. */
export type IncidentFilter = {
  status?: 'open' | 'resolved' | 'all'
  severity?: string
  service?: string
  type?: string
  person?: string
  from?: string
  to?: string
  q?: string
}

const TEXTS = ['severity', 'service', 'type', 'person', 'q'] as const
const DAYS = ['from', 'to'] as const
const DAY = /^\d{4}-\d{2}-\d{2}$/

/** Turns the raw search of an address into a filter; what is not one is left out. */
export function filterOf(raw: Record<string, unknown>): IncidentFilter {
  const status = raw.status === 'resolved' || raw.status === 'all' ? { status: raw.status } : {}
  const texts = TEXTS.flatMap((name) => (typeof raw[name] === 'string' && raw[name] !== '' ? [[name, raw[name]]] : []))
  const days = DAYS.flatMap((name) => (DAY.test(String(raw[name])) ? [[name, raw[name]]] : []))
  return { ...status, ...Object.fromEntries([...texts, ...days]) }
}
