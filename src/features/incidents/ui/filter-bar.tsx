import { Button, TextInput } from '@mantine/core'
import { IconFilter } from '@tabler/icons-react'
import { useId, useState } from 'react'
import { Choice } from '../../../web/kit/choice.tsx'
import { FindField } from '../../../web/kit/find-field.tsx'
import type { IncidentFilter } from './filter.ts'
import { say } from './list-strings.ts'
import { useDeclareChoices } from './queries.ts'

type Props = { filter: IncidentFilter; onChange: (filter: IncidentFilter) => void }
type Named = { id: string; name: string }

/** The filter is the address, so a saved view is a bookmark. On a phone it is folded away: incidents come first. */
export function FilterBar({ filter, onChange }: Props) {
  const choices = useDeclareChoices(true).data
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  const set = (name: keyof IncidentFilter) => (value: string | null) => onChange({ ...filter, [name]: value ?? undefined })
  const one = (name: 'severity' | 'service' | 'type' | 'person', any: string, items: readonly Named[] = []) =>
    items.length > 0 && (
      <Choice
        size="xs"
        aria-label={say(name)}
        placeholder={any}
        value={filter[name] ?? null}
        onChange={set(name)}
        data={items.map(({ id, name: label }) => ({ value: id, label }))}
      />
    )
  const narrowing = Object.entries(filter).filter(([name, value]) => name !== 'status' && value).length
  return (
    <>
      <Button
        size="xs"
        className="incident-filter-fold"
        aria-expanded={isOpen}
        aria-controls={id}
        leftSection={<IconFilter size={14} aria-hidden />}
        onClick={() => setOpen(!isOpen)}
      >
        {narrowing > 0 ? say('moreSet', { count: narrowing }) : say('more')}
      </Button>
      <div id={id} className={isOpen ? 'incident-filter incident-filter-open' : 'incident-filter'}>
        {one('severity', say('anySeverity'), choices?.severities)}
        {one('service', say('anyService'), choices?.services)}
        {one('type', say('anyType'), choices?.types)}
        {one('person', say('anybody'), choices?.people)}
        <Day label={say('from')} value={filter.from} onChange={set('from')} />
        <Day label={say('to')} value={filter.to} onChange={set('to')} />
        <FindField label={say('words')} value={filter.q ?? ''} onChange={set('q')} />
      </div>
    </>
  )
}

function Day({ label, value, onChange }: { label: string; value: string | undefined; onChange: (day: string | null) => void }) {
  return (
    <TextInput
      size="xs"
      type="date"
      aria-label={label}
      title={label}
      value={value ?? ''}
      onChange={(event) => onChange(event.currentTarget.value || null)}
    />
  )
}
