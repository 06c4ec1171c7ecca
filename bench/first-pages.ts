import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const rowsOf = (dir: string, name: string): string[][] =>
  readFileSync(join(dir, name), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split('\t'))

export type FirstPages = { lastFirstPageMs: number; services: number; deliveries: number; rings: number; lastUpdateMs: number }

/**
 * When the last service's first page came (from the first send), and how the alerts of a storm were told: a delivery is a
 * ring when it is a page, not an update; the last update counts from the last accept.
 */
export function firstPages(dir: string, prefix: string, services: number): FirstPages {
  const accepted = rowsOf(dir, 'accepted.tsv')
  const firstSent = Math.min(...accepted.map(([, sent]) => Number(sent)))
  const lastAccepted = Math.max(...accepted.map(([, , at]) => Number(at)))
  const told = rowsOf(dir, 'notified.tsv').filter(([key]) => key?.startsWith(prefix))
  const firstOf = new Map<number, number>()
  for (const [key = '', at] of told) {
    const service = Number(key.split('-').at(-1)) % services
    firstOf.set(service, Math.min(firstOf.get(service) ?? Number.POSITIVE_INFINITY, Number(at)))
  }
  const ids = new Set(told.map(([, , , , , , , id = '']) => id))
  // The id of an update names its number (`esc-….u1.ana/webhook`), that of a page its climb and step.
  const rings = [...ids].filter((id) => !/\.u\d+\./.test(id))
  return {
    lastFirstPageMs: Math.max(...firstOf.values()) - firstSent,
    services: firstOf.size,
    deliveries: ids.size,
    rings: rings.length,
    lastUpdateMs: Math.max(...told.map(([, at]) => Number(at))) - lastAccepted,
  }
}
