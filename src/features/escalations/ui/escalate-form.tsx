import { Button, Modal, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { Page } from '../contract.ts'
import { useActOnPage } from './queries.ts'
import { say } from './strings.ts'

/** Why somebody further up is wanted. */
export function EscalateForm({ page, onClose }: { page: Page; onClose: () => void }) {
  const [reason, setReason] = useState('')
  const { mutate, isPending } = useActOnPage(page.id)
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    mutate({ act: 'escalate', body: { reason: reason.trim() } }, { onSuccess: onClose })
  }
  return (
    <Modal opened onClose={onClose} title={say('escalateTitle', { title: page.title })} closeButtonProps={{ 'aria-label': say('cancel') }}>
      <form className="stack" onSubmit={onSubmit}>
        <TextInput
          label={say('escalateReason')}
          required
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <div className="form-actions">
          <Button variant="subtle" onClick={onClose}>
            {say('cancel')}
          </Button>
          <Button type="submit" variant="filled" loading={isPending} disabled={!reason.trim()}>
            {say('escalate')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
