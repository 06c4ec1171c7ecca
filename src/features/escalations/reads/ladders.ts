import type { Policy } from '../../../core/policy/policy.ts'
import type { EscalationPolicy } from '../../../core/policy/schema/escalation.ts'
import { momentOf } from '../../../core/time/moment.ts'
import type { App } from '../../feature.ts'
import type { LaddersAnswer, LadderView } from '../contract/ladders.ts'
import { stepView, targetOf } from '../rules/ladder-words.ts'

/** How often each step of a ladder was climbed to: `expert 0` → times and when last. */
export type Used = Map<string, { times: number; lastAt: string }>

/** What is older says little about a ladder of today. */
const COUNTED_DAYS = 365

type UsedRow = { ladder: string; step: number; times: number; last: string }

/** Manual ladders are climbed by people: how often tells whether anybody knows of them. */
export async function usedSteps(app: Pick<App, 'pools' | 'clock' | 'policies'>): Promise<Used> {
  const manual = (app.policies.live().bundle.escalation_policies ?? []).filter(({ basis }) => basis === 'manual').map(({ id }) => id)
  if (manual.length === 0) return new Map()
  const since = momentOf(app.clock.now().subtract({ hours: COUNTED_DAYS * 24 }))
  const text = `select data->>'ladder' as ladder, (data->>'step')::int as step, count(*)::int as times, max(at) as last from fact
    where name = 'escalation.step_fired' and at >= $1 and data->>'ladder' = any($2) group by 1, 2`
  const { rows } = await app.pools.side.query<UsedRow>(text, [since, manual])
  return new Map(rows.map(({ ladder, step, times, last }) => [`${ladder} ${step}`, { times, lastAt: new Date(last).toISOString() }]))
}

export function presentLadder(
  ladder: EscalationPolicy,
  { policy, used, mayEdit }: { policy: Policy; used: Used; mayEdit: boolean },
): LadderView {
  const isFallback = ladder.id === policy.fallbackLadder.id
  const services = (policy.bundle.services ?? []).filter((service) => policy.laddersOf(service.id).some(({ id }) => id === ladder.id))
  return {
    id: ladder.id,
    name: ladder.name ?? ladder.id,
    basis: ladder.basis,
    repeat: ladder.repeat,
    ackTimeout: ladder.ack_timeout?.text ?? null,
    steps: ladder.steps.map((step, index) => ({
      ...stepView(step, policy),
      used: ladder.basis === 'manual' ? (used.get(`${ladder.id} ${index}`) ?? null) : null,
    })),
    services: services.map(({ id, name }) => ({ id, name: name ?? id })),
    isFallback,
    can: { edit: mayEdit && !isFallback },
  }
}

export function presentLadders(policy: Policy, { used, mayEdit }: { used: Used; mayEdit: boolean }): LaddersAnswer {
  const { users = [], teams = [], schedules = [], roles = [], services = [], escalation_policies: ladders = [] } = policy.bundle
  const people = users.filter((user) => !user.disabled).map(({ id, name }) => ({ id, name: name ?? id }))
  const refs = [
    ...schedules.map(({ id }) => `schedule:${id}`),
    ...people.map(({ id }) => `user:${id}`),
    ...teams.map(({ id }) => `team:${id}`),
    ...roles.map(({ id }) => `role:${id}`),
    'managers',
    ...(policy.bundle.contacts ?? []).map(({ id }) => `contact:${id}`),
  ]
  return {
    version: policy.version,
    items: [...ladders, policy.fallbackLadder].map((ladder) => presentLadder(ladder, { policy, used, mayEdit })),
    services: services.map(({ id, name }) => ({ id, name: name ?? id, ladders: policy.laddersOf(id).map((each) => each.id) })),
    severities: policy.severities.map(({ id, name, respond_within }) => ({
      id,
      name: name ?? id,
      rank: policy.rankOf(id),
      respondWithin: respond_within?.text ?? null,
    })),
    people,
    targets: refs.map((ref) => targetOf(policy, ref)),
  }
}
