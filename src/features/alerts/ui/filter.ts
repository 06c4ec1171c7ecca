export type AlertFilter = { status?: string; severity?: string; service?: string; q?: string }

/** Turns the raw search of an address into a filter; what is not one is left out. */
export function filterOf(raw: Record<string, unknown>): AlertFilter {
  const text = (name: string): string | undefined => (typeof raw[name] === 'string' && raw[name] !== '' ? raw[name] : undefined)
  return { status: text('status'), severity: text('severity'), service: text('service'), q: text('q') }
}
