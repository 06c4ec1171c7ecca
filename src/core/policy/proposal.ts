import type { Json } from '../command/command.ts'
import { resolveTarget } from '../oncall/targets.ts'
import type { Moment } from '../time/moment.ts'
import type { Policy } from './policy.ts'
import type { Bundle } from './schema/bundle.ts'

/** A change of the policy that waits for the word of a second person. */
export type Proposal = { id: string; at: Moment; by: string; note: string; basedOn: number; changes: string[]; bundle: Bundle }

/** Who is there, how they are reached and who is on call: what must be changed at night, by one person alone. */
const LIVE_SECTIONS: ReadonlySet<string> = new Set(['users', 'teams', 'schedules', 'calendars'])

/** What `approvals` asks of changes of the policy itself. */
const APPROVED = 'policy'

/**
 * Whose approval the policy in force wants before this bundle follows it: ids of people, without whoever proposes it. Null when it
 * wants none: it has no such rule, or only people, teams and schedules change.
 */
export function approversOf(
  policy: Policy,
  { bundle, by }: { bundle: Bundle; by: string },
  at: Temporal.Instant,
): { of: string[]; users: string[] } | null {
  const rules = (policy.bundle.approvals ?? []).filter((rule) => rule.for === APPROVED)
  if (rules.length === 0 || !changesRules(policy.bundle, bundle)) return null
  const of = [...new Set(rules.flatMap((rule) => rule.by))]
  const users = new Set(of.flatMap((target) => resolveTarget(policy, target, { at }).map(({ user }) => user)))
  return { of, users: [...users].filter((user) => by !== `user:${user}`) }
}

function changesRules(before: Bundle, after: Bundle): boolean {
  const sections = new Set([...Object.keys(before), ...Object.keys(after)])
  const said = (bundle: Bundle, section: string): string => inOneOrder((bundle as Record<string, unknown>)[section])
  return [...sections].some((section) => !LIVE_SECTIONS.has(section) && said(before, section) !== said(after, section))
}

/** The database keeps keys in an order of its own: it is no change. */
function inOneOrder(value: unknown): string {
  const plain = JSON.parse(JSON.stringify(value ?? null)) as Json
  return JSON.stringify(plain, (_key, each: Json) =>
    each !== null && typeof each === 'object' && !Array.isArray(each) ? Object.fromEntries(Object.entries(each).sort()) : each,
  )
}
