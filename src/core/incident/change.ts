import type { Addressed, Context, Refusal } from '../command/command.ts'
import type { Draft } from '../command/draft.ts'
import type { IncidentState } from './state.ts'

/** One command of an incident: it changes the draft, or says why not. */
export type Change = (draft: Draft<IncidentState>, command: Addressed<never>, context: Context) => Refusal | undefined

/** A concern's part of the table of commands. */
export type Changes = Readonly<Record<string, Change>>

export const refusal = (code: string, message: string, status = 409): Refusal => ({ code, status, message })

export const isBlank = (text: unknown): boolean => typeof text !== 'string' || text.trim() === ''
