import { Button, PasswordInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { FormFrame } from '../../../web/kit/form-frame.tsx'
import { errorOf, usePost } from './queries.ts'
import { SaidWrong } from './said-wrong.tsx'
import { say } from './strings.ts'
import { tokenInAddress } from './token-in-address.ts'

export function Screen() {
  const [token] = useState(tokenInAddress)
  const [password, setPassword] = useState('')
  const { mutate, isPending, error } = usePost<unknown>('/api/v1/invitations/accept')
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    mutate({ token, password }, { onSuccess: () => location.assign('/settings/me') })
  }
  return (
    <FormFrame title={say('invitation')} lead={token ? say('invitationLead') : say('wrongLink')}>
      <form className="settings-form" onSubmit={onSubmit}>
        <PasswordInput
          label={say('password')}
          description={say('passwordHelp')}
          autoComplete="new-password"
          required
          error={errorOf(error, 'password')}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <SaidWrong error={error} />
        <Button type="submit" variant="filled" loading={isPending} disabled={!token}>
          {say('continue')}
        </Button>
      </form>
    </FormFrame>
  )
}
