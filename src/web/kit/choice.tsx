import { NativeSelect, type NativeSelectProps } from '@mantine/core'

export type ChoiceItem = string | { value: string; label: string; disabled?: boolean }
export type ChoiceGroup = { group: string; items: readonly ChoiceItem[] }
export type ChoiceData = readonly (ChoiceItem | ChoiceGroup)[]

export type ChoiceProps = Omit<NativeSelectProps, 'value' | 'onChange' | 'data'> & {
  data: ChoiceData
  /** Null is nothing chosen. */
  value: string | null
  onChange: (value: string | null) => void
  /** The words of nothing chosen. Given, it stays on offer after something was chosen. */
  placeholder?: string
}

/** One of several, by the browser's own list: it comes with type-ahead, the wheel of a phone, and no code to load. */
export function Choice({ data, value, onChange, placeholder, ...shared }: ChoiceProps) {
  const hasNothing = placeholder !== undefined || value === null
  return (
    <NativeSelect {...shared} value={value ?? ''} onChange={(event) => onChange(event.currentTarget.value || null)}>
      {hasNothing && <option value="">{placeholder ?? ''}</option>}
      {data.map((item) => (isGroup(item) ? <Group key={item.group} {...item} /> : optionOf(item)))}
    </NativeSelect>
  )
}

export const isGroup = (item: ChoiceItem | ChoiceGroup): item is ChoiceGroup => typeof item === 'object' && 'group' in item

function Group({ group, items }: ChoiceGroup) {
  return <optgroup label={group}>{items.map(optionOf)}</optgroup>
}

function optionOf(item: ChoiceItem) {
  const { value, label, disabled } = typeof item === 'string' ? { value: item, label: item, disabled: false } : item
  return (
    <option key={value} value={value} disabled={disabled}>
      {label}
    </option>
  )
}
