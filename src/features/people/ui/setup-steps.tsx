import { Button, PasswordInput, Select, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { browserZone } from '../../../web/times.ts'
import { errorOf, usePost } from './queries.ts'
import { SaidWrong } from './said-wrong.tsx'
import { say } from './strings.ts'

type StepProps = { onDone: () => void }

const sent = (submit: () => void) => (event: FormEvent) => {
  event.preventDefault()
  submit()
}

export function AccountStep({ token, onDone }: StepProps & { token: string }) {
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const { mutate, isPending, error } = usePost<unknown>('/api/v1/setup')
  return (
    <form className="settings-form" onSubmit={sent(() => mutate({ token, name, email, password }, { onSuccess: onDone }))}>
      <TextInput
        label={say('yourName')}
        autoComplete="name"
        required
        error={errorOf(error, 'name')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        label={say('email')}
        type="email"
        autoComplete="username"
        required
        error={errorOf(error, 'email')}
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
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
      <div className="form-actions">
        <Button type="submit" variant="filled" loading={isPending} disabled={!token}>
          {say('continue')}
        </Button>
      </div>
    </form>
  )
}

/** The browser's list does not name UTC, which many organisations work in, nor always its own zone, when that is an old name. */
const ZONES = [...new Set([browserZone(), 'UTC', ...Intl.supportedValuesOf('timeZone')])]

export function OrganizationStep({ onDone }: StepProps) {
  const [name, setName] = useState('')
  const [timezone, setTimezone] = useState(browserZone)
  const { mutate, isPending, error } = usePost<unknown>('/api/v1/setup/organization')
  return (
    <form className="settings-form" onSubmit={sent(() => mutate({ name, timezone }, { onSuccess: onDone }))}>
      <TextInput
        label={say('organizationName')}
        autoComplete="organization"
        required
        error={errorOf(error, 'name')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Select
        label={say('zone')}
        data={ZONES}
        searchable
        limit={50}
        value={timezone}
        error={errorOf(error, 'timezone')}
        allowDeselect={false}
        onChange={(zone) => zone && setTimezone(zone)}
      />
      <SaidWrong error={error} />
      <div className="form-actions">
        <Button type="submit" variant="filled" loading={isPending}>
          {say('continue')}
        </Button>
      </div>
    </form>
  )
}
