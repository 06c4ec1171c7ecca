import { freePort } from '../test/crash/product.ts'
import { Alertmanager, type Contender, Tocsin } from './contenders.ts'
import { firstPages } from './first-pages.ts'
import { type Harness, type Storm, scratch, type Told } from './harness.ts'
import { inTurns, type Line, median, shown } from './table.ts'

const ROUNDS = 3
const SERVICES = 1000
/** The issue's own numbers for line 2. */
const QUIET = { rate: 30, seconds: 10, p50: 10, p99: 50 }
const MOST_LAST_PAGE = 1.5
const MOST_UPDATE_MS = 2_000
const PATIENCE_S = 60
const WARM = 1_000

type Names = 'Tocsin' | 'Alertmanager'
export type Run = {
  storm: Storm
  told: Told
  first: { lastFirstPageMs: number; services: number; deliveries: number; rings: number; lastUpdateMs: number }
}
type Asked = { n: number; services: number; rate?: number; batch?: number; concurrency?: number; groupBy?: string }

/** From sending an alert to the first page handed over: quiet, in a storm over many services, in a storm of one. */
export async function pages(harness: Harness): Promise<Line[]> {
  const quiet = await inTurns(['Tocsin', 'Alertmanager'], ROUNDS, (name) =>
    run(harness, name, { n: QUIET.rate * QUIET.seconds, services: SERVICES, rate: QUIET.rate, groupBy: "'...'" }),
  )
  const wide = await inTurns(['Tocsin', 'Alertmanager'], ROUNDS, (name) =>
    run(harness, name, { n: 10_000, services: SERVICES, concurrency: 8, batch: 50, groupBy: "'...'" }),
  )
  const narrow = await inTurns(['Tocsin'], ROUNDS, (name) => run(harness, name, { n: 1_000, services: 1, concurrency: 8 }))
  return [...quietLines(quiet), ...wideLines(wide), narrowLine(narrow.Tocsin)]
}

/** Each run starts afresh: a service that is being paged already gets no first page. */
export async function run(
  harness: Harness,
  name: Names,
  { n, services, rate = 0, batch = 1, concurrency = 8, groupBy = "'...'" }: Asked,
): Promise<Run> {
  const sinkPort = await freePort()
  const dir = scratch('pages')
  // A storm of one service is not warmed up: the warm-up would have rung already.
  const warm = services > 1 ? WARM : 0
  const sink = await harness.sink(dir, { port: sinkPort, expect: n + warm, 'max-seconds': PATIENCE_S })
  const who: Contender =
    name === 'Tocsin' ? await Tocsin.start({ sinkPort, services }) : await Alertmanager.start({ sinkPort, groupBy, groupInterval: '1s' })
  try {
    if (warm > 0) await warmUp(harness, who)
    const storm = await harness.storm(dir, {
      url: who.url,
      format: who.format,
      n,
      services,
      batch,
      run: 'paged',
      'key-offset': 1_000_000,
      ...(rate > 0 ? { rate, concurrency: 32 } : { concurrency }),
    })
    await sink.exited
    const told = (await harness.report(dir))['*'] as Told
    return { storm, told, first: firstPages(dir, 'stk-paged-', services) }
  } finally {
    await sink.stop()
    await who.stop()
  }
}

/** The first requests of a process are compiled while they run; their alerts are of a service of their own. */
export const warmUp = async (harness: Harness, { url, format }: Contender): Promise<void> => {
  await harness.storm(scratch('warm'), { url, format, n: WARM, concurrency: 8, run: 'warm' })
  await new Promise((resolve) => setTimeout(resolve, 3_000))
}

function quietLines(found: Record<Names, Run[]>): Line[] {
  const of = (who: Names, which: 'p50' | 'p99'): number => median(found[who].map((each) => each.told.timeFromSendMs[which]))
  return (['p50', 'p99'] as const).map((which) => ({
    what: `send → first page, ${QUIET.rate}/s, ${which}`,
    ours: shown(of('Tocsin', which), ' ms'),
    theirs: shown(of('Alertmanager', which), ' ms'),
    target: `≤ ${QUIET[which]} ms`,
    isMet: of('Tocsin', which) <= QUIET[which],
  }))
}

function wideLines(found: Record<Names, Run[]>): Line[] {
  const ours = median(found.Tocsin.map((each) => each.first.lastFirstPageMs))
  const theirs = median(found.Alertmanager.map((each) => each.told.lastNotificationAfterFirstSendMs))
  const all = median(found.Tocsin.map((each) => each.told.lastNotificationAfterFirstSendMs))
  const lost = found.Tocsin.reduce((sum, { told }) => sum + told.lost, 0)
  const twice = found.Tocsin.reduce((sum, { told }) => sum + told.duplicateDeliveries, 0)
  return [
    {
      what: '10,000 alerts over 1,000 services: last first page',
      ours: shown(ours, ' ms'),
      theirs: shown(theirs, ' ms'),
      ratio: (ours / theirs).toFixed(2),
      target: `≤ ${MOST_LAST_PAGE}×`,
      isMet: ours <= theirs * MOST_LAST_PAGE,
    },
    {
      what: '… last alert told, bundled updates included',
      ours: shown(all, ' ms'),
      theirs: shown(theirs, ' ms'),
      target: '–',
      isMet: true,
    },
    { what: '… lost, told twice', ours: `${lost}, ${twice}`, target: '0, 0', isMet: lost + twice === 0 },
  ]
}

function narrowLine(found: Run[]): Line {
  const rings = Math.max(...found.map(({ first }) => first.rings))
  const last = median(found.map(({ first }) => first.lastUpdateMs))
  const lost = found.reduce((sum, { told }) => sum + told.lost, 0)
  return {
    what: '1,000 alerts of one service: rings, last update after the last accept',
    ours: `${rings}, ${shown(last, ' ms')}${lost ? `, ${lost} lost` : ''}`,
    target: `1, ≤ ${shown(MOST_UPDATE_MS, ' ms')}`,
    isMet: rings === 1 && last <= MOST_UPDATE_MS && lost === 0,
  }
}
