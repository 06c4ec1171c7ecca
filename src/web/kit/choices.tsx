import { IconX } from '@tabler/icons-react'
import { type ReactNode, useId } from 'react'
import { AddOne } from './add-one.tsx'
import { type ChoiceData, type ChoiceGroup, type ChoiceItem, isGroup } from './choice.tsx'
import { say } from './strings.ts'

export type ChoicesProps = {
  label?: string
  /** Where the label is not to be seen. */
  'aria-label'?: string
  description?: ReactNode
  data: ChoiceData
  value: readonly string[]
  onChange: (value: string[]) => void
  placeholder?: string
  required?: boolean
}

/** Several of many in the order in which they were chosen: each can be taken off, the rest is on offer. */
export function Choices({ label, 'aria-label': said = label, description, data, value, onChange, placeholder, required }: ChoicesProps) {
  const id = useId()
  const items = data.flatMap((item) => (isGroup(item) ? item.items : [item]))
  const nameOf = (chosen: string): string => items.map(pairOf).find((each) => each.value === chosen)?.label ?? chosen
  return (
    <div className="choices">
      <AddOne
        id={id}
        label={label}
        aria-label={label ? undefined : said}
        description={description}
        placeholder={placeholder}
        withAsterisk={required}
        onAdd={(next) => onChange([...value, next])}
        data={withoutChosen(data, value)}
      />
      {value.length > 0 && (
        <ul className="chosen" aria-label={said}>
          {value.map((each) => (
            <li key={each}>
              {nameOf(each)}
              <button
                type="button"
                aria-label={say('takeOff', { name: nameOf(each) })}
                onClick={() => {
                  onChange(value.filter((one) => one !== each))
                  document.getElementById(id)?.focus()
                }}
              >
                <IconX size={14} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

const pairOf = (item: ChoiceItem): { value: string; label: string } => (typeof item === 'string' ? { value: item, label: item } : item)

function withoutChosen(data: ChoiceData, chosen: readonly string[]): ChoiceData {
  const isLeft = (item: ChoiceItem): boolean => !chosen.includes(pairOf(item).value)
  return data.flatMap<ChoiceItem | ChoiceGroup>((item) => {
    if (isGroup(item)) return [{ ...item, items: item.items.filter(isLeft) }]
    return isLeft(item) ? [item] : []
  })
}
