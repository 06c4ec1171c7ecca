/** What Chromium hands over when the console can be installed; it offers itself once, long before somebody looks for the button. */
type InstallPrompt = Event & { prompt: () => Promise<unknown> }

let kept: InstallPrompt | undefined
const watchers = new Set<() => void>()
const tell = () => {
  for (const watcher of watchers) watcher()
}

/** Keeps the browser's offer for the button of the profile. Called once, before the first screen. */
export function keepInstallPrompt(): void {
  if (typeof window === 'undefined') return
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault()
    kept = event as InstallPrompt
    tell()
  })
  window.addEventListener('appinstalled', () => {
    kept = undefined
    tell()
  })
}

export const currentInstallPrompt = (): InstallPrompt | undefined => kept

export function watchInstallPrompt(watcher: () => void): () => void {
  watchers.add(watcher)
  return () => watchers.delete(watcher)
}
