import type { Addressed, Context, Decision, Json, JsonObject, Machine } from '../command/command.ts'
import { refuse } from '../command/command.ts'
import { rebaseTurns } from '../oncall/rebase.ts'
import { momentOf } from '../time/moment.ts'
import { approversOf, type Proposal } from './proposal.ts'
import type { Bundle } from './schema/bundle.ts'

/** The one policy of an installation: its version and the bundle in force. Older ones are in its facts. */
export type PolicyState = { version: number; bundle: Bundle; proposals?: Proposal[]; proposed?: number }

/** `basedOn` is the version the author saw: somebody else's change in between is a conflict, not a loss. */
export type ApplyPolicy = { bundle: Bundle; basedOn: number | null; note: string; changes: string[]; approvedBy?: string }

export type ApprovePolicy = { id: string; note?: string }
export type DeclinePolicy = { id: string; reason: string }

export const policySubject = { kind: 'policy', id: 'organization' }

/** More at once nobody reads; each is a whole bundle in the state. */
const MOST_PROPOSALS = 10

type Handler = (state: PolicyState | null, command: Addressed<never>, context: Context) => Decision<PolicyState>

const plain = (bundle: Bundle): Json => JSON.parse(JSON.stringify(bundle)) as Json

function moved(current: number, basedOn: number): Decision<never> {
  return refuse(
    'policy-moved-on',
    `the policy is at version ${current}, the change rests on ${basedOn}; look at what changed and apply again`,
  )
}

function bring(state: PolicyState | null, command: Addressed<never>, { now, given }: { now: Temporal.Instant; given: ApplyPolicy }) {
  const { bundle: changed, note, changes, approvedBy } = given
  const version = (state?.version ?? 0) + 1
  // Whoever changes a list of members, however they do it, moves nobody who is on call.
  const bundle = rebaseTurns(state?.bundle ?? null, changed, now)
  const data: JsonObject = { version, bundle: plain(bundle), note, changes, at: now.toString(), ...(approvedBy ? { approvedBy } : {}) }
  return { state: { ...state, version, bundle }, fact: { name: 'policy.applied', of: command.to, by: command.by, data } }
}

const apply: Handler = (state, command, context) => {
  const given = command.data as ApplyPolicy
  const current = state?.version ?? 0
  if (given.basedOn !== null && given.basedOn !== current) return moved(current, given.basedOn)
  const wanted = state && approversOf(context.policy, { bundle: given.bundle, by: command.by }, context.now)
  if (wanted) return refuse('approval-wanted', `the policy wants the approval of ${wanted.of.join(' or ')} for this; propose it`)
  const { state: next, fact } = bring(state, command, { now: context.now, given })
  return { state: next, facts: [fact] }
}

/** Keeps a change until somebody else says yes. */
const propose: Handler = (state, command, context) => {
  const { bundle, basedOn, note, changes } = command.data as ApplyPolicy
  if (!state) return refuse('nothing-to-approve', 'there is no policy yet that could want an approval; apply it')
  if (basedOn !== null && basedOn !== state.version) return moved(state.version, basedOn)
  const wanted = approversOf(context.policy, { bundle, by: command.by }, context.now)
  if (!wanted) return refuse('nothing-to-approve', 'the policy wants nobody’s approval for this; apply it')
  if (wanted.users.length === 0)
    return refuse(
      'approval-nobody',
      `the policy wants the approval of ${wanted.of.join(' or ')}, and that is nobody but you; name somebody else`,
    )
  const { proposals = [], proposed = 0, version } = state
  if (proposals.length >= MOST_PROPOSALS)
    return refuse('too-many-proposals', `${proposals.length} changes wait already; have them approved or declined first`)
  const proposal: Proposal = { id: `p${proposed + 1}`, at: momentOf(context.now), by: command.by, note, basedOn: version, changes, bundle }
  const data: JsonObject = { id: proposal.id, basedOn: version, note, changes, bundle: plain(bundle), users: wanted.users }
  return {
    state: { ...state, proposals: [...proposals, proposal], proposed: proposed + 1 },
    facts: [{ name: 'policy.proposed', of: command.to, by: command.by, data }],
    answer: { proposal: proposal.id },
  }
}

const unknown = (id: string): Decision<never> =>
  refuse('not-found', `no change waits under "${id}"; somebody may have approved or declined it already`, 404)

const approve: Handler = (state, command, context) => {
  const { id, note } = command.data as ApprovePolicy
  const proposal = state?.proposals?.find((each) => each.id === id)
  if (!state || !proposal) return unknown(id)
  const wanted = approversOf(context.policy, proposal, context.now)
  if (wanted && !wanted.users.some((user) => command.by === `user:${user}`))
    return refuse('approval-not-yours', `this waits for the approval of ${wanted.users.join(' or ') || wanted.of.join(' or ')}`, 403)
  if (proposal.basedOn !== state.version) return moved(state.version, proposal.basedOn)
  const words = [proposal.note, note].filter(Boolean).join(' · ')
  const given: ApplyPolicy = { ...proposal, note: words, approvedBy: command.by }
  const { state: next, fact } = bring(state, { ...command, by: proposal.by }, { now: context.now, given })
  return {
    state: { ...next, proposals: state.proposals?.filter((each) => each !== proposal) ?? [] },
    facts: [{ name: 'policy.approved', of: command.to, by: command.by, data: { id } }, fact],
  }
}

/** Whoever proposed it may take it back the same way. */
const decline: Handler = (state, command) => {
  const { id, reason } = command.data as DeclinePolicy
  const proposal = state?.proposals?.find((each) => each.id === id)
  if (!state || !proposal) return unknown(id)
  return {
    state: { ...state, proposals: state.proposals?.filter((each) => each !== proposal) ?? [] },
    facts: [{ name: 'policy.declined', of: command.to, by: command.by, data: { id, reason } }],
  }
}

const handlers: Record<string, Handler> = { apply, propose, approve, decline }

export const policyMachine: Machine<PolicyState> = {
  kind: 'policy',
  decide(state, command, context) {
    const handler = handlers[command.name]
    return handler ? handler(state, command, context) : refuse('unknown-command', `a policy does not know "${command.name}"`, 400)
  },
  columns: (state) => ({ key: null, version: state.version }),
}
