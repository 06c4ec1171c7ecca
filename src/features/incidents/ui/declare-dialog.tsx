import { Modal } from '@mantine/core'
import { Suspense } from 'react'
import { lazily } from '../../../web/shell/lazily.tsx'
import { closeDeclare, useIsDeclareOpen } from './declare-store.ts'
import { say } from './declare-strings.ts'

const DeclareForm = lazily(() => import('./declare-form.tsx'), 'DeclareForm')

/** Opens over any screen. */
export function Slot() {
  const isOpen = useIsDeclareOpen()
  return (
    <Modal
      opened={isOpen}
      onClose={closeDeclare}
      title={say('declareTitle')}
      size="lg"
      centered
      closeButtonProps={{ 'aria-label': say('cancel') }}
    >
      <Suspense fallback={null}>{isOpen && <DeclareForm />}</Suspense>
    </Modal>
  )
}
