import { Button, Modal, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Choice } from '../../../web/kit/choice.tsx'
import { MomentField } from '../../../web/kit/moment-field.tsx'
import { instantIn, localIn } from '../../../web/local-time.ts'
import { currentZone } from '../../../web/times.ts'
import type { AskField, AskForm } from './ask.ts'
import { say } from './strings.ts'

type Values = Record<string, string>

/** Asks for what an action needs, in one small form. */
export function AskDialog({ form, isBusy, onClose }: { form: AskForm; isBusy: boolean; onClose: () => void }) {
  const { title, submit, note, fields, send } = form
  const [values, setValues] = useState<Values>(() => Object.fromEntries(fields.map((field) => [field.name, initialOf(field)])))
  const onSubmit = async (event: FormEvent) => {
    event.preventDefault()
    await send(answered(fields, values)).then(onClose, () => undefined)
  }
  const isReady = fields.every((field) => !field.isNeeded || values[field.name]?.trim())
  return (
    <Modal opened onClose={onClose} title={title} centered closeButtonProps={{ 'aria-label': say('cancel') }}>
      <form className="stack" onSubmit={(event) => void onSubmit(event)}>
        {note}
        {fields.map((field, i) => (
          <DialogField
            key={field.name}
            field={field}
            isFirst={i === 0}
            value={values[field.name] ?? ''}
            onChange={(value) => setValues((before) => ({ ...before, [field.name]: value }))}
          />
        ))}
        <div className="line">
          <Button className="push" onClick={onClose}>
            {say('cancel')}
          </Button>
          <Button type="submit" variant="filled" loading={isBusy} disabled={!isReady}>
            {submit}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

const initialOf = ({ kind, initial = '' }: AskField): string =>
  kind === 'moment' && initial ? localIn(currentZone(), Date.parse(initial)) : initial

/** What was filled in; a moment as an instant, and only where it was changed: its field is to the minute. */
function answered(fields: readonly AskField[], values: Values): Values {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const value = values[field.name]?.trim() ?? ''
      if (value === '') return []
      if (field.kind !== 'moment') return [[field.name, value]]
      const instant = value === initialOf(field) ? null : instantIn(currentZone(), value)
      return instant ? [[field.name, instant]] : []
    }),
  )
}

type FieldProps = { field: AskField; isFirst: boolean; value: string; onChange: (value: string) => void }

function DialogField({ field, isFirst, value, onChange }: FieldProps) {
  const { label, hint, isNeeded = false } = field
  const shared = { label, description: hint, required: isNeeded, ...(isFirst ? { 'data-autofocus': true } : {}) }
  if (field.kind === 'choice')
    return <Choice {...shared} value={value || null} onChange={(chosen) => onChange(chosen ?? '')} data={field.options} />
  if (field.kind === 'moment') return <MomentField {...shared} value={value} onChange={onChange} />
  if (field.kind === 'line') return <TextInput {...shared} value={value} onChange={(event) => onChange(event.currentTarget.value)} />
  return <Textarea {...shared} autosize minRows={2} value={value} onChange={(event) => onChange(event.currentTarget.value)} />
}
