import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { Choice } from '../../../web/kit/choice.tsx'
import type { InvitedAnswer, PersonAnswer } from '../contract.ts'
import { PostForm, TextField } from './fields.tsx'
import { usePost } from './queries.ts'
import { say } from './strings.ts'

export type PersonDialogProps = { person: PersonAnswer | 'new'; onClose: () => void; onInvited: (invited: InvitedAnswer) => void }

const rolesInWords = () => [
  { value: 'admin', label: say('roleAdmin') },
  { value: 'responder', label: say('roleResponder') },
  { value: 'viewer', label: say('roleViewer') },
]

/** Adds a person, which gives an invitation link, or changes one. */
export function PersonDialog({ person, onClose, onInvited }: PersonDialogProps) {
  const known = person === 'new' ? null : person
  const [name, setName] = useState(known?.name ?? '')
  const [email, setEmail] = useState(known?.email ?? '')
  const [title, setTitle] = useState(known?.title ?? '')
  const [role, setRole] = useState<string>(known?.role ?? 'responder')
  const { save, error, isBusy } = useSaving(known, { onClose, onInvited })
  const actions = (
    <>
      <Button onClick={onClose}>{say('close')}</Button>
      <Button type="submit" variant="filled" loading={isBusy}>
        {known ? say('save') : say('add')}
      </Button>
    </>
  )
  return (
    <Modal opened onClose={onClose} title={known ? known.name : say('add')} closeButtonProps={{ 'aria-label': say('close') }}>
      <PostForm onSend={() => save({ name, email, title, role })} error={error} actions={actions}>
        {!known && <p className="t2">{say('addLead')}</p>}
        <TextField name="name" label={say('name')} required error={error} value={name} onType={setName} />
        <TextField name="email" label={say('email')} type="email" required={!known} error={error} value={email} onType={setEmail} />
        {known && <TextField name="title" label={say('title')} error={error} value={title} onType={setTitle} />}
        <Choice label={say('role')} data={rolesInWords()} value={role} onChange={(next) => setRole(next ?? 'responder')} />
      </PostForm>
    </Modal>
  )
}

type Typed = { name: string; email: string; title: string; role: string }

/** Adds or changes; afterwards the dialog closes, and who is new has a link to be shown. */
function useSaving(known: PersonAnswer | null, { onClose, onInvited }: Pick<PersonDialogProps, 'onClose' | 'onInvited'>) {
  const add = usePost<InvitedAnswer>('/api/v1/people')
  const change = usePost<PersonAnswer>(`/api/v1/people/${known?.id ?? ''}`)
  const onAdded = (invited: InvitedAnswer) => {
    onClose()
    onInvited(invited)
  }
  const save = ({ name, email, title, role }: Typed) => {
    if (known) change.mutate({ name, role, title: title || null, ...(email ? { email } : {}) }, { onSuccess: onClose })
    else add.mutate({ name, email, role }, { onSuccess: onAdded })
  }
  return { save, error: known ? change.error : add.error, isBusy: add.isPending || change.isPending }
}
