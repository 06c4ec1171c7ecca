import { SegmentedControl, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import type { AlertFilter } from './filter.ts'
import { say } from './strings.ts'

/** Long enough to end a word, short enough not to be waited for. */
const PAUSE_MS = 250

type Props = { filter: AlertFilter; onChange: (filter: AlertFilter) => void }

/** The filter is the address, so a saved view is a bookmark. */
export function FilterBar({ filter, onChange }: Props) {
  const states = ['open', 'triggered', 'acknowledged', 'snoozed', 'resolved', 'all'] as const
  return (
    <div className="alert-filter">
      <div className="alert-states">
        <SegmentedControl
          size="xs"
          aria-label={say('filterStatus')}
          value={filter.status ?? 'open'}
          onChange={(status) => onChange({ ...filter, status })}
          data={states.map((value) => ({ value, label: say(value) }))}
        />
      </div>
      <Words value={filter.q ?? ''} onChange={(q) => onChange({ ...filter, q: q || undefined })} />
    </div>
  )
}

function Words({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const [typed, setTyped] = useState(value)
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed starts the pause
  useEffect(() => {
    if (typed === value) return
    const timer = setTimeout(() => onChange(typed), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [typed])
  return (
    <TextInput
      size="xs"
      aria-label={say('filterWords')}
      placeholder={say('filterWords')}
      leftSection={<IconSearch size={14} aria-hidden />}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
    />
  )
}
