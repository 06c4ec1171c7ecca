import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { pollFor } from './poll.ts'
import { identityOf, isAlive } from './process-state.ts'

/** Longer than the slowest first start of a database on a weak machine. */
const PATIENCE_MS = 60_000

const codeOf = (error: unknown): unknown => (error as NodeJS.ErrnoException).code

let turn = 0

/** True when the holder written in the lock still lives. */
export async function isHeld(path: string): Promise<boolean> {
  const holder = await readFile(path, 'utf8').catch(() => null)
  if (holder === null) return false
  const pid = Number.parseInt(holder, 10)
  return isAlive(pid) && identityOf(pid) === holder
}

async function tryTake(path: string, mark: string): Promise<boolean> {
  try {
    await link(mark, path) // atomic, and the lock is never seen without its holder
    return true
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  }
  if (await isHeld(path)) return false
  const aside = `${mark}.stale`
  await rename(path, aside).catch((error) => {
    if (codeOf(error) !== 'ENOENT') throw error
  })
  // Between the look and the rename a living process may have taken it: give it back.
  if (await isHeld(aside)) await link(aside, path).catch(() => undefined)
  await rm(aside, { force: true })
  return false
}

/** Runs `work` while no other process on this machine holds the same lock file. A dead holder's lock is taken over. */
export async function withFileLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  turn += 1
  const mark = `${path}.${process.pid}.${turn}`
  await writeFile(mark, identityOf(process.pid), { mode: 0o600 })
  try {
    const taken = await pollFor(async () => (await tryTake(path, mark)) || undefined, PATIENCE_MS)
    if (!taken) throw new Error(`The lock ${path} is held by another process; stop that process or remove the file.`)
    try {
      return await work()
    } finally {
      await rm(path, { force: true })
    }
  } finally {
    await rm(mark, { force: true })
  }
}
