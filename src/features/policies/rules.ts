import type { JsonObject, Refusal } from '../../core/command/command.ts'
import type { Problem } from '../../core/policy/finding.ts'
import { nameOfPath } from '../../core/policy/finding.ts'
import { writtenForm } from '../../core/policy/print.ts'
import type { Bundle, SectionName } from '../../core/policy/schema/bundle.ts'
import type { User } from '../../core/policy/schema/people.ts'

/** How many problems a refusal spells out; the rest are counted. */
const TOLD = 5

/** Why a changed bundle is not taken: every error with value and remedy, the first ones in the message itself. */
export function refusalOf(changed: Bundle, problems: readonly Problem[]): { refusal: Refusal; answer: JsonObject } {
  const errors = problems.filter((problem) => problem.level === 'error')
  const written = writtenForm(changed)
  const told = errors.slice(0, TOLD).map(({ message, remedy }) => `${message} → ${remedy}`)
  const more = errors.length > TOLD ? ` (and ${errors.length - TOLD} more)` : ''
  return {
    refusal: { code: 'policy-invalid', status: 422, message: `${told.join('; ')}${more}` },
    answer: { problems: errors.map(({ rule, path, message, remedy }) => ({ rule, at: nameOfPath(path, written), message, remedy })) },
  }
}

/** Who was disabled on the server stays so: files that know nothing of it must not wake somebody who has left. */
export function withDisabled(bundle: Bundle, current: Bundle | null): Bundle {
  const disabled = new Set((current?.users ?? []).filter((user) => user.disabled).map((user) => user.id))
  if (!bundle.users || disabled.size === 0) return bundle
  const keep = (user: User): User => (user.disabled === undefined && disabled.has(user.id) ? { ...user, disabled: true } : user)
  return { ...bundle, users: bundle.users.map(keep) }
}

/** What apply leaves alone: sections that the files do not have stay as they run. */
export function ownedBy(sections: Iterable<string>, current: Bundle | null): Partial<Bundle> {
  const owned = new Set<string>(sections)
  const kept = Object.entries(current ?? {}).filter(([name]) => !owned.has(name))
  return Object.fromEntries(kept) as Partial<Record<SectionName, never>>
}
