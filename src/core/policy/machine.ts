import type { Json, Machine } from '../command/command.ts'
import { refuse } from '../command/command.ts'
import { rebaseTurns } from '../oncall/rebase.ts'
import type { Bundle } from './schema/bundle.ts'

/** The one policy of an installation: its version and the bundle in force. Older ones are in its facts. */
export type PolicyState = { version: number; bundle: Bundle }

/** `basedOn` is the version the author saw: somebody else's change in between is a conflict, not a loss. */
export type ApplyPolicy = { bundle: Bundle; basedOn: number | null; note: string; changes: string[] }

export const policySubject = { kind: 'policy', id: 'organization' }

export const policyMachine: Machine<PolicyState> = {
  kind: 'policy',
  decide(state, command, { now }) {
    if (command.name !== 'apply') return refuse('unknown-command', `a policy does not know "${command.name}"`, 400)
    const { bundle: changed, basedOn, note, changes } = command.data as ApplyPolicy
    const current = state?.version ?? 0
    if (basedOn !== null && basedOn !== current)
      return refuse(
        'policy-moved-on',
        `the policy is at version ${current}, the change rests on ${basedOn}; look at what changed and apply again`,
      )
    const version = current + 1
    // Whoever changes a list of members, however they do it, moves nobody who is on call.
    const bundle = rebaseTurns(state?.bundle ?? null, changed, now)
    const data = { version, bundle: JSON.parse(JSON.stringify(bundle)) as Json, note, changes, at: now.toString() }
    return { state: { version, bundle }, facts: [{ name: 'policy.applied', of: command.to, by: command.by, data }] }
  },
  columns: (state) => ({ key: null, version: state.version }),
}
