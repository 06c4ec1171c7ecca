import { Button, Checkbox, MultiSelect, NumberInput, Select, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { ImpactView } from '../contract/incident.ts'
import { useRoom } from './room.ts'
import { say } from './strings.ts'

type Value = ImpactView['value']

/** The policy's fields of the impact, and the service; only what was changed is sent. */
export function ImpactForm({ onClose }: { onClose: () => void }) {
  const { incident, act, isActing } = useRoom()
  const [values, setValues] = useState<Record<string, Value>>(Object.fromEntries(incident.impact.map((field) => [field.id, field.value])))
  const [service, setService] = useState(incident.service?.id ?? null)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    const fields = Object.fromEntries(
      incident.impact
        .filter((field) => values[field.id] !== field.value)
        .map((field) => [field.id, values[field.id] === '' ? null : values[field.id]]),
    )
    const moved = service === (incident.service?.id ?? null) ? {} : { service }
    await act('impact', { fields, ...moved }).then(onClose, () => undefined)
  }
  return (
    <form className="panel-inside" onSubmit={(event) => void save(event)}>
      <Select
        label={say('serviceField')}
        clearable
        searchable
        value={service}
        onChange={setService}
        data={incident.choices.services.map(({ id, name }) => ({ value: id, label: name }))}
      />
      {incident.impact.map((field) => (
        <ImpactInput
          key={field.id}
          field={field}
          value={values[field.id] ?? null}
          onChange={(value) => setValues({ ...values, [field.id]: value })}
        />
      ))}
      <div className="line">
        <Button className="push" onClick={onClose}>
          {say('cancel')}
        </Button>
        <Button type="submit" loading={isActing}>
          {say('save')}
        </Button>
      </div>
    </form>
  )
}

function ImpactInput({ field, value, onChange }: { field: ImpactView; value: Value; onChange: (value: Value) => void }) {
  const { name, type, options } = field
  if (type === 'flag') return <Checkbox label={name} checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />
  if (type === 'number')
    return (
      <NumberInput
        label={name}
        min={0}
        value={typeof value === 'number' ? value : ''}
        onChange={(next) => onChange(typeof next === 'number' ? next : null)}
      />
    )
  if (type === 'list') return <MultiSelect label={name} data={options} value={Array.isArray(value) ? value : []} onChange={onChange} />
  return <TextInput label={name} value={typeof value === 'string' ? value : ''} onChange={(event) => onChange(event.currentTarget.value)} />
}
