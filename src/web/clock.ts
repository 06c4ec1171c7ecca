import { useSyncExternalStore } from 'react'

/**
 * The console's one watch. It follows the server's time (a laptop may be minutes off, and a clock that counts down
 * wrongly is worse than none) and beats once a second for everybody who looks.
 */
const BEAT_MS = 1000

let offsetMs = 0
let fixedMs: number | undefined
let timer: ReturnType<typeof setInterval> | undefined
const watchers = new Set<() => void>()

/** Milliseconds since 1970 as the server sees them. */
export const nowMs = (): number => fixedMs ?? Date.now() + offsetMs

/** Corrects the watch by an answer's `Date` header, which knows whole seconds: only more than two count. */
export function followServer(serverMs: number): void {
  const drift = serverMs - Date.now()
  const SECONDS_OF_DOUBT = 2000
  offsetMs = Math.abs(drift) > SECONDS_OF_DOUBT ? drift : 0
}

/** Stops the watch at one instant: the gallery and the browser tests always show the same minute. */
export function stopClockAt(moment: string): void {
  fixedMs = Date.parse(moment)
  for (const watcher of watchers) watcher()
}

/** How long something took: call it, do the thing, call what it gave. Milliseconds. */
export function startWatch(): () => number {
  const start = performance.now()
  return () => performance.now() - start
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher)
  timer ??= setInterval(() => {
    for (const each of watchers) each()
  }, BEAT_MS)
  return () => {
    watchers.delete(watcher)
    if (watchers.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/**
 * Draws again only when what is read from the watch has changed: `useClock((now) => relative(at, now))`.
 * The reading must be a string, a number or a boolean.
 */
export function useClock<T extends string | number | boolean>(read: (nowMs: number) => T): T {
  return useSyncExternalStore(watch, () => read(nowMs()))
}
