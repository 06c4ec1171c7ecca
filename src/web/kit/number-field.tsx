import { TextInput, type TextInputProps } from '@mantine/core'

export type NumberFieldProps = Omit<TextInputProps, 'value' | 'onChange' | 'type'> & {
  value: number | string
  /** Undefined while the field is empty. */
  onChange: (value: number | undefined) => void
}

/** A number by the browser's own field: arrows count, a phone shows digits. */
export function NumberField({ value, onChange, ...shared }: NumberFieldProps) {
  return (
    <TextInput
      {...shared}
      type="number"
      value={value}
      onChange={({ currentTarget: { value: typed, valueAsNumber } }) => onChange(typed === '' ? undefined : valueAsNumber)}
    />
  )
}
