import { NEWCOMER_REMEDY, newcomerInWords, sleepingNewcomers } from '../../core/paging/rotation-entry.ts'
import type { Bundle } from '../../core/policy/schema/bundle.ts'
import type { DoubtCode } from './contract/doubt-codes.ts'

/** What a change would do that is hardly meant: it is carried out only with a reason. */
export type Doubt = { code: DoubtCode; words: string; remedy: string; cost: string }

const adminsOf = ({ users = [] }: Bundle): string[] =>
  users.filter(({ role, disabled }) => role === 'admin' && !disabled).map(({ id }) => id)

/** Everything that `force` is asked for, given the policy before and after. Without one before nothing can be lost. */
export function doubtsAbout(before: Bundle | null, after: Bundle): Doubt[] {
  const asleep = sleepingNewcomers(before, after).map((newcomer) => ({
    code: 'no-waking-road' as const,
    words: newcomerInWords(newcomer),
    remedy: NEWCOMER_REMEDY,
    cost: 'a page at night would reach nobody and fall through',
  }))
  const admins = before ? adminsOf(before) : []
  if (admins.length === 0 || adminsOf(after).length > 0) return asleep
  const unseated = {
    code: 'no-admin-left' as const,
    words: `nobody would be an administrator any more (${admins.join(', ')} ${admins.length === 1 ? 'is' : 'are'} one now)`,
    remedy: `keep them under \`users:\` with \`role: admin\` ("tocsin export bundle DIR" writes what runs), or give a reason with \`force\``,
    cost: 'whoever signs in can change nothing, and where a ladder is missing nobody is paged',
  }
  return [unseated, ...asleep]
}
