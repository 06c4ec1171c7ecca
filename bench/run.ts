import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { accept } from './accept.ts'
import { cli } from './cli.ts'
import { coverage } from './coverage.ts'
import { growth } from './growth.ts'
import { handOver } from './hand-over.ts'
import { Harness } from './harness.ts'
import { pages } from './pages.ts'
import { recovery } from './recovery.ts'
import { refusals } from './refusals.ts'
import { schedules } from './schedules.ts'
import { seen } from './seen.ts'
import { start } from './start.ts'
import { storm } from './storm.ts'
import { type Line, printTable } from './table.ts'
import { timers } from './timers.ts'

/** `node bench/run.ts [name …] [--harness DIR]`: each name is a line of the issue; without one all are measured. */
const benches: Record<string, { title: string; run(harness: Harness): Promise<Line[]> }> = {
  accept: { title: 'Accepting alerts', run: accept },
  pages: { title: 'From send to the first page', run: pages },
  'hand-over': { title: 'From send to the first page, 100 alerts a second', run: handOver },
  storm: { title: 'Other teams beside a storm on one service', run: storm },
  growth: { title: 'With many open alerts', run: growth },
  recovery: { title: 'After a receiver or the process itself was away', run: recovery },
  refusals: { title: 'Bad input', run: refusals },
  timers: { title: 'Timers', run: timers },
  schedules: { title: 'Who is on call', run: schedules },
  coverage: { title: 'The coverage proof', run: coverage },
  seen: { title: 'Two browsers in one war room', run: seen },
  start: { title: 'Starting and taking over', run: start },
  cli: { title: 'Verbs that work offline', run: cli },
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { harness: { type: 'string', default: '../shared/harness' } },
})
const unknown = positionals.filter((name) => !benches[name])
if (unknown.length > 0) {
  console.error(`bench: "${unknown.join('", "')}" is no bench; there are ${Object.keys(benches).join(', ')}`)
  process.exit(2)
}
const harness = new Harness(values.harness)
for (const [name, { title, run }] of Object.entries(benches)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue
  const load = loadavg()[0] as number
  printTable(`${title} (load average before: ${load.toFixed(1)})`, await run(harness))
}
