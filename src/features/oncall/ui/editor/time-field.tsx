import { TextInput } from '@mantine/core'
import { type KeyboardEvent, useEffect, useState } from 'react'
import { HOUR_MS } from '../lane-drag.ts'
import { say } from './strings.ts'
import { timeMoved } from './time-moved.ts'

type Props = {
  label: string
  value: string
  isEnd?: boolean
  isWrong?: boolean
  describedBy?: string | undefined
  onChange: (time: string) => void
}

const WRITTEN = /^([01]?\d|2[0-3]):[0-5]\d$/
const END_OF_DAY = '24:00'

/** A time of the day on 24 hours, whatever the browser's language is. Arrow keys move it by an hour, with Shift by a quarter. */
export function TimeField({ label, value, isEnd = false, isWrong = false, describedBy, onChange }: Props) {
  const shown = isEnd && value === '00:00' ? END_OF_DAY : value
  const [typed, setTyped] = useState(shown)
  useEffect(() => setTyped(shown), [shown])
  const isTime = WRITTEN.test(typed) || (isEnd && typed === END_OF_DAY)
  const set = (text: string) => {
    setTyped(text)
    if (isEnd && text === END_OF_DAY) onChange('00:00')
    else if (WRITTEN.test(text)) onChange(text.padStart(END_OF_DAY.length, '0'))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const direction = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0
    if (direction === 0 || !isTime) return
    event.preventDefault()
    onChange(timeMoved(value, direction * (event.shiftKey ? HOUR_MS / 4 : HOUR_MS)))
  }
  return (
    <TextInput
      label={label}
      value={typed}
      inputMode="numeric"
      placeholder="00:00"
      error={isTime ? isWrong : say('notATime')}
      aria-describedby={describedBy}
      onKeyDown={onKeyDown}
      onChange={(event) => set(event.currentTarget.value)}
    />
  )
}
