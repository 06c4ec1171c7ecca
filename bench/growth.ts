import { freePort } from '../test/crash/product.ts'
import { Alertmanager, type Contender, costOf, Tocsin } from './contenders.ts'
import { type Harness, scratch } from './harness.ts'
import { type Line, shown } from './table.ts'

const LEVELS = [1_000, 10_000, 100_000]
const SERVICES = 1000
/** The issue's own numbers for line 3. */
const MOST_SLOWER = 1.3
const MOST_MIB = 400
const MOST_IDLE_MIB = 150
const MOST_IDLE_CPU = 0.03
const IDLE_SECONDS = 20
const READ_SECONDS = 3
const PROBES = 2_000
/** Seconds without cleaning: the database looks once a minute whether a table needs it. */
const QUIET_LOOKS = 65
const CLEANING = "select count(*)::int as n from pg_stat_activity where backend_type = 'autovacuum worker'"

type Level = { accept: number; one: number; list: number }

/** The same work with 1,000, 10,000 and 100,000 open alerts; what the process weighs then and when it idles. */
export async function growth(harness: Harness): Promise<Line[]> {
  const sinkPort = await freePort()
  const sink = await harness.sink(scratch('sink'), { port: sinkPort })
  const tocsin = await Tocsin.start({ sinkPort, services: SERVICES })
  const alertmanager = await Alertmanager.start({ sinkPort })
  try {
    await pause(IDLE_SECONDS / 2)
    const before = costOf(tocsin.pid())
    await pause(IDLE_SECONDS)
    const idle = costOf(tocsin.pid())
    const idleCpu = (idle.cpuSeconds - before.cpuSeconds) / IDLE_SECONDS
    const token = await tocsin.token()
    const levels: Level[] = []
    let open = 0
    await fill(harness, tocsin, { n: 500, offset: 5_000_000 })
    for (const level of LEVELS) {
      await fill(harness, tocsin, { n: level - open, offset: open })
      await tocsin.quiet()
      await settled(tocsin)
      levels.push(await measure(harness, tocsin, { token, offset: 1_000_000 + open }))
      open = level
    }
    const { mib } = costOf(tocsin.pid())
    await fill(harness, alertmanager, { n: LEVELS.at(-1) as number, offset: 0 })
    const theirs = await harness.get(scratch('get').concat('/get.json'), {
      url: `${alertmanager.url}?filter=dedup%3D%22stk-grown-5%22`,
      concurrency: 1,
      duration: READ_SECONDS,
    })
    return [
      ...slower(levels),
      {
        what: 'one alert by key at 100,000',
        ours: shown(levels.at(-1)?.one ?? Number.NaN, ' ms'),
        theirs: shown(theirs.ms.p50, ' ms'),
        target: '–',
        isMet: true,
      },
      {
        what: 'memory of the process at 100,000',
        ours: shown(mib, ' MiB'),
        theirs: shown(costOf(alertmanager.pid()).mib, ' MiB'),
        target: `≤ ${MOST_MIB} MiB`,
        isMet: mib <= MOST_MIB,
      },
      {
        what: 'memory of the process, idle',
        ours: shown(idle.mib, ' MiB'),
        target: `≤ ${MOST_IDLE_MIB} MiB`,
        isMet: idle.mib <= MOST_IDLE_MIB,
      },
      {
        what: 'processor, idle, of a core',
        ours: `${(idleCpu * 100).toFixed(1)} %`,
        target: `≤ ${MOST_IDLE_CPU * 100} %`,
        isMet: idleCpu <= MOST_IDLE_CPU,
      },
    ]
  } finally {
    await Promise.all([sink.stop(), tocsin.stop(), alertmanager.stop()])
  }
}

const pause = (seconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, seconds * 1000))

/** Right after so many inserts the database cleans up and counts anew, once; what is measured is how it is to live with them. */
async function settled(tocsin: Tocsin): Promise<void> {
  for (let quiet = 0; quiet < QUIET_LOOKS; quiet++) {
    await pause(1)
    const [busy] = await tocsin.ask<{ n: number }>(CLEANING)
    if (busy?.n !== 0) quiet = 0
  }
}

const fill = (harness: Harness, { url, format }: Contender, { n, offset }: { n: number; offset: number }) =>
  harness.storm(scratch('fill'), { url, format, n, batch: 50, concurrency: 4, services: SERVICES, run: 'grown', 'key-offset': offset })

async function measure(harness: Harness, tocsin: Tocsin, { token, offset }: { token: string; offset: number }): Promise<Level> {
  const { url, format, product } = tocsin
  const storm = await harness.storm(scratch('storm'), {
    url,
    format,
    n: PROBES,
    concurrency: 8,
    services: SERVICES,
    run: 'probe',
    'key-offset': offset,
  })
  await tocsin.quiet()
  const [row] = await tocsin.ask<{ number: string }>("select number from alert where key = 'am/stk-grown-5'")
  const get = async (path: string): Promise<number> =>
    (
      await harness.get(scratch('get').concat('/get.json'), {
        url: `${product.url}${path}`,
        header: `Authorization: Bearer ${token}`,
        concurrency: 1,
        duration: READ_SECONDS,
      })
    ).ms.p50
  return { accept: storm.acceptMs.p50, one: await get(`/api/v1/alerts/ALR-${row?.number}`), list: await get('/api/v1/alerts') }
}

function slower(levels: Level[]): Line[] {
  const names = { accept: 'accept p50 at 8 connections', one: 'one alert by reference, p50', list: 'a list page of 50, p50' }
  return (Object.keys(names) as (keyof Level)[]).map((name) => {
    const times = levels.map((level) => level[name])
    const steps = times.slice(1).map((time, i) => time / (times[i] as number))
    return {
      what: `${names[name]}: 1k, 10k, 100k open`,
      ours: times.map((time) => shown(time, ' ms')).join(', '),
      ratio: steps.map((step) => step.toFixed(2)).join(', '),
      target: `≤ ${MOST_SLOWER}× a step`,
      isMet: Math.max(...steps) <= MOST_SLOWER,
    }
  })
}
