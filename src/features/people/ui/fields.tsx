import { PasswordInput, type PasswordInputProps, TextInput, type TextInputProps } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'
import { errorOf } from './queries.ts'
import { SaidWrong } from './said-wrong.tsx'
import { say } from './strings.ts'

type Typed = { value: string; onType: (text: string) => void; error: Error | null }
/** `name` is the field's name in the answer of the server, whose complaint stands below it. */
type FieldProps = Typed & { name: string }

export function TextField({ name, error, onType, ...rest }: FieldProps & Omit<TextInputProps, keyof FieldProps | 'onChange'>) {
  return <TextInput {...rest} error={errorOf(error, name)} onChange={(event) => onType(event.currentTarget.value)} />
}

export function PasswordField({ error, onType, ...rest }: Typed & Omit<PasswordInputProps, keyof Typed | 'onChange'>) {
  return <PasswordInput required {...rest} error={errorOf(error, 'password')} onChange={(event) => onType(event.currentTarget.value)} />
}

/** The field in which somebody chooses theirs. */
export const NewPassword = (typed: Typed) => (
  <PasswordField {...typed} label={say('password')} description={say('passwordHelp')} autoComplete="new-password" />
)

type PostFormProps = { onSend: () => void; error: Error | null; actions: ReactNode; children: ReactNode }

/** Fields, what the server refused beside no field, and the buttons. */
export function PostForm({ onSend, error, actions, children }: PostFormProps) {
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    onSend()
  }
  return (
    <form className="settings-form" onSubmit={onSubmit}>
      {children}
      <SaidWrong error={error} />
      <div className="form-actions">{actions}</div>
    </form>
  )
}
