import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useShortcuts } from './shortcuts.ts'
import { say } from './strings.ts'

/** `j` and `k` move along a list, `o` opens where one stands. Gives the place, and -1 for an empty list. */
export function useListPosition(addresses: readonly string[]): number {
  const navigate = useNavigate()
  const [at, setAt] = useState(0)
  const last = addresses.length - 1
  const current = Math.min(at, last)
  const address = addresses[current]
  useShortcuts([
    { keys: 'j', label: () => say('keyDown'), run: () => setAt(Math.max(0, Math.min(current + 1, last))) },
    { keys: 'k', label: () => say('keyUp'), run: () => setAt(Math.max(0, current - 1)) },
    { keys: 'o', label: () => say('keyOpen'), run: () => address && void navigate({ to: address }) },
  ])
  return current
}
