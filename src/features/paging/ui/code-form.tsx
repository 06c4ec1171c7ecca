import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { currentLocale } from '../../../web/strings.ts'
import type { RoadStateAnswer, RoadsAnswer } from '../contract.ts'
import { useProve } from './queries.ts'
import { channelName, say } from './strings.ts'

/** One field for every code that waits: each names its road by itself. */
export function CodeForm({ waiting, onProved }: { waiting: readonly RoadStateAnswer[]; onProved: (words: string) => void }) {
  const [code, setCode] = useState('')
  const { mutate, isPending, error } = useProve((answer) => {
    setCode('')
    onProved(provedIn(answer, waiting))
  })
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    mutate({ code: code.replace(/\s/g, '') })
  }
  return (
    <form className="code-form" onSubmit={onSubmit}>
      <TextInput
        label={say('codeLabel', { roads: listed(waiting.map(nameOf)) })}
        description={say('codeHelp')}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={12}
        error={error?.message}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <Button type="submit" variant="filled" loading={isPending} disabled={code.trim() === ''}>
        {say('prove')}
      </Button>
    </form>
  )
}

const nameOf = ({ channel, codeBy }: RoadStateAnswer): string =>
  codeBy === 'email' ? say('codeFrom', { road: channelName(channel) }) : channelName(channel)

const listed = (names: readonly string[]): string => new Intl.ListFormat(currentLocale(), { type: 'disjunction' }).format(names)

/** The road whose code waits no more. */
function provedIn({ items }: RoadsAnswer, before: readonly RoadStateAnswer[]): string {
  const done = before.find(({ channel }) => !items.find((each) => each.channel === channel)?.awaitsCode)
  return done ? say('provedNow', { road: channelName(done.channel) }) : ''
}
