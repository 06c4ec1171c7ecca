import type { Refusal } from '../../../core/command/command.ts'
import { idOf, kindOf, type Policy } from '../../../core/policy/policy.ts'

/** The flag of an escalation that is for practice. */
export const DRILL = 'drill'

/** First in the title, so that it stands on every road and every screen whoever words them. */
export const drillTitle = (title: string): string => (title.startsWith('DRILL: ') ? title : `DRILL: ${title}`)

/** `ladder:technical` → technical; null for other targets. */
export const ladderNamed = (target: string): string | null => (kindOf(target) === 'ladder' ? idOf(target) : null)

/** Why a ladder cannot be climbed for practice; null when it can. */
export function drillProblem(id: string, { policy, service }: { policy: Policy; service: string | undefined }): Refusal | null {
  const ladder = policy.ladder(id)
  const known = policy.bundle.escalation_policies ?? []
  if (!ladder)
    return { code: 'ladder-unknown', status: 404, message: `"${id}" is no ladder; use one of ${known.map((each) => each.id).join(', ')}` }
  if (service !== undefined && !policy.service(service))
    return { code: 'service-unknown', status: 400, message: `"${service}" is no service of the policy; leave it out or name one that is` }
  if (ladder.basis === 'acknowledged') return null
  const others = known.filter(({ basis }) => basis === 'acknowledged').map((each) => each.id)
  const why = ladder.basis === 'manual' ? 'climbed by hand' : 'over only when something is resolved, and a drill has nothing to resolve'
  return {
    code: 'no-drill',
    status: 422,
    message: `the ladder "${id}" is ${why}; practise one that an acknowledgement ends: ${others.join(', ')}`,
  }
}
