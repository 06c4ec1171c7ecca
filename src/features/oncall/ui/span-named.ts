import { instantIn, localIn } from '../../../web/local-time.ts'

/** The spans that people compare and pay by. */
export const SPANS = ['month', 'lastMonth', 'quarter', 'nextQuarter', 'year'] as const
export type SpanName = (typeof SPANS)[number]

const MONTHS = 12
const QUARTER = 3

/** First moment and end of a span of whole months around now, on the wall of a zone. */
export function spanNamed(name: SpanName, nowMs: number, zone: string): { from: string; to: string } {
  const wall = localIn(zone, nowMs)
  const month = Number(wall.slice(0, 4)) * MONTHS + Number(wall.slice(5, 7)) - 1
  const begin = (at: number): string => {
    const text = `${String(Math.floor(at / MONTHS)).padStart(4, '0')}-${String((at % MONTHS) + 1).padStart(2, '0')}-01T00:00`
    return instantIn(zone, text) ?? new Date(nowMs).toISOString()
  }
  const spans: Record<SpanName, [number, number]> = {
    month: [month, month + 1],
    lastMonth: [month - 1, month],
    quarter: [month - QUARTER + 1, month + 1],
    nextQuarter: [month, month + QUARTER],
    year: [month - MONTHS + 1, month + 1],
  }
  const [first, end] = spans[name]
  return { from: begin(first), to: begin(end) }
}
