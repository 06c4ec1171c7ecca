import { useSyncExternalStore } from 'react'

let said = ''
const watchers = new Set<() => void>()

/** Says a sentence once to screen readers, politely. For what changes by itself and matters: a clock that is missed. */
export function announce(sentence: string): void {
  said = sentence
  for (const watcher of watchers) watcher()
}

/** The one live region; stands once in the shell. */
export function Announcer() {
  const sentence = useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    () => said,
  )
  return (
    <div className="sr" aria-live="polite" data-announcer>
      {sentence}
    </div>
  )
}
