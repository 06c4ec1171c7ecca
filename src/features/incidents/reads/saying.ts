import type { JsonObject } from '../../../core/command/command.ts'

/** How a fact is said after the name of who did it. `words` are somebody's own; `isCurated` is told to everybody. */
export type Said = { text: string; words?: string; promisedBy?: string; tone?: 'missed'; isCurated?: true }

/** How a fact's ids and moments are said. `name` is for any reference: a person, role, team, schedule, audience. */
export type Naming = {
  person: (id: unknown) => string
  name: (reference: unknown) => string
  role: (id: unknown) => string
  status: (id: unknown) => string
  time: (moment: unknown) => string
}

export type Tell = (data: JsonObject, naming: Naming) => Said | null

export const text = (value: unknown): string => (typeof value === 'string' ? value : '')
export const texts = (value: unknown): string[] => (Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [])
export const because = (value: unknown): string => (text(value) ? `: ${text(value)}` : '')
export const curated = (said: string, more: Partial<Said> = {}): Said => ({ text: said, isCurated: true, ...more })
export const plain = (said: string, more: Partial<Said> = {}): Said => ({ text: said, ...more })
export const card = (said: string, words: unknown, more: Partial<Said> = {}): Said => curated(said, { words: text(words), ...more })
