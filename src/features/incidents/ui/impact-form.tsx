import { Button, Select } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { ImpactView } from '../contract/incident.ts'
import { ImpactInput } from './impact-input.tsx'
import { useRoom } from './room.ts'
import { say } from './strings.ts'

type Value = ImpactView['value']

/** The policy's fields of the impact, and the service; only what was changed is sent. */
export function ImpactForm({ onClose }: { onClose: () => void }) {
  const { incident, act, isActing } = useRoom()
  const [values, setValues] = useState<Record<string, Value>>(Object.fromEntries(incident.impact.map((field) => [field.id, field.value])))
  const [service, setService] = useState(incident.service?.id ?? null)
  const hiding = incident.impact.filter((field) => field.hides && values[field.id] === true)
  const [isAsked, setAsked] = useState(false)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (hiding.length > 0 && !isAsked) return setAsked(true)
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
      {isAsked && <Hides fields={hiding} />}
      <div className="line">
        <Button className="push" onClick={onClose}>
          {say('cancel')}
        </Button>
        <Button type="submit" loading={isActing}>
          {say(isAsked && hiding.length > 0 ? 'saveAndHide' : 'save')}
        </Button>
      </div>
    </form>
  )
}

/** Who reads along loses it at once, so that it is said before. */
const Hides = ({ fields }: { fields: readonly ImpactView[] }) =>
  fields.length > 0 && (
    <p className="soon" role="alert">
      {say('hides', { flags: fields.map(({ name }) => name).join(', ') })}
    </p>
  )
