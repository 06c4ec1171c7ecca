import type { EscalationState } from '../../../core/escalation/state.ts'
import type { IncidentState } from '../../../core/incident/state.ts'
import { isOver } from '../../../core/incident/state.ts'
import { resolveTarget } from '../../../core/oncall/targets.ts'
import { kindOf, type Policy } from '../../../core/policy/policy.ts'
import { whoIs } from '../../alerts/reads/people.ts'
import type { Running } from '../../escalations/reads/pages.ts'
import type { IncidentDetail } from '../contract/incident.ts'
import type { Present } from './present.ts'

/** More nobody calls. */
const CALLED_AT_MOST = 5

const hasTried = ({ step, cycle, announced, pages, status }: EscalationState): boolean =>
  status === 'exhausted' || announced > 0 || cycle > 0 || (step ?? 1) > 0 || pages.length > 0

const reachesSomebody = ({ pages }: EscalationState): boolean =>
  pages.some(({ roads }) => roads.some(({ status }) => status !== 'failed' && status !== 'withdrawn'))

/** Every ladder asked whom it could and no road led to anybody: who is to be called by voice then. Null where somebody may still come. */
export function presentUnreached(state: IncidentState, pages: readonly Running[], present: Present): IncidentDetail['unreached'] {
  const tried = pages.map((each) => each.state).filter(hasTried)
  if (isOver(state) || state.at.acknowledged || tried.length === 0 || pages.some((each) => reachesSomebody(each.state))) return null
  const { app, reader } = present
  const { policy } = reader
  const targets = [...tried.flatMap((each) => targetsOf(each, policy)), ...policy.fallbackLadder.steps.flatMap((step) => step.page)]
  const people = targets.flatMap((target) => usersBehind(target, { state, policy, at: app.clock.now() }))
  const called = [...new Set(people)].map((user) => ({
    ...whoIs(`user:${user}`, reader),
    phone: policy.user(user)?.contacts.phone ?? null,
  }))
  return { call: called.toSorted((a, b) => Number(b.phone !== null) - Number(a.phone !== null)).slice(0, CALLED_AT_MOST) }
}

const targetsOf = ({ ladder }: EscalationState, policy: Policy): string[] =>
  ladder.targets ?? policy.ladder(ladder.id)?.steps.flatMap((step) => step.page) ?? []

type Asked = { state: IncidentState; policy: Policy; at: Temporal.Instant }

function usersBehind(target: string, { state, policy, at }: Asked): string[] {
  if (kindOf(target) === 'contact') return []
  const holders = Object.fromEntries(Object.entries(state.roles).map(([role, { user }]) => [role, [user]]))
  return resolveTarget(policy, target, { at, holders, service: state.service }).map(({ user }) => user)
}

/** `Nobody was reached. Call Bob +1 202 555 0104 or Ann.` */
export function unreachedWords({ call }: NonNullable<IncidentDetail['unreached']>): string {
  const people = call.map(({ name, phone }) => (phone ? `${name} ${phone}` : name))
  return `Nobody was reached: no way to anybody who was asked worked. ${people.length > 0 ? `Call ${people.join(' or ')}.` : 'Nobody is named who could be called.'}`
}
