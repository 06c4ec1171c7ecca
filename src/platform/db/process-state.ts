import { execFileSync } from 'node:child_process'
import { readFileSync, readlinkSync, realpathSync } from 'node:fs'

const isLinux = process.platform === 'linux'

function ps(pid: number, column: string): string {
  try {
    return execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' }).trim()
  } catch {
    return '' // ps answers 1 when no such process exists
  }
}

/** State letter and start time, or null when there is no such process. */
function stat(pid: number): { state: string; startedAt: string } | null {
  if (!isLinux) {
    const state = ps(pid, 'state')
    return state ? { state, startedAt: ps(pid, 'lstart') } : null
  }
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in parentheses may hold spaces: fields are counted from behind it (state is the 3rd, start time the 22nd).
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return { state: fields[0] ?? '', startedAt: fields[19] ?? '' }
  } catch {
    return null
  }
}

/** A zombie counts as dead: it answers signal 0 for as long as nobody reaps it, but it does nothing any more. */
export function isAlive(pid: number): boolean {
  const found = stat(pid)
  return found !== null && !found.state.startsWith('Z') && !found.state.startsWith('X')
}

/** Tells one life of a process id from the next, so that a reused number is not taken for the same process. */
export const identityOf = (pid: number): string => `${pid} ${stat(pid)?.startedAt ?? ''}`

/** Whether the process is a PostgreSQL that works in this data folder (its servers change into it when they start). */
export function isServerOf(pid: number, folder: string): boolean {
  if (!isAlive(pid)) return false
  if (!isLinux) return ps(pid, 'command').includes(folder)
  try {
    const name = readFileSync(`/proc/${pid}/comm`, 'utf8').trim()
    return name === 'postgres' && readlinkSync(`/proc/${pid}/cwd`) === realpathSync(folder)
  } catch {
    return false // another user's process, so not ours
  }
}
