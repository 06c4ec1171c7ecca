import type { Policy } from '../../../core/policy/policy.ts'
import type { ReadingAnswer } from '../contract/reading.ts'

/** Everything of the policy that whoever reads the ladders reads: equal texts are the same ladders. */
export function laddersToRead({ bundle }: Policy): string {
  const services = (bundle.services ?? []).map(({ id, escalation }) => [id, escalation])
  return JSON.stringify([bundle.escalation_policies ?? [], services, bundle.organization.fallback ?? null])
}

/** Whoever can be paged is to know by whom, and who comes next. */
export const whoMustRead = ({ bundle }: Policy): { id: string; name: string }[] =>
  (bundle.users ?? []).filter(({ role, disabled }) => role !== 'viewer' && !disabled).map(({ id, name }) => ({ id, name: name ?? id }))

type Read = { user: string; ladders: string; at: string }
type Parts = { policy: Policy; ladders: string; reads: readonly Read[]; asking: string | null }

export function presentReading({ policy, ladders, reads, asking }: Parts): ReadingAnswer {
  const people = whoMustRead(policy).map((person) => ({
    ...person,
    readAt: reads.find(({ user, ladders: read }) => user === person.id && read === ladders)?.at ?? null,
    hasReadEarlier: reads.some(({ user, ladders: read }) => user === person.id && read !== ladders),
  }))
  const you = people.find(({ id }) => id === asking) ?? null
  return {
    ladders,
    confirmed: people.filter(({ readAt }) => readAt !== null).length,
    people,
    you,
    can: { confirm: you !== null && you.readAt === null },
  }
}
