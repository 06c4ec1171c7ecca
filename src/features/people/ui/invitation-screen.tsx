import { Button } from '@mantine/core'
import { useState } from 'react'
import { FormFrame } from '../../../web/kit/form-frame.tsx'
import { NewPassword, PostForm } from './fields.tsx'
import { usePost } from './queries.ts'
import { say } from './strings.ts'
import { tokenInAddress } from './token-in-address.ts'

export function Screen() {
  const [token] = useState(tokenInAddress)
  const [password, setPassword] = useState('')
  const { mutate, isPending, error } = usePost<unknown>('/api/v1/invitations/accept')
  const onSend = () => mutate({ token, password }, { onSuccess: () => location.assign('/settings/me') })
  return (
    <FormFrame title={say('invitation')} lead={token ? say('invitationLead') : say('wrongLink')}>
      <PostForm
        onSend={onSend}
        error={error}
        actions={
          <Button type="submit" variant="filled" loading={isPending} disabled={!token}>
            {say('continue')}
          </Button>
        }
      >
        <NewPassword error={error} value={password} onType={setPassword} />
      </PostForm>
    </FormFrame>
  )
}
