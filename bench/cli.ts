import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { inTurns, type Line, median, shown } from './table.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const ROUNDS = 15
/** What feels like at once, on a quiet machine. */
const MOST_MS = 150
const MS = 1_000

const COMMANDS = [
  '--help',
  'lint policies/example',
  'oncall --bundle policies/example',
  'coverage --bundle policies/example',
  'simulate policies/example --alert Full',
]

type Took = { wall: number; processor: number }

/** Verbs that work offline, from the shell: from the start of the process to its end, medians in turns. Run `npm ci` or `npm start` first: it bundles. */
export async function cli(): Promise<Line[]> {
  for (const command of COMMANDS) took(command) // fills the compile cache
  const found = await inTurns(COMMANDS, ROUNDS, async (command) => took(command))
  return COMMANDS.map((command) => {
    const wall = median(found[command]?.map((each) => each.wall) ?? [])
    const processor = median(found[command]?.map((each) => each.processor) ?? [])
    const ours = `${shown(wall, ' ms')}; user+sys ${shown(processor, ' ms')}`
    return { what: `tocsin ${command}`, ours, target: `≤ ${MOST_MS} ms`, isMet: wall <= MOST_MS }
  })
}

/** The shell tells what its child used; Node has no call for it. */
function took(command: string): Took {
  const script = `TIMEFORMAT='%U %S'; time "$0" bin/tocsin.js ${command} >/dev/null 2>&1`
  const from = performance.now()
  const { error, stderr } = spawnSync('bash', ['-c', script, process.execPath], { cwd: root, encoding: 'utf8' })
  const wall = performance.now() - from
  const [user, system] = stderr.trim().split(' ').map(Number)
  if (error || user === undefined || system === undefined)
    throw new Error(`tocsin ${command} was not measured: ${error?.message ?? stderr}`)
  return { wall, processor: (user + system) * MS }
}
