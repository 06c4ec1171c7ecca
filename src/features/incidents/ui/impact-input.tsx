import { Checkbox, MultiSelect, NumberInput, TextInput } from '@mantine/core'
import type { ImpactView } from '../contract/incident.ts'

type Value = ImpactView['value']

/** One field of the policy's impact. */
export function ImpactInput({ field, value, onChange }: { field: ImpactView; value: Value; onChange: (value: Value) => void }) {
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
