import type { CoverState } from '../../core/cover/state.ts'
import { isWritten, obstacleTo, withCover } from '../../core/cover/trial.ts'
import type { PolicyState } from '../../core/policy/machine.ts'
import { createPolicy } from '../../core/policy/policy.ts'
import type { Bundle } from '../../core/policy/schema/bundle.ts'
import type { App } from '../feature.ts'
import { changePolicy } from '../policies/reads.ts'

type Parts = Pick<App, 'engine' | 'store' | 'clock' | 'settings'>

class Obstacle extends Error {}

/**
 * Writes an accepted request into the policy and says that it is done, or why it cannot be. Safe to run again and at the same time
 * as another: the overrides have the request's name, so they are written once.
 */
export async function writeCover(app: Parts, id: string): Promise<void> {
  const to = { kind: 'cover', id }
  const [row] = await app.store.load([to])
  const state = row?.state as CoverState | undefined
  if (state?.status !== 'accepted' || state.acceptedBy === null) return
  const by = state.acceptedBy
  const note = `${by} takes over from ${state.asker} on ${state.schedule}, ${state.from} to ${state.to}${state.swap ? ' (swap)' : ''}`
  const answer = await changePolicy(app, { by: `user:${by}`, note }, (bundle) =>
    written(bundle, { ...state, id, by }, app.clock.now()),
  ).catch((error) => {
    if (error instanceof Obstacle) return error.message
    throw error
  })
  const why = typeof answer === 'string' ? answer : answer.refusal?.message
  if (why !== undefined) await app.engine.execute({ name: 'unwritable', to, by: 'engine', data: { why } })
  else await app.engine.execute({ name: 'written', to, by: 'engine', data: { version: versionIn(answer) } })
}

const versionIn = (answer: unknown): number => (answer as { state: PolicyState | null }).state?.version ?? 0

function written(bundle: Bundle, accepted: CoverState & { id: string; by: string }, now: Temporal.Instant): Bundle {
  if (isWritten(bundle, accepted.id)) return bundle
  // The policy may have moved on since it was accepted: then it may not fit any more.
  const policy = createPolicy(bundle, 0)
  const obstacle = obstacleTo(policy, accepted, now)
  if (obstacle) throw new Obstacle(obstacle)
  return withCover(policy, accepted, now)
}
