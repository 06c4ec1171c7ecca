import { type ComponentType, lazy, useEffect, useState } from 'react'

/** A component whose code comes with its first drawing: `lazily(() => import('./x.tsx'), 'X')`. */
export function lazily<N extends string, P extends object>(load: () => Promise<Record<N, ComponentType<P>>>, name: N) {
  return lazy(async (): Promise<{ default: ComponentType<P> }> => ({ default: (await load())[name] }))
}

/** At most this long after the first drawing, even when the browser is never idle. */
const LATEST_MS = 1500
/** Safari does not tell when it is idle. */
const GUESS_MS = 300

/** False while the first screen is being drawn, true once the browser has time. */
export function useIsSettled(): boolean {
  const [isSettled, setSettled] = useState(false)
  useEffect(() => {
    const settle = () => setSettled(true)
    if (!('requestIdleCallback' in window)) {
      const timer = setTimeout(settle, GUESS_MS)
      return () => clearTimeout(timer)
    }
    const handle = requestIdleCallback(settle, { timeout: LATEST_MS })
    return () => cancelIdleCallback(handle)
  }, [])
  return isSettled
}
