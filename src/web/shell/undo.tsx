import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconCircleX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { KeyHint } from '../kit/key-hint.tsx'
import { say } from './strings.ts'

/** Ten seconds to take back, then the thing is in the bin for thirty days. */
const UNDO_MS = 10_000
const FAILURE_MS = 20_000

let last: { id: string; undo: () => void } | undefined

/** The one line with its one button, as it floats and as the gallery shows it. */
export function Toast({ children, isBad = false, action }: { children: ReactNode; isBad?: boolean; action?: ReactNode }) {
  return (
    <div className="toast-line">
      {isBad && <IconCircleX size={16} aria-hidden className="missed" />}
      <span>{children}</span>
      {action && <span className="push">{action}</span>}
    </div>
  )
}

/** Says what was done and offers to take it back. */
export function offerUndo({ said, undo }: { said: string; undo: () => void }): void {
  const id = crypto.randomUUID()
  last = { id, undo }
  const button = (
    <Button size="xs" onClick={undoLast} rightSection={<KeyHint keys="mod+z" />}>
      {say('undo')}
    </Button>
  )
  notifications.show({
    id,
    autoClose: UNDO_MS,
    message: <Toast action={button}>{said}</Toast>,
    withCloseButton: false,
    onClose: () => forget(id),
  })
}

/** Says what was not done, what was kept, and offers the repair. */
export function sayFailed({ said, action }: { said: string; action?: ReactNode }): void {
  notifications.show({
    autoClose: FAILURE_MS,
    closeButtonProps: { 'aria-label': say('dismiss') },
    message: (
      <Toast isBad action={action}>
        {said}
      </Toast>
    ),
  })
}

function forget(id: string): void {
  if (last?.id === id) last = undefined
}

export function undoLast(): void {
  if (!last) return
  const { id, undo } = last
  last = undefined
  notifications.hide(id)
  undo()
}
