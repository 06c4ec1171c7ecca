import type { ReactNode } from 'react'

type Named = { name: string; label: string; isNeeded?: boolean; initial?: string; hint?: string }

/** What a dialog asks for. A moment is on the wall of the reader's zone and answered as an instant. */
export type AskField =
  | (Named & { kind: 'text' | 'line' | 'moment' })
  | (Named & { kind: 'choice'; options: readonly { value: string; label: string }[] })

/** One small form over the war room. `send` is given what was filled in; a rejection keeps the form open. */
export type AskForm = {
  title: string
  submit: string
  /** Said above the fields: what is missing, what it means. */
  note?: ReactNode
  fields: readonly AskField[]
  send: (values: Readonly<Record<string, string>>) => Promise<unknown>
}

export const textField = (name: string, label: string, isNeeded = false): AskField => ({ name, label, kind: 'text', isNeeded })
