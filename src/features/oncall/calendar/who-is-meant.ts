import type { Policy } from '../../../core/policy/policy.ts'
import type { User } from '../../../core/policy/schema/people.ts'
import type { CalendarEvent } from './read-calendar.ts'

/** `[L1] Ann`, `On call: Ann (Payments)`: what stands around a name. */
const AROUND =
  /^\s*(?:\[[^\]]*\]\s*)?(?:(?:on[ -]?call|primary|secondary|backup|shadow|vacation|holiday|leave|away|ooo|pto|urlaub)\s*[:–-]\s*)?|\s*\([^)]*\)\s*$/giu
const BETWEEN = /\s*(?:[,;/&+]|\band\b|\bund\b)\s*/iu

/** The people an entry is about: those it invites, else those whose id, name or address is its title, else the one name in it. */
export function whoIsMeant({ emails, summary }: Pick<CalendarEvent, 'emails' | 'summary'>, policy: Policy): string[] {
  const users = (policy.bundle.users ?? []).filter((user) => !user.disabled)
  const invited = emails.flatMap((email) => policy.userByEmail(email)?.id ?? [])
  if (invited.length > 0) return distinct(invited)
  const parts = summary.replace(AROUND, '').split(BETWEEN).filter(Boolean)
  const named = parts.flatMap((part) => users.find((user) => namesOf(user).includes(part.trim().toLowerCase()))?.id ?? [])
  if (named.length > 0) return distinct(named)
  const within = users.filter((user) => namesOf(user).some((name) => holds(summary.toLowerCase(), name)))
  // Two names in one sentence may be “Ann for Ben”: better nobody, and a word to the owner, than the wrong one.
  return within.length === 1 && within[0] ? [within[0].id] : []
}

const namesOf = ({ id, name, contacts }: User): string[] =>
  [id, name, contacts.email].filter((each) => each !== undefined).map((each) => each.toLowerCase())

const LETTER = /[\p{L}\p{N}]/u

/** As a whole word: “Ana” is not in “Analysis”. */
function holds(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1))
    if (!LETTER.test(text[at - 1] ?? '') && !LETTER.test(text[at + name.length] ?? '')) return true
  return false
}

const distinct = (users: readonly string[]): string[] => [...new Set(users)]
