import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { FormFrame } from '../../../web/kit/form-frame.tsx'
import { api } from '../../../web/server/api.ts'
import { usePost } from './queries.ts'
import { SaidWrong } from './said-wrong.tsx'
import { say } from './strings.ts'

/** Only places of our own: a link could carry another site's address. */
const safeNext = (next: unknown): string => (typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : '/')

export function Screen() {
  const { next } = useSearch({ strict: false }) as { next?: string }
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const { data: setup } = useQuery({ queryKey: ['setup'], queryFn: () => api<{ isNeeded: boolean }>('/api/v1/setup') })
  const { mutate, isPending, error } = usePost<unknown>('/api/auth/sign-in/email')
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    // A fresh load, so that everything that was asked before signing in is asked again.
    mutate({ email, password }, { onSuccess: () => location.assign(safeNext(next)) })
  }
  return (
    <FormFrame title={say('signIn')} lead={setup?.isNeeded ? say('notSetUp') : say('signInLead')}>
      <form className="settings-form" onSubmit={onSubmit}>
        <TextInput
          label={say('email')}
          type="email"
          autoComplete="username"
          required
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label={say('password')}
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <SaidWrong error={error} />
        <Button type="submit" variant="filled" loading={isPending}>
          {say('signIn')}
        </Button>
      </form>
    </FormFrame>
  )
}
