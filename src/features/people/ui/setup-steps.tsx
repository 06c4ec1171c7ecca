import { Button } from '@mantine/core'
import { useState } from 'react'
import { Choice } from '../../../web/kit/choice.tsx'
import { browserZone } from '../../../web/times.ts'
import { zoneToday } from '../../../web/zones.ts'
import { NewPassword, PostForm, TextField } from './fields.tsx'
import { errorOf, usePost } from './queries.ts'
import { say } from './strings.ts'
import { ZONES } from './zones.ts'

type StepProps = { onDone: () => void }

export function AccountStep({ token, onDone }: StepProps & { token: string }) {
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const { mutate, isPending, error } = usePost<unknown>('/api/v1/setup')
  return (
    <PostForm
      onSend={() => mutate({ token, name, email, password }, { onSuccess: onDone })}
      error={error}
      actions={
        <Button type="submit" variant="filled" loading={isPending} disabled={!token}>
          {say('continue')}
        </Button>
      }
    >
      <TextField name="name" label={say('yourName')} autoComplete="name" required error={error} value={name} onType={setName} />
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
      <NewPassword error={error} value={password} onType={setPassword} />
    </PostForm>
  )
}

export function OrganizationStep({ onDone }: StepProps) {
  const [name, setName] = useState('')
  const [timezone, setTimezone] = useState(() => zoneToday(browserZone()))
  const { mutate, isPending, error } = usePost<unknown>('/api/v1/setup/organization')
  return (
    <PostForm
      onSend={() => mutate({ name, timezone }, { onSuccess: onDone })}
      error={error}
      actions={
        <Button type="submit" variant="filled" loading={isPending}>
          {say('continue')}
        </Button>
      }
    >
      <TextField
        name="name"
        label={say('organizationName')}
        autoComplete="organization"
        required
        error={error}
        value={name}
        onType={setName}
      />
      <Choice
        label={say('zone')}
        data={[...ZONES]}
        value={timezone}
        error={errorOf(error, 'timezone')}
        onChange={(zone) => zone && setTimezone(zone)}
      />
    </PostForm>
  )
}
