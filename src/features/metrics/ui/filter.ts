export type Filter = { days?: number; severity?: string; service?: string }

export const SPANS = [30, 90, 365] as const
export const USUAL_DAYS = 90

/** Turns the raw search of an address into a filter; what is not one is left out. */
export function filterOf(raw: Record<string, unknown>): Filter {
  const text = (name: string): string | undefined => (typeof raw[name] === 'string' && raw[name] !== '' ? raw[name] : undefined)
  const days = Number(raw.days)
  return { days: SPANS.find((each) => each === days), severity: text('severity'), service: text('service') }
}
