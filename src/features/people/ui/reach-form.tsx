import { Button } from '@mantine/core'
import { useState } from 'react'
import { Chip } from '../../../web/kit/status-word.tsx'
import type { ContactsBody, PersonAnswer, ProfileAnswer } from '../contract.ts'
import { PostForm, TextField } from './fields.tsx'
import { PushSwitch } from './push-switch.tsx'
import { usePost } from './queries.ts'
import { say } from './strings.ts'

const CHATS = ['mattermost', 'telegram', 'discord', 'teams'] as const
type Name = 'email' | 'ntfy' | 'webhook' | 'slack' | 'phone' | (typeof CHATS)[number]
type Line = { name: Name; label: string; help: string }

export type ReachFormProps = {
  person: PersonAnswer
  channels: ProfileAnswer['channels']
  isShort?: boolean
  /** Whose contacts: an admin's view of somebody else, else one's own. */
  isTheirs?: boolean
  submit: string
  onSaved: (person: PersonAnswer) => void
}

/** How a person is reached. The short form has only roads that work at once. */
export function ReachForm({ person, channels, isShort = false, isTheirs = false, submit, onSaved }: ReachFormProps) {
  const [typed, setTyped] = useState<Partial<Record<Name, string>>>({})
  const own = usePost<PersonAnswer, ContactsBody>('/api/v1/me/contacts')
  const theirs = usePost<PersonAnswer, { contacts: ContactsBody }>(`/api/v1/people/${person.id}`)
  const { isPending, error } = isTheirs ? theirs : own
  const lines = linesOf(channels).filter(({ name }) => !isShort || !['slack', 'phone', ...CHATS].includes(name))
  const onSend = () => {
    const body = Object.fromEntries(Object.entries(typed).map(([name, value]) => [name, value.trim() || null]))
    const onSuccess = (saved: PersonAnswer) => {
      setTyped({})
      onSaved(saved)
    }
    if (isTheirs) theirs.mutate({ contacts: body }, { onSuccess })
    else own.mutate(body, { onSuccess })
  }
  return (
    <PostForm
      onSend={onSend}
      error={error}
      actions={
        <Button type="submit" variant="filled" loading={isPending}>
          {submit}
        </Button>
      }
    >
      {lines.map(({ name, label, help }) => (
        <TextField
          key={name}
          name={name}
          label={label}
          description={help}
          error={error}
          value={typed[name] ?? person.contacts?.[name] ?? ''}
          onType={(text) => setTyped({ ...typed, [name]: text })}
        />
      ))}
      {isShort && <PushSwitch />}
      {isShort && <RoadChips roads={person.roads} />}
    </PostForm>
  )
}

function RoadChips({ roads }: { roads: readonly string[] }) {
  return (
    <div className="line line-wrap">
      {roads.length === 0 && <span className="soon">{say('reachNone')}</span>}
      {roads.map((road) => (
        <Chip key={road} tone="on">
          {road}
        </Chip>
      ))}
    </div>
  )
}

/** Chats that nobody has connected would be promises. */
const linesOf = (channels: readonly string[]): Line[] => [
  { name: 'email', label: say('email'), help: channels.includes('email') ? '' : say('mailOff') },
  { name: 'ntfy', label: say('ntfy'), help: say('ntfyHelp') },
  { name: 'webhook', label: say('webhook'), help: say('webhookHelp') },
  { name: 'slack', label: say('slack'), help: say('slackHelp') },
  ...CHATS.filter((name) => channels.includes(name)).map((name) => ({ name, label: say(name), help: say(`${name}Help`) })),
  { name: 'phone', label: say('phone'), help: say('phoneHelp') },
]
