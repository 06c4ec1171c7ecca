import { Button, Checkbox, Textarea, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Choice } from '../../../web/kit/choice.tsx'
import { Choices } from '../../../web/kit/choices.tsx'
import { Panel } from '../../../web/kit/panel.tsx'
import type { SlotProps } from '../../../web/manifest.ts'
import { api } from '../../../web/server/api.ts'
import { sayFailed } from '../../../web/shell/undo.tsx'
import type { IncidentDetail } from '../../incidents/contract/incident.ts'
import type { IncidentPostsAnswer } from '../contract.ts'
import { type Level, LevelWord } from './level-word.tsx'
import { say } from './strings.ts'

const LEVELS: readonly Level[] = ['degraded', 'partial_outage', 'major_outage', 'maintenance', 'operational']

/** In the war room: what customers will be told, as they will read it. */
export function Slot({ subject = '' }: SlotProps) {
  const { data } = useQuery({
    queryKey: ['incident', { posts: subject }],
    queryFn: ({ signal }) => api<IncidentPostsAnswer>(`/api/v1/status-pages/incidents/${encodeURIComponent(subject)}`, { signal }),
  })
  if (!data) return null
  const note = data.posts.length === 0 ? say('none') : say('posts', { count: data.posts.length })
  const why = data.isPrivate ? say('isPrivate') : data.pages.length === 0 ? say('noPage') : data.can.publish ? null : say('mayNot')
  return (
    <Panel title={say('draft')} note={note} isPadded>
      {why ? <span className="t3">{why}</span> : <PublishForm key={data.posts.length} data={data} />}
    </Panel>
  )
}

type Draft = { title: string; text: string; status: string; nextIn: string; levels: Record<string, Level>; mail: boolean | null }

function draftFrom({ draft, components, mail }: IncidentPostsAnswer): Draft {
  const affected = components.filter(({ status }) => status !== 'operational')
  const levels = Object.fromEntries(affected.map(({ id, status }) => [id, status]))
  return { ...draft, levels, mail: reachedBy(mail) > 0 && mail.asked !== 'none' ? mail.asked === 'required' : null }
}

const reachedBy = ({ audiences }: IncidentPostsAnswer['mail']): number => audiences.reduce((sum, { count }) => sum + count, 0)

function usePublish(reference: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ title, text, status, nextIn, levels, mail }: Draft) => {
      const components = Object.entries(levels).map(([id, level]) => ({ id, status: level }))
      const promised = nextIn.trim() === '' ? {} : { nextIn: nextIn.trim() }
      const body = { title, text, status, components, ...promised, ...(mail === null ? {} : { mail }) }
      return api<Pick<IncidentDetail, 'awaiting'>>(`/api/v1/incidents/${encodeURIComponent(reference)}/publish`, { method: 'POST', body })
    },
    onSuccess: ({ awaiting }, { text }) => {
      const waits = awaiting.find((each) => each.text === text)
      if (waits) notifications.show({ message: say('waitsFor', { who: waits.of }) })
      return client.invalidateQueries({ queryKey: ['incident'] })
    },
    onError: (error) => sayFailed({ said: error.message }),
  })
}

function PublishForm({ data }: { data: IncidentPostsAnswer }) {
  const [draft, setDraft] = useState(() => draftFrom(data))
  const { mutate, isPending } = usePublish(data.reference)
  const change = (fields: Partial<Draft>) => setDraft({ ...draft, ...fields })
  const nameOf = namesOf(data)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    mutate(draft)
  }
  return (
    <form className="stack" onSubmit={submit}>
      <TextInput
        label={say('publicTitle')}
        value={draft.title}
        maxLength={200}
        onChange={(event) => change({ title: event.currentTarget.value })}
      />
      <Textarea
        label={say('text')}
        description={say('textHint')}
        autosize
        minRows={3}
        required
        value={draft.text}
        onChange={(event) => change({ text: event.currentTarget.value })}
      />
      <Choice
        label={say('postStatus')}
        value={draft.status}
        data={data.statuses.map(({ id, word }) => ({ value: id, label: word }))}
        onChange={(status) => status && change({ status })}
      />
      <Affected data={data} levels={draft.levels} onChange={(levels) => change({ levels })} />
      <TextInput
        label={say('next')}
        description={say('nextHint')}
        value={draft.nextIn}
        placeholder="30m"
        onChange={(event) => change({ nextIn: event.currentTarget.value })}
      />
      <MailChoice mail={data.mail} isMailed={draft.mail} onChange={(mail) => change({ mail })} />
      <Preview draft={draft} data={data} nameOf={nameOf} />
      <Button type="submit" loading={isPending} disabled={draft.text.trim() === ''}>
        {say('publish')}
      </Button>
    </form>
  )
}

type Mailing = { mail: IncidentPostsAnswer['mail']; isMailed: boolean | null; onChange: (isMailed: boolean) => void }

/** Where the level asks for it or leaves it open: whether customers read it by e-mail, too. */
function MailChoice({ mail, isMailed, onChange }: Mailing) {
  if (isMailed === null) return null
  return (
    <Checkbox
      label={say('mail', { who: mail.audiences.map(({ name }) => name).join(', '), count: reachedBy(mail) })}
      description={say(mail.asked === 'required' ? 'mailRequired' : 'mailOptional')}
      checked={isMailed}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  )
}

const namesOf =
  ({ components }: IncidentPostsAnswer) =>
  (id: string): string =>
    components.find((each) => each.id === id)?.name ?? id

type Levels = Record<string, Level>

/** Which components it is about, and how each of them is. */
function Affected({ data, levels, onChange }: { data: IncidentPostsAnswer; levels: Levels; onChange: (levels: Levels) => void }) {
  const nameOf = namesOf(data)
  const choose = (ids: string[]) => onChange(Object.fromEntries(ids.map((id) => [id, levels[id] ?? 'partial_outage'])))
  return (
    <>
      <Choices
        label={say('affected')}
        placeholder={say('add')}
        value={Object.keys(levels)}
        onChange={choose}
        data={data.components.map(({ id, name }) => ({ value: id, label: name }))}
      />
      {Object.entries(levels).map(([id, level]) => (
        <Choice
          key={id}
          label={say('setTo', { name: nameOf(id) })}
          value={level}
          data={LEVELS.map((each) => ({ value: each, label: say(each) }))}
          onChange={(next) => next && onChange({ ...levels, [id]: next as Level })}
        />
      ))}
    </>
  )
}

/** As customers will read it. */
function Preview({ draft, data, nameOf }: { draft: Draft; data: IncidentPostsAnswer; nameOf: (id: string) => string }) {
  const word = data.statuses.find(({ id }) => id === draft.status)?.word ?? draft.status
  return (
    <section aria-label={say('preview')} className="stack f12">
      <span className="t3">{say('preview')}</span>
      <span>
        <b>{draft.title}</b>
      </span>
      <span>
        <b>{word}</b> {draft.text}
      </span>
      {Object.entries(draft.levels).map(([id, level]) => (
        <span key={id} className="line">
          {nameOf(id)} <LevelWord level={level} />
        </span>
      ))}
    </section>
  )
}
