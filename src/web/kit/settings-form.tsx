import { Button, PasswordInput, TextInput } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { Choice } from './choice.tsx'
import { NumberField } from './number-field.tsx'
import { say } from './strings.ts'

export type FormValue = string | number | Record<string, string>
export type FormValues = Record<string, FormValue | undefined>

/** One line of a form, as an integration declares it (`src/integrations/field.ts`) and the server sends it. */
export type FormField = {
  name: string
  label: string
  kind: 'text' | 'secret' | 'url' | 'number' | 'choice' | 'mapping'
  required?: boolean
  help: string
  placeholder?: string
  options?: { value: string; label: string }[]
  default?: FormValue
}

export type SettingsFormProps = {
  fields: readonly FormField[]
  values?: FormValues
  /** What the server found wrong, beside the field it is about. */
  errors?: readonly { field: string; message: string }[]
  /** Secrets that are stored; they are never sent back, so an empty field keeps them. */
  storedSecrets?: readonly string[]
  submit?: string
  isBusy?: boolean
  /** Further buttons: "Send a test". */
  actions?: ReactNode
  onSubmit: (values: FormValues) => void
}

/** A form made from a declaration; the server checks the values with the same declaration. */
export function SettingsForm({
  fields,
  values = {},
  errors = [],
  storedSecrets = [],
  submit,
  isBusy = false,
  actions,
  onSubmit,
}: SettingsFormProps) {
  const [typed, setTyped] = useState<FormValues>({})
  const held = (field: FormField) => typed[field.name] ?? values[field.name] ?? field.default
  const onSend = (event: FormEvent) => {
    event.preventDefault()
    onSubmit(Object.fromEntries(fields.map((field) => [field.name, held(field)])))
  }
  return (
    <form className="settings-form" onSubmit={onSend} noValidate>
      {fields.map((field) => (
        <FieldInput
          key={field.name}
          field={field}
          value={held(field)}
          error={errors.find((each) => each.field === field.name)?.message}
          isStored={storedSecrets.includes(field.name)}
          onChange={(value) => setTyped((before) => ({ ...before, [field.name]: value }))}
        />
      ))}
      <div className="form-actions">
        {actions}
        <Button type="submit" variant="filled" loading={isBusy}>
          {submit ?? say('save')}
        </Button>
      </div>
    </form>
  )
}

type FieldInputProps = {
  field: FormField
  value: FormValue | undefined
  error?: string
  isStored: boolean
  onChange: (value: FormValue | undefined) => void
}

function FieldInput({ field, value, error, isStored, onChange }: FieldInputProps) {
  const { name, label, help, placeholder, required = false, kind, options = [] } = field
  const description = kind === 'secret' && isStored ? `${help} ${say('secretKept')}` : help
  const shared = { name, label, description, placeholder, error, required: required && !isStored }
  const text = typeof value === 'object' ? '' : (value ?? '')
  switch (kind) {
    case 'mapping':
      return <MappingInput field={field} value={typeof value === 'object' ? value : {}} error={error} onChange={onChange} />
    case 'number':
      return <NumberField {...shared} value={text} onChange={onChange} />
    case 'choice':
      return (
        <Choice
          {...shared}
          data={options}
          value={String(text) || null}
          onChange={(next) => onChange(next ?? undefined)}
          placeholder={placeholder ?? say('choose')}
        />
      )
    case 'secret':
      return <PasswordInput {...shared} autoComplete="off" value={String(text)} onChange={(event) => onChange(event.currentTarget.value)} />
    default:
      return (
        <TextInput
          {...shared}
          type={kind === 'url' ? 'url' : 'text'}
          value={String(text)}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )
  }
}

type MappingProps = { field: FormField; value: Record<string, string>; error?: string; onChange: (value: Record<string, string>) => void }

/** Target name → where to find it: one line for each target that may be mapped. */
function MappingInput({ field, value, error, onChange }: MappingProps) {
  return (
    <fieldset className="mapping">
      <legend>{field.label}</legend>
      <p className="f12 t3">{field.help}</p>
      {(field.options ?? []).map((option) => (
        <TextInput
          key={option.value}
          label={option.label}
          placeholder={field.placeholder}
          value={value[option.value] ?? ''}
          onChange={(event) => onChange(withPath(value, option.value, event.currentTarget.value))}
        />
      ))}
      {error && (
        <p className="f12 missed" role="alert">
          {error}
        </p>
      )}
    </fieldset>
  )
}

function withPath(mapping: Record<string, string>, target: string, path: string): Record<string, string> {
  const rest = Object.fromEntries(Object.entries(mapping).filter(([name]) => name !== target))
  return path ? { ...rest, [target]: path } : rest
}
