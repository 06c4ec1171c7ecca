import { setTimeout as pause } from 'node:timers/promises'

const LOOK_EVERY_MS = 10

/** Looks again and again until `look` gives something other than undefined; undefined when it never did (pauses counted, not clock time). */
export async function pollFor<T>(look: () => Promise<T | undefined> | T | undefined, withinMs: number): Promise<T | undefined> {
  for (let looks = withinMs / LOOK_EVERY_MS; looks >= 0; looks -= 1) {
    const found = await look()
    if (found !== undefined) return found
    await pause(LOOK_EVERY_MS)
  }
  return undefined
}
