import { useSyncExternalStore } from 'react'

let isOpen = false
const watchers = new Set<() => void>()

function set(next: boolean): void {
  isOpen = next
  for (const watcher of watchers) watcher()
}

/** The dialog opens over any screen: by the button, the key and the palette. */
export const openDeclare = (): void => set(true)
export const closeDeclare = (): void => set(false)
export const useIsDeclareOpen = (): boolean =>
  useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    () => isOpen,
  )
