import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { Choice } from '../../../web/kit/choice.tsx'
import { Choices } from '../../../web/kit/choices.tsx'
import { PostForm, TextField } from './fields.tsx'
import { usePost } from './queries.ts'
import { say } from './strings.ts'

const ROLES = ['viewer', 'responder', 'admin']
const SCOPES = [
  '*',
  'read',
  'alert',
  'incident',
  'page',
  'oncall',
  'service',
  'statuspage',
  'review',
  'metric',
  'policy',
  'people',
  'integration',
  'audit',
]

/** Makes a token; its secret is handed on once. */
export function TokenDialog({ onClose, onMade }: { onClose: () => void; onMade: (secret: string) => void }) {
  const [name, setName] = useState('')
  const [role, setRole] = useState('viewer')
  const [scopes, setScopes] = useState(['read'])
  const { mutate, isPending, error } = usePost<{ secret: string }>('/api/v1/tokens')
  const onSuccess = ({ secret }: { secret: string }) => {
    onClose()
    onMade(secret)
  }
  const actions = (
    <>
      <Button onClick={onClose}>{say('close')}</Button>
      <Button type="submit" variant="filled" loading={isPending} disabled={scopes.length === 0}>
        {say('newToken')}
      </Button>
    </>
  )
  return (
    <Modal opened onClose={onClose} title={say('newToken')} closeButtonProps={{ 'aria-label': say('close') }}>
      <PostForm onSend={() => mutate({ name, role, scopes }, { onSuccess })} error={error} actions={actions}>
        <TextField name="name" label={say('tokenName')} required error={error} value={name} onType={setName} />
        <Choice label={say('role')} data={ROLES} value={role} onChange={(next) => setRole(next ?? 'viewer')} />
        <Choices label={say('scopes')} description={say('scopesHelp')} data={SCOPES} value={scopes} onChange={setScopes} />
      </PostForm>
    </Modal>
  )
}
