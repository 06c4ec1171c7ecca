import { freePort } from '../test/crash/product.ts'
import { Tocsin } from './contenders.ts'
import { type Harness, scratch, type Told } from './harness.ts'
import { warmUp } from './pages.ts'
import { inTurns, type Line, median, shown } from './table.ts'

const ROUNDS = 3
/** Other teams: each alert the first of its service. */
const OTHERS = { n: 300, rate: 30, services: 1_000 }
const STORM = 10_000
/** The others are on their way when it breaks loose. */
const BREAKS_AFTER_MS = 2_000
const MOST_RATIO = 2
/** Below this a ratio compares hiccups of the machine, not the product. */
const QUIET_MS = 10

/** What a storm of 10,000 alerts on one service does to the pages of other teams. */
export async function storm(harness: Harness): Promise<Line[]> {
  const found = await inTurns(['without', 'with'], ROUNDS, (name) => othersBeside(harness, name === 'with' ? STORM : 0))
  const p99 = (name: 'without' | 'with'): number => median(found[name].map(({ timeFromSendMs }) => timeFromSendMs.p99))
  const ratio = p99('with') / Math.max(QUIET_MS, p99('without'))
  const lost = [...found.with, ...found.without].reduce((sum, told) => sum + told.lost + told.duplicateDeliveries, 0)
  return [
    {
      what: `first page of other teams, ${OTHERS.rate}/s, p99: without, with a storm of ${STORM.toLocaleString('en')} alerts on one service`,
      ours: `${shown(p99('without'), ' ms')}, ${shown(p99('with'), ' ms')}`,
      ratio: ratio.toFixed(2),
      target: `≤ ${MOST_RATIO}×`,
      isMet: ratio <= MOST_RATIO,
    },
    { what: '… of theirs lost or told twice', ours: String(lost), target: '0', isMet: lost === 0 },
  ]
}

async function othersBeside(harness: Harness, stormOf: number): Promise<Told> {
  const sinkPort = await freePort()
  const dir = scratch('storm')
  const sink = await harness.sink(dir, { port: sinkPort })
  const who = await Tocsin.start({ sinkPort, services: OTHERS.services })
  const { url, format } = who
  try {
    await warmUp(harness, who)
    const others = harness.storm(dir, { url, format, ...OTHERS, run: 'others', concurrency: 32, 'key-offset': 1_000_000 })
    await new Promise((resolve) => setTimeout(resolve, BREAKS_AFTER_MS))
    // Without `services` all of them are of one that none of the others is of.
    if (stormOf > 0) await harness.storm(scratch('storm-of-one'), { url, format, n: stormOf, batch: 50, concurrency: 8, run: 'storm' })
    await others
    await who.quiet()
    await sink.stop()
    return (await harness.report(dir))['*'] as Told
  } finally {
    await sink.stop()
    await who.stop()
  }
}
