import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { FormFrame } from '../../../web/kit/form-frame.tsx'
import { api } from '../../../web/server/api.ts'
import { PasswordField, PostForm, TextField } from './fields.tsx'
import { usePost } from './queries.ts'
import { say } from './strings.ts'

/** Only places of our own: a link could carry another site's address. */
const safeNext = (next: unknown): string => (typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : '/')

export function Screen() {
  const { next } = useSearch({ strict: false }) as { next?: string }
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const { data: setup } = useQuery({ queryKey: ['setup'], queryFn: () => api<{ isNeeded: boolean }>('/api/v1/setup') })
  const { mutate, isPending, error } = usePost<unknown>('/api/auth/sign-in/email')
  // A fresh load, so that everything that was asked before signing in is asked again.
  const onSend = () => mutate({ email, password }, { onSuccess: () => location.assign(safeNext(next)) })
  return (
    <FormFrame title={say('signIn')} lead={setup?.isNeeded ? say('notSetUp') : say('signInLead')}>
      <PostForm
        onSend={onSend}
        error={error}
        actions={
          <Button type="submit" variant="filled" loading={isPending}>
            {say('signIn')}
          </Button>
        }
      >
        <TextField
          name="email"
          label={say('email')}
          type="email"
          autoComplete="username"
          required
          error={error}
          value={email}
          onType={setEmail}
        />
        <PasswordField label={say('password')} autoComplete="current-password" error={error} value={password} onType={setPassword} />
      </PostForm>
    </FormFrame>
  )
}
