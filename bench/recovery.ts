import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '../test/crash/product.ts'
import { Alertmanager, type Contender, Tocsin } from './contenders.ts'
import { type Harness, scratch } from './harness.ts'
import { type Line, shown } from './table.ts'

const DOWN_S = 20
/** The issue's own numbers for line 4. */
const MOST_AFTER_MS = 5_000
const MOST_AFTER_RESTART_MS = 1_000
const ALERTS = 5
const PATIENCE_S = 90

type Names = 'Tocsin' | 'Alertmanager'

/** A receiver that refuses or is away for 20 s, and timers that fall due while nobody runs. */
export async function recovery(harness: Harness): Promise<Line[]> {
  const lines: Line[] = []
  for (const how of ['answers 429', 'is down'] as const) {
    const [ours, theirs] = (await Promise.all((['Tocsin', 'Alertmanager'] as const).map((name) => afterRecovery(harness, name, how)))) as [
      number,
      number,
    ]
    lines.push({
      what: `a receiver that ${how} for ${DOWN_S} s: last page after it recovered`,
      ours: shown(ours, ' ms'),
      theirs: shown(theirs, ' ms'),
      target: `≤ ${MOST_AFTER_MS} ms`,
      isMet: ours <= MOST_AFTER_MS,
    })
  }
  const { lastMs, pages } = await dueWhileDown(harness)
  lines.push({
    what: `${ALERTS} timers due while down: pages, last after the restart`,
    ours: `${pages}, ${shown(lastMs, ' ms')}`,
    target: `${ALERTS}, ≤ ${MOST_AFTER_RESTART_MS} ms`,
    isMet: pages === ALERTS && lastMs <= MOST_AFTER_RESTART_MS,
  })
  return lines
}

const startOf = (name: Names, sinkPort: number): Promise<Contender> =>
  name === 'Tocsin' ? Tocsin.start({ sinkPort, services: ALERTS }) : Alertmanager.start({ sinkPort, groupBy: "'...'" })

async function afterRecovery(harness: Harness, name: Names, how: 'answers 429' | 'is down'): Promise<number> {
  const sinkPort = await freePort()
  const dir = scratch('recovery')
  const who = await startOf(name, sinkPort)
  const options = { port: sinkPort, expect: ALERTS, 'max-seconds': PATIENCE_S }
  const send = () => harness.storm(dir, { url: who.url, format: who.format, n: ALERTS, services: ALERTS, concurrency: 1 })
  try {
    if (how === 'is down') await send()
    if (how === 'is down') await pause(DOWN_S)
    const from = Date.now()
    const sink = await harness.sink(
      dir,
      how === 'is down' ? options : { ...options, expect: 0, 'exit-after-idle': DOWN_S * 2, 'down-for': DOWN_S, 'fail-status': 429 },
    )
    if (how !== 'is down') await send()
    const recovered = how === 'is down' ? Date.now() : from + DOWN_S * 1000
    if (how !== 'is down') await untilTold(dir)
    else await sink.exited
    await sink.stop()
    return Math.max(...firstTold(dir).values()) - recovered
  } finally {
    await who.stop()
  }
}

const pause = (seconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, seconds * 1000))

/** When each alert was first taken by the receiver, by its key. */
function firstTold(dir: string, path = '/level1'): Map<string, number> {
  const told = new Map<string, number>()
  for (const line of readFileSync(join(dir, 'notified.tsv'), 'utf8').split('\n')) {
    const [key, at, , url, status] = line.split('\t')
    if (key && url === path && Number(status) < 300 && !told.has(key)) told.set(key, Number(at))
  }
  return told
}

async function untilTold(dir: string, path = '/level1'): Promise<void> {
  for (const end = Date.now() + PATIENCE_S * 1000; Date.now() < end && firstTold(dir, path).size < ALERTS; ) await pause(0.1)
}

/** The second step falls due while the process is dead; it must come once, as soon as it is back. */
async function dueWhileDown(harness: Harness): Promise<{ lastMs: number; pages: number }> {
  const sinkPort = await freePort()
  const dir = scratch('due')
  const tocsin = await Tocsin.start({ sinkPort, services: ALERTS, wait: '6s' })
  const sink = await harness.sink(dir, { port: sinkPort, 'max-seconds': PATIENCE_S })
  try {
    await harness.storm(dir, { url: tocsin.url, format: tocsin.format, n: ALERTS, services: ALERTS, concurrency: 1 })
    await untilTold(dir)
    await tocsin.product.kill({ database: false })
    await pause(8)
    await tocsin.product.start()
    const up = Date.now()
    await untilTold(dir, '/level2')
    await pause(3)
    await sink.stop()
    const rows = readFileSync(join(dir, 'notified.tsv'), 'utf8')
      .split('\n')
      .filter((line) => line.split('\t')[3] === '/level2')
    return { lastMs: Math.max(...firstTold(dir, '/level2').values()) - up, pages: rows.length }
  } finally {
    await tocsin.stop()
  }
}
