import { existsSync, readdirSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pollFor } from './poll.ts'
import { isAlive, isServerOf } from './process-state.ts'

/** A fast shutdown writes one checkpoint; when that takes longer, the next start recovers from the log instead. */
const FAST_STOP_MS = 4_000
const FORCED_STOP_MS = 5_000

/** What a running server says about itself in `postmaster.pid`. */
export type Postmaster = { pid: number; port: number; socketFolder: string; status: string }

export async function readPostmaster(cluster: string): Promise<Postmaster | null> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => null)
  if (text === null) return null
  const lines = text.split('\n').map((line) => line.trim())
  return { pid: Number(lines[0]), port: Number(lines[3] ?? 0), socketFolder: lines[4] ?? '', status: lines[7] ?? '' }
}

/** The server that runs in this folder now, whoever started it; null when none does. */
export async function runningPostmaster(cluster: string): Promise<Postmaster | null> {
  const found = await readPostmaster(cluster)
  return found && isServerOf(found.pid, cluster) ? found : null
}

/**
 * Removes a `postmaster.pid` whose server is gone although its number answers: a zombie nobody reaps, or a number that
 * another program has now. Where the number is plainly free PostgreSQL cleans up by itself, with more checks than ours.
 * Server processes that outlived their postmaster are ended first: two servers on one folder would ruin it.
 */
export async function clearStalePid(cluster: string): Promise<void> {
  const found = await readPostmaster(cluster)
  if (!found || isServerOf(found.pid, cluster)) return
  await endOrphans(cluster)
  if (!numberAnswers(found.pid)) return
  await rm(join(cluster, 'postmaster.pid'), { force: true })
  await rm(join(cluster, `.s.PGSQL.${found.port}.lock`), { force: true })
}

function numberAnswers(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

async function endOrphans(cluster: string): Promise<void> {
  if (!existsSync('/proc')) return
  const orphans = readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 1 && pid !== process.pid && isServerOf(pid, cluster))
  for (const pid of orphans) process.kill(pid, 'SIGKILL')
  for (const pid of orphans) await gone(pid, FORCED_STOP_MS)
}

const gone = async (pid: number, withinMs: number): Promise<boolean> =>
  (await pollFor(() => (isAlive(pid) ? undefined : true), withinMs)) ?? false

/** Waits until the server accepts connections; false when its process ended before. */
export async function waitUntilReady(cluster: string, pid: number, withinMs: number): Promise<boolean> {
  const look = async (): Promise<boolean | undefined> => {
    const found = await readPostmaster(cluster)
    if (found?.pid === pid && found.status === 'ready') return true
    return isAlive(pid) ? undefined : false
  }
  return (await pollFor(look, withinMs)) ?? false
}

/** Stops the server of this folder: sessions are ended, the log is flushed. Does nothing when none runs. */
export async function stopPostmaster(cluster: string): Promise<void> {
  const running = await runningPostmaster(cluster)
  if (!running) return
  process.kill(running.pid, 'SIGINT')
  if (await gone(running.pid, FAST_STOP_MS)) return
  process.kill(running.pid, 'SIGQUIT')
  if (!(await gone(running.pid, FORCED_STOP_MS))) throw new Error(`The database (process ${running.pid}) does not stop; end it by hand.`)
}
