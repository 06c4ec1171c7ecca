import { Button, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Panel } from '../../../web/kit/panel.tsx'
import { api } from '../../../web/server/api.ts'
import type { HandoffView } from '../contract/handoff.ts'
import { handoffQuery, schedulePath, useDutyChange } from './queries.ts'
import { say } from './strings.ts'
import type { Tell } from './tell.ts'

/** What whoever has the shift leaves for whoever comes next. */
export function HandoffPanel({ schedule, tell }: { schedule: string; tell: Tell }) {
  const { data } = useQuery(handoffQuery(schedule))
  if (!data || (!data.note && !data.can.write)) return null
  return (
    <Panel title={say('handoff')} note={say('handoffWhat')} isPadded>
      <div className="stack">
        {data.note ? (
          <blockquote className="handoff-note">
            <p>{data.note.text}</p>
            <footer className="f12 t3">{say('noteBy', { who: data.note.by.name, at: tell(data.note.at) })}</footer>
          </blockquote>
        ) : (
          <p className="t2">{say('noNote')}</p>
        )}
        {data.can.write && <NoteForm view={data} />}
      </div>
    </Panel>
  )
}

function NoteForm({ view }: { view: HandoffView }) {
  const [text, setText] = useState('')
  const { mutate, isPending } = useDutyChange((note: string) =>
    api<HandoffView>(`${schedulePath(view.schedule)}/handoff`, { method: 'POST', body: { text: note } }),
  )
  const onSend = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim()) mutate(text.trim(), { onSuccess: () => setText('') })
  }
  return (
    <form onSubmit={onSend} className="stack">
      <Textarea label={say('noteLabel')} value={text} autosize minRows={2} onChange={(event) => setText(event.currentTarget.value)} />
      <div className="form-actions">
        <Button type="submit" loading={isPending} disabled={!text.trim()}>
          {say('leaveNote')}
        </Button>
      </div>
    </form>
  )
}
