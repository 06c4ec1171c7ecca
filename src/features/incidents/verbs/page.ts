import type { StartEscalation } from '../../../core/escalation/join.ts'
import { holdersOf } from '../../../core/incident/view.ts'
import { resolveTarget } from '../../../core/oncall/targets.ts'
import { keyedId } from '../../../platform/http/idempotency.ts'
import { Problem } from '../../../platform/http/problem.ts'
import type { App } from '../../feature.ts'
import type { StoredIncident } from '../reads/incidents.ts'
import { type Asked, carryOut, type Done } from './verb.ts'

/** Wakes people from the war room, through the machine that pages for alerts. */
export async function page(
  app: App,
  { id, state }: StoredIncident,
  { body, by, via, key }: Asked<{ targets: string[]; reason?: string }>,
): Promise<Done> {
  const policy = app.policies.live()
  const asked = { at: app.clock.now(), holders: holdersOf(state), service: state.service }
  for (const target of body.targets) {
    if (resolveTarget(policy, target, asked).length > 0) continue
    throw new Problem({
      code: 'target-empty',
      status: 400,
      detail: `"${target}" leads to nobody at the moment; write user:ann, team:payments, schedule:primary or role:commander.`,
    })
  }
  const data: StartEscalation = {
    ladder: { id: 'by-hand', targets: body.targets, reason: body.reason ?? `asked for in ${state.reference}` },
    about: { kind: 'incident', id },
    service: state.service,
    severity: state.severity,
    rank: state.rank,
    flags: state.flags,
    holders: holdersOf(state),
    title: state.title,
    policy: state.policy,
    type: state.type,
    // Whoever is asked to join answers for themselves; who has the incident keeps it.
    line: 'beside',
  }
  const to = { kind: 'escalation', id: `esc-${key ? keyedId(by, key) : app.newId()}` }
  const [before] = key ? await app.store.load([to]) : []
  return before?.state ? [] : carryOut(app, { name: 'start', to, by, data: { ...data, via } })
}
