import type { Path } from '../finding.ts'
import type { Policy } from '../policy.ts'
import { FALLBACK_LADDER } from '../policy.ts'
import type { Bundle } from '../schema/bundle.ts'
import type { User } from '../schema/people.ts'
import type { Found, LintRule } from './lint-rule.ts'
import { NORMS } from './norms.ts'

/** People and addresses that are named where they are needed and then are not there: nothing reaches them. */
export const missingContact: LintRule = {
  id: 'missing-contact',
  level: 'warning',
  find: ({ policy }) => [...peopleWithout(policy), ...contactsWithout(policy.bundle), ...ownerless(policy.bundle)],
}

/** `[REDACTED]`, `TBD`, `…`: a word where an address or a name should be. */
export function isOpen(written: string): boolean {
  const plain = written.trim().toLowerCase()
  return (NORMS.notAnAddress as readonly string[]).includes(plain.replace(/^[[(<{]+|[\])>}.]+$/g, ''))
}

function peopleWithout(policy: Policy): Found[] {
  return (policy.bundle.users ?? []).flatMap((user, index) => {
    const gap = user.role === 'viewer' || user.disabled ? null : contactGap(user)
    if (!gap) return []
    const cost = isPaged(user.id, policy)
      ? `a page ${gap.at.length > 0 ? `by ${gap.at.at(-1)} ` : ''}to this person reaches nobody and falls through`
      : 'whoever looks for them in the middle of an incident finds nothing'
    const remedy =
      gap.at.length > 0
        ? `write the ${gap.at.at(-1)} of ${user.id}, or take the line out`
        : 'add `contacts:` with phone, email or a push road'
    return [{ path: ['users', index, ...gap.at], message: `${user.id} ${gap.words}`, remedy, cost }]
  })
}

type Gap = { at: Path; words: string }

function contactGap({ contacts, name }: User): Gap | null {
  if (name !== undefined && isOpen(name)) return { at: ['name'], words: `has "${name}" for a name` }
  const { webpush, other, ...plain } = contacts
  const own = Object.entries(plain).map(([key, value]) => ({ at: ['contacts', key] as Path, key, value }))
  const others = Object.entries(other ?? {}).map(([key, value]) => ({ at: ['contacts', 'other', key] as Path, key, value }))
  const written = [...own, ...others].filter(({ value }) => value !== undefined)
  const open = written.find(({ value }) => isOpen(String(value)))
  if (open) return { at: open.at, words: `has "${open.value}" for ${open.key}` }
  return written.length === 0 && webpush.length === 0 ? { at: [], words: 'has no contact at all' } : null
}

function isPaged(userId: string, { bundle, fallbackLadder }: Policy): boolean {
  const ladders = [...(bundle.escalation_policies ?? []), fallbackLadder].filter(
    (ladder) => ladder.id !== FALLBACK_LADDER || bundle.organization.fallback,
  )
  const direct = ladders.flatMap((ladder) => ladder.steps.flatMap((step) => step.page))
  const members = (bundle.schedules ?? []).flatMap((schedule) => schedule.layers.flatMap((layer) => layer.members.flat()))
  const teams = (bundle.teams ?? []).flatMap((team) => team.members)
  return [...direct, ...members, ...teams].some((target) => target === userId || target === `user:${userId}`)
}

const WAYS = ['url', 'email', 'phone', 'chat'] as const

function contactsWithout({ contacts }: Bundle): Found[] {
  return (contacts ?? []).flatMap((contact, index): Found[] => {
    const open = (['name', ...WAYS] as const).find((key) => isOpen(contact[key] ?? ''))
    const remedy = 'write how they are reached before they are needed, or take the contact out'
    const cost = 'whoever needs them in the middle of an incident finds nothing'
    if (open)
      return [{ path: ['contacts', index, open], message: `the contact "${contact.id}" has "${contact[open]}" for ${open}`, remedy, cost }]
    if (WAYS.some((way) => contact[way] !== undefined) || contact.notes !== undefined) return []
    return [{ path: ['contacts', index], message: `the contact "${contact.id}" says no way to reach it`, remedy, cost }]
  })
}

function ownerless({ document }: Bundle): Found[] {
  if (!document || document.owner !== undefined) return []
  const message = 'nobody owns this document'
  const remedy = 'add `owner:` with a role or a person, for example role:commander'
  return [{ path: ['document'], message, remedy, cost: 'nobody is reminded to review it, and it grows old' }]
}
