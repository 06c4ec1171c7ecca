import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isAlive } from './db/process-state.ts'

/** Where the process on this data folder answers; the command line on the same machine finds it here. */
export type InstanceFile = { url: string; pid: number }

const pathOf = (dataFolder: string): string => join(dataFolder, 'server.json')

const ANY_ADDRESS = new Map([
  ['0.0.0.0', '127.0.0.1'],
  ['::', '[::1]'],
])

/** The address of a listening process as this machine reaches it. */
export function localUrl(host: string, port: number): string {
  const name = ANY_ADDRESS.get(host) ?? (host.includes(':') ? `[${host}]` : host)
  return `http://${name}:${port}`
}

/** Leaves the note of another process that runs on this data folder alone: the command line needs one of them, and finds that one. */
export async function writeInstance(dataFolder: string, instance: InstanceFile): Promise<void> {
  if (await readInstance(dataFolder)) return
  const half = `${pathOf(dataFolder)}.${instance.pid}`
  await writeFile(half, `${JSON.stringify(instance)}\n`, { mode: 0o600 })
  await rename(half, pathOf(dataFolder))
}

/** Removes the note, unless another process has put its own there meanwhile. */
export async function removeInstance(dataFolder: string, pid: number): Promise<void> {
  const found = await readNote(dataFolder)
  if (found?.pid === pid) await rm(pathOf(dataFolder), { force: true })
}

/** The instance that runs on this data folder, or null. */
export async function readInstance(dataFolder: string): Promise<InstanceFile | null> {
  const found = await readNote(dataFolder)
  return found && isAlive(found.pid) ? found : null
}

async function readNote(dataFolder: string): Promise<InstanceFile | null> {
  const text = await readFile(pathOf(dataFolder), 'utf8').catch(() => null)
  try {
    return text === null ? null : (JSON.parse(text) as InstanceFile)
  } catch {
    return null // half written by a process that was killed: as good as none
  }
}
