import { createSpotlight } from '@mantine/spotlight'

/** The palette's own switch; a key and two buttons open it. */
export const [paletteStore, palette] = createSpotlight()
export const openPalette = (): void => palette.open()

const RECENT_KEY = 'tocsin.palette.recent'
const REMEMBERED = 6

/** Ids of what was chosen last, newest first. */
export function recentIds(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(RECENT_KEY) ?? '[]')
    return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string') : []
  } catch {
    return [] // written by hand or by another version: begin anew
  }
}

export function remember(id: string): void {
  const ids = [id, ...recentIds().filter((each) => each !== id)].slice(0, REMEMBERED)
  localStorage.setItem(RECENT_KEY, JSON.stringify(ids))
}
