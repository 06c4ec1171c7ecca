import { Notifications } from '@mantine/notifications'
import { Palette } from './palette.tsx'
import { ShortcutSheet } from './shortcut-sheet.tsx'
import { Slot } from './slot.tsx'

/** What floats over a screen. Loaded once the first screen stands, so that it does not wait for any of this. */
export function Overlays() {
  return (
    <>
      <Notifications position="bottom-right" />
      <Palette />
      <ShortcutSheet />
      <Slot name="shell.overlay" />
    </>
  )
}
