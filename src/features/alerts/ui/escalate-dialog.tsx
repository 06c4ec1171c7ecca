import { Button, Modal, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useAct } from './queries.ts'
import { say } from './strings.ts'

/** Whoever is woken by hand reads why. */
export function EscalateDialog({ alert, onClose }: { alert: { id: string; title: string }; onClose: () => void }) {
  const [reason, setReason] = useState('')
  const act = useAct()
  const onSend = (event: FormEvent) => {
    event.preventDefault()
    if (reason.trim()) act.mutate({ id: alert.id, act: 'escalate', body: { reason: reason.trim() } }, { onSuccess: onClose })
  }
  return (
    <Modal opened onClose={onClose} title={say('reasonTitle')} closeButtonProps={{ 'aria-label': say('cancel') }}>
      <form onSubmit={onSend} className="stack">
        <p className="t2">{say('reasonWhat')}</p>
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
            {say('escalate')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
