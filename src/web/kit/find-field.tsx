import { TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useState } from 'react'

/** Long enough to end a word, short enough not to be waited for. */
const PAUSE_MS = 250

type Props = { label: string; value: string; onChange: (words: string | null) => void; className?: string }

/** Words to look for, told once somebody pauses; null when there are none. */
export function FindField({ label, value, onChange, className }: Props) {
  const [typed, setTyped] = useState(value)
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed starts the pause
  useEffect(() => {
    if (typed === value) return
    const timer = setTimeout(() => onChange(typed || null), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [typed])
  return (
    <TextInput
      size="xs"
      {...(className ? { className } : {})}
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={14} aria-hidden />}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
    />
  )
}
