import { useSyncExternalStore } from 'react'
import { nowMs } from '../clock.ts'

/** Why the console cannot hear the server; the bar on top says it in words. */
export type LostCause = 'offline' | 'server' | 'database'

export type Connection = { status: 'connecting' | 'live' } | { status: 'lost'; cause: LostCause; since: number }

let state: Connection = { status: 'connecting' }
let lastGoodMs = nowMs()
const watchers = new Set<() => void>()

function become(next: Connection): void {
  state = next
  for (const watcher of watchers) watcher()
}

/** Any good answer proves the connection; called by every request and by the live stream. */
export function heardServer(): void {
  lastGoodMs = nowMs()
  if (state.status !== 'live') become({ status: 'live' })
}

/** The first failure fixes the last good time; later ones may only name the cause better. */
export function lostServer(cause: LostCause): void {
  if (state.status === 'lost' && state.cause === cause) return
  const since = state.status === 'lost' ? state.since : lastGoodMs
  become({ status: 'lost', cause, since })
}

export const connection = (): Connection => state

export function useConnection(): Connection {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    () => state,
  )
}
