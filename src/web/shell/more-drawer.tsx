import { Drawer } from '@mantine/core'
import type { ReactNode } from 'react'
import { DisplayChip } from './display-chip.tsx'
import { say } from './strings.ts'

/** The screens that the bottom bar has no room for. */
export function MoreDrawer({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  return (
    <Drawer
      opened
      onClose={onClose}
      position="bottom"
      title={say('moreItems')}
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': say('close') }}
    >
      <div className="more-list">{children}</div>
      <div className="more-display">
        <DisplayChip />
      </div>
    </Drawer>
  )
}
