import type { Path } from '../finding.ts'

/** A value on the way through what is written; `keys` is its path without list indices. */
export type Stop = { value: unknown; path: Path; keys: string }

/** Visits every text of a bundle as it is written, valid or not: single values and lists look alike by their keys. */
export function eachText(raw: unknown, visit: (text: string, stop: Stop) => void): void {
  eachValue(raw, (stop) => typeof stop.value === 'string' && visit(stop.value, stop))
}

/** The same for everything that is neither a list nor a map. */
export function eachValue(raw: unknown, visit: (stop: Stop) => void): void {
  walk({ value: raw, path: [], keys: '' }, visit)
}

function walk({ value, path, keys }: Stop, visit: (stop: Stop) => void): void {
  if (typeof value !== 'object' || value === null) {
    visit({ value, path, keys })
    return
  }
  if (Array.isArray(value)) {
    for (const [index, each] of value.entries()) walk({ value: each, path: [...path, index], keys }, visit)
    return
  }
  for (const [key, each] of Object.entries(value))
    walk({ value: each, path: [...path, key], keys: keys === '' ? key : `${keys}.${key}` }, visit)
}
