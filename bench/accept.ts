import { freePort } from '../test/crash/product.ts'
import { Alertmanager, type Contender, Tocsin } from './contenders.ts'
import { type Harness, type Storm, scratch } from './harness.ts'
import { inTurns, type Line, median, shown } from './table.ts'

type Way = { name: string; batch: number; concurrency: number; n: number; least: number }

const WAYS: Way[] = [
  { name: 'one per request, 8 connections', batch: 1, concurrency: 8, n: 10_000, least: 0.35 },
  { name: 'one per request, 32 connections', batch: 1, concurrency: 32, n: 10_000, least: 0.45 },
  { name: '50 per request, 8 connections', batch: 50, concurrency: 8, n: 40_000, least: 0.8 },
]
const SERVICES = 1000
const ROUNDS = 3
/** The issue's own numbers for line 1. */
const MOST_ACCEPT_MS = 15
const LEAST_DELAYED = 1_500

type Names = 'Tocsin' | 'Alertmanager'

/** Accepted alerts per second, each on disk before its 2xx, beside Alertmanager, which keeps them in memory. */
export async function accept(harness: Harness): Promise<Line[]> {
  const sinkPort = await freePort()
  const sink = await harness.sink(scratch('sink'), { port: sinkPort })
  const tocsin = await Tocsin.start({ sinkPort, services: SERVICES })
  const alertmanager = await Alertmanager.start({ sinkPort })
  const both: Record<Names, Contender> = { Tocsin: tocsin, Alertmanager: alertmanager }
  const storm = async (name: Names, { batch, concurrency, n }: Omit<Way, 'name' | 'least'>): Promise<Storm> => {
    const { url, format } = both[name]
    const measured = await harness.storm(scratch('storm'), { url, format, n, batch, concurrency, services: SERVICES })
    if (name === 'Tocsin') await tocsin.quiet()
    return measured
  }
  const lines: Line[] = []
  try {
    for (const name of ['Tocsin', 'Alertmanager'] as const) await storm(name, { batch: 1, concurrency: 8, n: 3_000 })
    for (const way of WAYS) {
      const found = await inTurns(['Tocsin', 'Alertmanager'], ROUNDS, (name) => storm(name, way))
      lines.push(...compared(way, found))
    }
    await slowCommits(tocsin)
    const delayed = await inTurns(['Tocsin'], ROUNDS, () => storm('Tocsin', { batch: 1, concurrency: 32, n: 6_000 }))
    const rate = median(delayed.Tocsin.map((each) => each.alertsPerSecond))
    lines.push({
      what: 'accepted/s, every commit 10 ms slower, 32 connections',
      ours: shown(rate),
      target: `≥ ${LEAST_DELAYED}`,
      isMet: rate >= LEAST_DELAYED,
    })
  } finally {
    await Promise.all([sink.stop(), tocsin.stop(), alertmanager.stop()])
  }
  return lines
}

function compared({ name, least, batch, concurrency }: Way, found: Record<Names, Storm[]>): Line[] {
  const rate = (who: Names): number => median(found[who].map((each) => each.alertsPerSecond))
  const p99 = (who: Names): number => median(found[who].map((each) => each.acceptMs.p99))
  const ratio = rate('Tocsin') / rate('Alertmanager')
  const lines: Line[] = [
    {
      what: `accepted/s, ${name}`,
      ours: shown(rate('Tocsin')),
      theirs: shown(rate('Alertmanager')),
      ratio: ratio.toFixed(2),
      target: `≥ ${least}×`,
      isMet: ratio >= least,
    },
  ]
  if (batch === 1 && concurrency === 8)
    lines.push({
      what: 'accept p99 at 8 connections',
      ours: shown(p99('Tocsin'), ' ms'),
      theirs: shown(p99('Alertmanager'), ' ms'),
      target: `≤ ${MOST_ACCEPT_MS} ms`,
      isMet: p99('Tocsin') <= MOST_ACCEPT_MS,
    })
  return lines
}

async function slowCommits(tocsin: Tocsin): Promise<void> {
  await tocsin.ask('alter system set commit_delay = 10000')
  await tocsin.ask('alter system set commit_siblings = 0')
  await tocsin.ask('select pg_reload_conf()')
}
