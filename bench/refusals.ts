import { freePort } from '../test/crash/product.ts'
import { Tocsin } from './contenders.ts'
import { type Line, shown } from './table.ts'

const ROUNDS = 200
/** What each answer to bad input may take. */
const MOST_MS = 20
const KEY = 'benchbenchbenchbenchbenchbench00'
const DEEP = '['.repeat(5_000) + ']'.repeat(5_000)

const CASES: readonly { what: string; path: string; body: string; status: number }[] = [
  { what: 'malformed JSON', path: `/in/alertmanager/${KEY}`, body: '{"alerts": [', status: 400 },
  { what: 'JSON that nests 5,000 deep', path: `/in/alertmanager/${KEY}`, body: DEEP, status: 400 },
  { what: 'an unknown key', path: `/in/alertmanager/${'y'.repeat(32)}`, body: '{}', status: 404 },
]

/** How soon bad input is answered, on a server that does nothing else. */
export async function refusals(): Promise<Line[]> {
  const who = await Tocsin.start({ sinkPort: await freePort() })
  try {
    const lines: Line[] = []
    for (const each of CASES) lines.push(await refused(who.product.url, each))
    return lines
  } finally {
    await who.stop()
  }
}

async function refused(url: string, { what, path, body, status }: (typeof CASES)[number]): Promise<Line> {
  const took: number[] = []
  for (let n = 0; n < ROUNDS; n += 1) {
    const from = performance.now()
    const answer = await fetch(`${url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    await answer.text()
    took.push(performance.now() - from)
    if (answer.status !== status) throw new Error(`${what} was answered with ${answer.status} instead of ${status}`)
  }
  const p99 = took.sort((a, b) => a - b)[Math.floor(ROUNDS * 0.99)] as number
  return { what: `refusing ${what}, p99`, ours: shown(p99, ' ms'), target: `< ${MOST_MS} ms`, isMet: p99 < MOST_MS }
}
