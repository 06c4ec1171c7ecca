import { Button, Modal, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { type Act, useAct } from './queries.ts'
import { say } from './strings.ts'

type Props = {
  alert: { id: string; title: string }
  act?: 'escalate' | 'acknowledge' | 'resolve' | 'snooze'
  body?: Act['body']
  onClose: () => void
}

/** Whoever is woken by hand reads why; so do the next ones, of what an organisation wants a reason for. */
export function EscalateDialog({ alert, act: name = 'escalate', body = {}, onClose }: Props) {
  const [reason, setReason] = useState('')
  const act = useAct()
  const onSend = (event: FormEvent) => {
    event.preventDefault()
    if (reason.trim()) act.mutate({ id: alert.id, act: name, body: { ...body, reason: reason.trim() } }, { onSuccess: onClose })
  }
  const isEscalating = name === 'escalate'
  return (
    <Modal
      opened
      onClose={onClose}
      title={isEscalating ? say('reasonTitle') : say(name)}
      closeButtonProps={{ 'aria-label': say('cancel') }}
    >
      <form onSubmit={onSend} className="stack">
        {isEscalating && <p className="t2">{say('reasonWhat')}</p>}
        <TextInput
          label={say('reasonLabel')}
          data-autofocus
          required
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <div className="form-actions">
          <Button variant="subtle" onClick={onClose}>
            {say('cancel')}
          </Button>
          <Button type="submit" variant="filled" loading={act.isPending} disabled={!reason.trim()}>
            {say(name)}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
