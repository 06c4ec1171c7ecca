import { createHash } from 'node:crypto'

/** No vowels: a code is never a word. No letter is taken for another when it is read out, or for a digit. */
const LETTERS = 'bcdfghjkmnpqrstvwxz'
/** 6,859 codes: two of one person's open pages hardly ever share one, and then more letters tell them apart. */
export const CODE_LENGTH = 3
const LONGEST = 12

/** What people write to say which page they mean: the first letters of something that never changes. */
export function pageCode(escalation: string, length = CODE_LENGTH): string {
  const bytes = createHash('sha256').update(escalation).digest()
  return Array.from({ length: Math.min(length, LONGEST) }, (_, i) => LETTERS[(bytes[i] ?? 0) % LETTERS.length]).join('')
}

/** Shortest codes that tell these apart. */
export function codesFor(escalations: readonly string[]): Map<string, string> {
  for (let length = CODE_LENGTH; length < LONGEST; length += 1) {
    const codes = new Map(escalations.map((id) => [id, pageCode(id, length)]))
    if (new Set(codes.values()).size === codes.size) return codes
  }
  return new Map(escalations.map((id) => [id, pageCode(id, LONGEST)]))
}

/** Whether somebody who writes `code` may mean this page. */
export const isMeantBy = (code: string, escalation: string): boolean => pageCode(escalation, LONGEST).startsWith(code.toLowerCase())
