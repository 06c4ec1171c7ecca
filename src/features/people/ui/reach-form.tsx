import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Chip } from '../../../web/kit/status-word.tsx'
import type { ContactsBody, PersonAnswer, ProfileAnswer } from '../contract.ts'
import { PushSwitch } from './push-switch.tsx'
import { errorOf, usePost } from './queries.ts'
import { SaidWrong } from './said-wrong.tsx'
import { say } from './strings.ts'

type Name = 'email' | 'ntfy' | 'webhook' | 'slack' | 'phone'
type Line = { name: Name; label: string; help: string }

export type ReachFormProps = {
  person: PersonAnswer
  channels: ProfileAnswer['channels']
  isShort?: boolean
  submit: string
  onSaved: (person: PersonAnswer) => void
}

/** How a person is reached. The short form has only roads that work at once. */
export function ReachForm({ person, channels, isShort = false, submit, onSaved }: ReachFormProps) {
  const [typed, setTyped] = useState<Partial<Record<Name, string>>>({})
  const { mutate, isPending, error } = usePost<PersonAnswer, ContactsBody>('/api/v1/me/contacts')
  const lines = linesOf(channels.includes('email')).filter(({ name }) => !isShort || !['slack', 'phone'].includes(name))
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    const body = Object.fromEntries(Object.entries(typed).map(([name, value]) => [name, value.trim() || null]))
    mutate(body, { onSuccess: onSaved })
  }
  return (
    <form className="settings-form" onSubmit={onSubmit}>
      {lines.map(({ name, label, help }) => (
        <TextInput
          key={name}
          label={label}
          description={help}
          error={errorOf(error, name)}
          value={typed[name] ?? person.contacts?.[name] ?? ''}
          onChange={(event) => setTyped({ ...typed, [name]: event.currentTarget.value })}
        />
      ))}
      <PushSwitch />
      <div className="line line-wrap">
        {person.roads.length === 0 ? (
          <span className="soon">{say('reachNone')}</span>
        ) : (
          person.roads.map((road) => (
            <Chip key={road} tone="on">
              {road}
            </Chip>
          ))
        )}
      </div>
      <SaidWrong error={error} />
      <div className="form-actions">
        <Button type="submit" variant="filled" loading={isPending}>
          {submit}
        </Button>
      </div>
    </form>
  )
}

const linesOf = (hasMail: boolean): Line[] => [
  { name: 'email', label: say('email'), help: hasMail ? '' : say('mailOff') },
  { name: 'ntfy', label: say('ntfy'), help: say('ntfyHelp') },
  { name: 'webhook', label: say('webhook'), help: say('webhookHelp') },
  { name: 'slack', label: say('slack'), help: say('slackHelp') },
  { name: 'phone', label: say('phone'), help: say('phoneHelp') },
]
