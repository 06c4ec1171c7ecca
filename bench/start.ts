import { freePort } from '../test/crash/product.ts'
import { Tocsin } from './contenders.ts'
import { type Harness, scratch } from './harness.ts'
import { type Line, median, shown } from './table.ts'

const ROUNDS = 3
/** The issue's own numbers for line 5. */
const MOST_START_MS = 3_000
const MOST_AFTER_KILL_MS = 10_000
const MOST_TAKEOVER_MS = 5_000
const STORED = 5_000
const TAKEOVER = { rate: 50, seconds: 12, killAfterMs: 4_000 }

/** From spawning the process on existing data to its first 2xx; how long nobody is paged when one of two is killed. */
export async function start(harness: Harness): Promise<Line[]> {
  const sinkPort = await freePort()
  const sink = await harness.sink(scratch('sink'), { port: sinkPort })
  const tocsin = await Tocsin.start({ sinkPort, groupBy: 'labels.dedup' })
  try {
    await harness.storm(scratch('stored'), { url: tocsin.url, format: tocsin.format, n: STORED, batch: 50, concurrency: 4 })
    await tocsin.quiet()
    const [clean, killed]: [number[], number[]] = [[], []]
    for (let round = 0; round < ROUNDS; round += 1) {
      await tocsin.product.stop()
      clean.push(await untilAccepted(tocsin))
      await tocsin.product.kill({ database: true })
      killed.push(await untilAccepted(tocsin))
    }
    const lines: Line[] = [
      {
        what: 'start with existing data → first accepted alert',
        ours: shown(median(clean), ' ms'),
        target: `≤ ${MOST_START_MS} ms`,
        isMet: median(clean) <= MOST_START_MS,
      },
      {
        what: 'the same after kill -9 of app and database',
        ours: shown(median(killed), ' ms'),
        target: `≤ ${MOST_AFTER_KILL_MS} ms`,
        isMet: median(killed) <= MOST_AFTER_KILL_MS,
      },
    ]
    await sink.stop()
    return [...lines, await takeover(harness, tocsin, sinkPort)]
  } finally {
    await tocsin.stop()
  }
}

let serial = 0

async function untilAccepted(tocsin: Tocsin): Promise<number> {
  const from = performance.now()
  let isUp = false
  const started = tocsin.product.start()
  while (!isUp) {
    serial += 1
    const body = JSON.stringify({
      version: '4',
      status: 'firing',
      alerts: [{ status: 'firing', labels: { alertname: 'Start' }, fingerprint: `start-${serial}` }],
    })
    const answer = await fetch(tocsin.url, { method: 'POST', body }).catch(() => null)
    isUp = answer?.ok ?? false
    if (!isUp) await new Promise((resolve) => setTimeout(resolve, 10))
  }
  const took = performance.now() - from
  await started
  return took
}

/** Alerts come in by the second process while the first, which shares its work, is killed. */
async function takeover(harness: Harness, first: Tocsin, sinkPort: number): Promise<Line> {
  const dir = scratch('takeover')
  const n = TAKEOVER.rate * TAKEOVER.seconds
  const sink = await harness.sink(dir, { port: sinkPort, expect: n, 'max-seconds': 60 })
  const second = await first.second()
  try {
    const storm = harness.storm(dir, { url: second.url, format: second.format, n, rate: TAKEOVER.rate, concurrency: 16 })
    await new Promise((resolve) => setTimeout(resolve, TAKEOVER.killAfterMs))
    await first.product.kill({ database: false })
    await storm
    await sink.exited
    const told = (await harness.report(dir))['*']
    const slowest = told?.timeFromSendMs.max ?? Number.NaN
    return {
      what: 'one of two processes killed under 50 alerts/s: slowest alert told, lost',
      ours: `${shown(slowest, ' ms')}, ${told?.lost ?? '?'}`,
      target: `≤ ${MOST_TAKEOVER_MS} ms, 0`,
      isMet: told?.lost === 0 && slowest <= MOST_TAKEOVER_MS,
    }
  } finally {
    await second.stop()
  }
}
