import { Button } from '@mantine/core'
import { type KeyboardEvent, useRef, useState } from 'react'
import { Choice, type ChoiceProps } from './choice.tsx'
import { say } from './strings.ts'

export type AddOneProps = Omit<ChoiceProps, 'value' | 'onChange'> & { onAdd: (value: string) => void }

/**
 * A list of which one is added. A click adds at once. Keys walk through the closed list, each step a change: what they come
 * to is added by Enter or by the button that stands beside it until then.
 */
export function AddOne({ onAdd, placeholder, ...shared }: AddOneProps) {
  const [held, setHeld] = useState<string | null>(null)
  const isByKey = useRef(false)
  const add = (value: string | null) => {
    setHeld(null)
    if (value) onAdd(value)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    isByKey.current = isWalking(event)
    if (event.key !== 'Enter' || held === null) return
    event.preventDefault()
    add(held)
  }
  return (
    <div className="add-one">
      <Choice
        {...shared}
        placeholder={placeholder ?? say('addOne')}
        value={held}
        onPointerDown={() => {
          isByKey.current = false
        }}
        onKeyDown={onKeyDown}
        onChange={(value) => (isByKey.current ? setHeld(value) : add(value))}
      />
      {held !== null && <Button onClick={() => add(held)}>{say('addOne')}</Button>}
    </div>
  )
}

/** Space and Alt with an arrow open the list; then it is the choice in the list that counts. */
const isWalking = ({ key, altKey }: KeyboardEvent): boolean => key !== ' ' && key !== 'Enter' && !altKey
