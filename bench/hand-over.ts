import type { Harness } from './harness.ts'
import { run } from './pages.ts'
import { inTurns, type Line, median, shown } from './table.ts'

const ROUNDS = 3
const RATE = 100
/** Each alert is the first of its service, so each is a page of its own. */
const ALERTS = 1_000
/** The issue's own number: p99, up to the provider's answer. */
const MOST_P99_MS = 1_000

/** From sending an alert to its first page handed over, at a rate that no team has on a quiet day. */
export async function handOver(harness: Harness): Promise<Line[]> {
  const { Tocsin: found } = await inTurns(['Tocsin'], ROUNDS, (name) => run(harness, name, { n: ALERTS, services: ALERTS, rate: RATE }))
  const [p50, p99] = (['p50', 'p99'] as const).map((which) => median(found.map(({ told }) => told.timeFromSendMs[which]))) as [
    number,
    number,
  ]
  const lost = found.reduce((sum, { told }) => sum + told.lost, 0)
  const twice = found.reduce((sum, { told }) => sum + told.duplicateDeliveries, 0)
  return [
    {
      what: `send → first page, ${RATE}/s over ${ALERTS.toLocaleString('en')} services, p50 / p99`,
      ours: `${shown(p50, ' ms')} / ${shown(p99, ' ms')}`,
      target: `p99 ≤ ${MOST_P99_MS.toLocaleString('en')} ms`,
      isMet: p99 <= MOST_P99_MS,
    },
    { what: '… lost, told twice', ours: `${lost}, ${twice}`, target: '0, 0', isMet: lost + twice === 0 },
  ]
}
