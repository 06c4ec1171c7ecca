import { Button } from '@mantine/core'
import { useState } from 'react'
import { sayFailed } from '../../../web/shell/undo.tsx'
import type { ConnectionAnswer, KeyAnswer, MadeAnswer, TestAnswer } from '../contract.ts'
import { type Asking, useAsk } from './queries.ts'
import { say } from './strings.ts'

export type ShownKey = { name: string; made: KeyAnswer }
export type LineProps = { connection: ConnectionAnswer; onEdit: () => void; onKey: (shown: ShownKey) => void }

/** What may be done with one of the connected: the server says what. */
export function LineActions({ connection: { id, name, can }, onEdit, onKey }: LineProps) {
  const [said, setSaid] = useState('')
  const show = (made: KeyAnswer | null) => made && onKey({ name, made })
  const onTested = ({ ok, said: words }: TestAnswer) => setSaid(say(ok ? 'tested' : 'testFailed', { said: words }))
  const isSure = () => window.confirm(say('removeSure', { name }))
  return (
    <span className="line line-wrap">
      {said && <span role="status">{said}</span>}
      {can.test && <Act<TestAnswer> label={say('test')} name={name} asking={{ path: `/${id}/test` }} onDone={onTested} />}
      {can.rotate && <Act<KeyAnswer> label={say('key')} name={name} asking={{ path: `/${id}/key`, method: 'GET' }} onDone={show} />}
      {can.rotate && (
        <Act<MadeAnswer>
          label={say('rotate')}
          name={name}
          title={say('rotateWhat')}
          asking={{ path: `/${id}/rotate` }}
          onDone={({ key }) => show(key)}
        />
      )}
      {can.edit && (
        <Button size="xs" aria-label={`${say('edit')}: ${name}`} onClick={onEdit}>
          {say('edit')}
        </Button>
      )}
      {can.remove && <Act<void> label={say('remove')} name={name} asking={{ path: `/${id}`, method: 'DELETE' }} isSure={isSure} />}
    </span>
  )
}

type ActProps<A> = { label: string; name: string; title?: string; asking: Asking; isSure?: () => boolean; onDone?: (answer: A) => void }

function Act<A>({ label, name, title, asking, isSure = () => true, onDone }: ActProps<A>) {
  const { mutate, isPending } = useAsk<A>()
  const onClick = () =>
    isSure() && mutate(asking, { onSuccess: (answer) => onDone?.(answer), onError: (error) => sayFailed({ said: error.message }) })
  return (
    <Button size="xs" title={title} loading={isPending} aria-label={`${label}: ${name}`} onClick={onClick}>
      {label}
    </Button>
  )
}
