import { Button, Modal, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { announce } from '../../../web/kit/announcer.tsx'
import type { Owed } from './owed.ts'
import { useDeed } from './queries.ts'
import { say } from './strings.ts'

type WaiveProps = { owed: Owed; onClose: () => void }

/** Asks why a promise need not be kept: nothing is waived without a reason. */
export function WaiveDialog({ owed, onClose }: WaiveProps) {
  return (
    <Modal
      opened
      onClose={onClose}
      centered
      title={say('waiveTitle', { title: owed.clock.title })}
      closeButtonProps={{ 'aria-label': say('cancel') }}
    >
      <WaiveForm owed={owed} onClose={onClose} />
    </Modal>
  )
}

export function WaiveForm({ owed, onClose }: WaiveProps) {
  const [why, setWhy] = useState('')
  const [isSending, setSending] = useState(false)
  const deed = useDeed()
  const send = async (event: FormEvent) => {
    event.preventDefault()
    setSending(true)
    const isDone = await deed('waive', owed, why.trim())
    setSending(false)
    if (!isDone) return
    announce(say('waived', { title: owed.clock.title }))
    onClose()
  }
  return (
    <form className="stack" onSubmit={(event) => void send(event)}>
      <Textarea
        label={say('waiveReason')}
        description={say('waiveWhat')}
        required
        autosize
        minRows={2}
        data-autofocus
        value={why}
        onChange={(event) => setWhy(event.currentTarget.value)}
      />
      <div className="line">
        <Button className="push" onClick={onClose}>
          {say('cancel')}
        </Button>
        <Button type="submit" variant="filled" loading={isSending} disabled={why.trim() === ''}>
          {say('waive')}
        </Button>
      </div>
    </form>
  )
}
