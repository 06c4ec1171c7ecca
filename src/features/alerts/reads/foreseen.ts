import type { EscalationState } from '../../../core/escalation/state.ts'
import type { App } from '../../feature.ts'
import type { NextPage } from '../contract.ts'
import { foresee, type nextPeople } from '../rules.ts'
import { type Reader, whoIs } from './people.ts'

export function presentNext(escalation: EscalationState, next: ReturnType<typeof nextPeople>, reader: Reader): NextPage | null {
  if (!next) return null
  const since = escalation.pages.at(-1)?.startedAt ?? escalation.climbAt
  return { at: next.at, step: next.step, since, people: next.users.map((user) => whoIs(`user:${user}`, reader)) }
}

/** What this ladder does if everybody stays silent; policies in force as the engine has them. */
export function foreseenFor(
  app: Pick<App, 'policies' | 'canSend'>,
  { id, state }: { id: string; state: EscalationState },
): ReturnType<typeof foresee> {
  const { policies, canSend } = app
  return foresee(id, state, { policy: policies.live(), policyAt: (version) => policies.at(version), canSend, numbers: {} })
}
