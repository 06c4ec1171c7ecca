import type { FastifyRequest } from 'fastify'
import { checkBundle } from '../../core/policy/parse.ts'
import { createPolicy, type Policy } from '../../core/policy/policy.ts'
import type { Bundle } from '../../core/policy/schema/bundle.ts'
import type { Moment } from '../../core/time/moment.ts'
import { Problem, problemOf } from '../../platform/http/problem.ts'
import type { App } from '../feature.ts'
import { actorOf, changePolicy, storedPolicy } from '../policies/reads.ts'
import { foreseeable, type Move, movesBetween } from './rules/moves.ts'

/** Further ahead nobody can check while somebody waits for the answer. */
const MOST_DAYS = 371

/**
 * A change of who is on call. `edit` throws a Problem when there is nothing to change; `span` is when it matters.
 * `isTrial` changes nothing and says what would happen.
 */
export type DutyChange = {
  note: string
  edit(bundle: Bundle): Bundle
  span: { from: Moment; to: Moment }
  isTrial?: boolean | undefined
  /** Why somebody is put on call whom nothing verified can wake. */
  force?: string | undefined
}

export type Changed = { policy: Policy; moves: Move[] }

/** Configuration is one versioned bundle, so whatever changes who is on call is a new version of it, with who, why and who moves. */
export async function changeDuty(app: App, request: FastifyRequest, change: DutyChange): Promise<Changed> {
  const by = actorOf(request.principal, app.policies.live())
  let before: Bundle | undefined
  let after: Bundle | undefined
  const edit = (bundle: Bundle): Bundle => {
    before = structuredClone(bundle)
    const changed = change.edit(bundle)
    after = checkBundle(changed).bundle ?? changed
    return changed
  }
  const { refusal } = change.isTrial
    ? await tried(app, edit)
    : await changePolicy(app, { by, note: change.note, force: change.force }, edit)
  if (refusal) throw problemOf(refusal)
  if (!before || !after) throw new Error('the change was never asked for the bundle')
  const policy = createPolicy(after, app.policies.live().version)
  const policies = { before: createPolicy(before, 0), after: policy }
  return { policy, moves: movesBetween(policies, foreseeable(change.span, MOST_DAYS)) }
}

async function tried(app: App, edit: (bundle: Bundle) => Bundle): Promise<{ refusal?: { code: string; status: number; message: string } }> {
  const current = await storedPolicy(app)
  const changed = edit(structuredClone(current?.bundle ?? app.policies.live().bundle))
  const { bundle, problems } = checkBundle(changed)
  if (bundle) return {}
  const told = problems.filter(({ level }) => level === 'error').map(({ message, remedy }) => `${message} → ${remedy}`)
  return { refusal: { code: 'policy-invalid', status: 422, message: told.join('; ') } }
}

export function noSchedule(app: App, id: string): Problem {
  const known = (app.policies.live().bundle.schedules ?? []).map((each) => each.id).join(', ') || 'none'
  return new Problem({ code: 'not-found', status: 404, detail: `There is no schedule "${id}"; there is ${known}.` })
}

/** The edited bundle, or the problem that says what there is none of. */
export function edited(bundle: Bundle | null, missing: () => Problem): Bundle {
  if (!bundle) throw missing()
  return bundle
}
