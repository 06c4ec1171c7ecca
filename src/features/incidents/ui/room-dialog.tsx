import { Button, Modal, Select, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { IncidentVerb } from '../contract/requests.ts'
import { isOpenClock } from './clock-band-order.ts'
import { useRoom } from './room.tsx'
import { say } from './strings.ts'

export type Ask = 'resolve' | 'reopen' | 'rename' | 'page' | 'waive'

type Field = { name: string; label: () => string; kind: 'text' | 'person' | 'clock'; isNeeded: boolean }
type Form = { title: () => string; submit: () => string; verb: IncidentVerb; fields: (isPublic: boolean) => Field[] }

const text = (name: string, label: () => string, isNeeded = false): Field => ({ name, label, kind: 'text', isNeeded })

const forms: Record<Ask, Form> = {
  resolve: {
    title: () => say('resolveTitle'),
    submit: () => say('resolve'),
    verb: 'resolve',
    fields: (isPublic) => [
      text('resolution', () => say('resolutionField')),
      ...(isPublic ? [text('publish', () => say('publishField'))] : []),
    ],
  },
  reopen: {
    title: () => say('reopenTitle'),
    submit: () => say('reopen'),
    verb: 'reopen',
    fields: () => [text('reason', () => say('why'))],
  },
  rename: {
    title: () => say('renameTitle'),
    submit: () => say('rename'),
    verb: 'rename',
    fields: () => [text('title', () => say('newTitle'), true)],
  },
  waive: {
    title: () => say('waiveTitle'),
    submit: () => say('waive'),
    verb: 'waive',
    fields: () => [
      { name: 'obligation', label: () => say('waiveWhat'), kind: 'clock', isNeeded: true },
      text('why', () => say('why'), true),
    ],
  },
  page: {
    title: () => say('pageTitle'),
    submit: () => say('page'),
    verb: 'page',
    fields: () => [{ name: 'user', label: () => say('pageWhom'), kind: 'person', isNeeded: true }, text('reason', () => say('pageWhy'))],
  },
}

/** Asks for what an action needs, in one small form. */
export function RoomDialog({ ask, onClose }: { ask: Ask; onClose: () => void }) {
  const { incident, act, isActing } = useRoom()
  const [values, setValues] = useState<Record<string, string>>(ask === 'rename' ? { title: incident.title } : {})
  const { title, submit, verb, fields: fieldsOf } = forms[ask]
  const fields = fieldsOf(incident.can.publish)
  const send = async (event: FormEvent) => {
    event.preventDefault()
    await act(verb, bodyOf(ask, values)).then(onClose, () => undefined)
  }
  const isReady = fields.every((field) => !field.isNeeded || values[field.name]?.trim())
  return (
    <Modal opened onClose={onClose} title={title()} centered closeButtonProps={{ 'aria-label': say('cancel') }}>
      <form className="stack" onSubmit={(event) => void send(event)}>
        {fields.map((field) => (
          <DialogField
            key={field.name}
            field={field}
            value={values[field.name] ?? ''}
            onChange={(value) => setValues({ ...values, [field.name]: value })}
          />
        ))}
        <div className="line">
          <Button className="push" onClick={onClose}>
            {say('cancel')}
          </Button>
          <Button type="submit" variant="filled" loading={isActing} disabled={!isReady}>
            {submit()}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

function DialogField({ field, value, onChange }: { field: Field; value: string; onChange: (value: string) => void }) {
  const { choices, clocks } = useRoom().incident
  const options =
    field.kind === 'person'
      ? choices.people.map(({ id, name }) => ({ value: id, label: name }))
      : clocks.filter(isOpenClock).map(({ id, title }) => ({ value: id, label: `${title} (${id})` }))
  if (field.kind !== 'text') {
    return (
      <Select
        label={field.label()}
        required
        searchable
        value={value || null}
        onChange={(chosen) => onChange(chosen ?? '')}
        data={options}
      />
    )
  }
  return (
    <Textarea
      label={field.label()}
      required={field.isNeeded}
      autosize
      minRows={2}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

function bodyOf(ask: Ask, values: Record<string, string>): object {
  const written = Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ''))
  if (ask !== 'page') return written
  const { user, ...rest } = written
  return { targets: [`user:${user}`], ...rest }
}
