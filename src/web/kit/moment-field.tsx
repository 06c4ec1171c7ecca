import { TextInput, type TextInputProps } from '@mantine/core'
import { IconCalendar } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { movedBy, readLocal, shownLocal } from './moment-text.ts'
import { say } from './strings.ts'

export type MomentFieldProps = Omit<TextInputProps, 'value' | 'onChange' | 'type'> & {
  /** On the wall of the zone that is said beside it: "2026-11-14T09:00", or "" for none. */
  value: string
  onChange: (local: string) => void
}

const STEPS: Record<string, number> = { ArrowUp: 1, ArrowDown: -1 }
/** Keeps a form from being sent with a moment that is typed half. */
const PATTERN = String.raw`\d{4}-\d{2}-\d{2}[T ]\d{1,2}:\d{2}`
const HOUR_MINUTES = 60
const DAY_MINUTES = 1440

/**
 * A day and a time on 24 hours, written alike whatever the browser's language is. Arrow keys move it by an hour, with Shift by a
 * day; the calendar is the browser's own.
 */
export function MomentField({ value, onChange, error, ...shared }: MomentFieldProps) {
  const [typed, setTyped] = useState(shownLocal(value))
  const picker = useRef<HTMLInputElement>(null)
  // what is typed half stays as it is typed; what comes from elsewhere replaces it
  useEffect(() => setTyped((before) => (readLocal(before) === value ? before : shownLocal(value))), [value])
  const isWrong = typed.trim() !== '' && readLocal(typed) === null
  const set = (text: string) => {
    setTyped(text)
    const local = text.trim() === '' ? '' : readLocal(text)
    if (local !== null) onChange(local)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key]
    if (!step || !value) return
    event.preventDefault()
    onChange(movedBy(value, step * (event.shiftKey ? DAY_MINUTES : HOUR_MINUTES)))
  }
  return (
    <TextInput
      {...shared}
      className={`moment-field ${shared.className ?? ''}`}
      value={typed}
      placeholder="2026-11-14 09:00"
      pattern={PATTERN}
      error={isWrong ? say('notAMoment') : error}
      onKeyDown={onKeyDown}
      onChange={(event) => set(event.currentTarget.value)}
      rightSection={
        // for the mouse alone: whoever types needs no calendar, and the field is named already
        <button type="button" className="moment-open" tabIndex={-1} aria-hidden onClick={() => picker.current?.showPicker()}>
          <IconCalendar size={16} aria-hidden />
          <input
            ref={picker}
            type="datetime-local"
            tabIndex={-1}
            aria-hidden
            value={value}
            onChange={(event) => set(event.currentTarget.value)}
          />
        </button>
      }
    />
  )
}
