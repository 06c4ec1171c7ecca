import type { Refusal } from '../command/command.ts'
import type { Policy } from './policy.ts'
import type { ReasonedAct } from './schema/organization.ts'

/**
 * Where people have hands and a screen. What is answered from a phone in the night, by a key, a word or a link, is never
 * refused for want of a reason: whoever answers must not be paged on.
 */
const AT_A_DESK = ['console', 'cli', 'api']

type Given = { act: ReasonedAct; via: string; reason: string | null | undefined }

/** Why an act cannot stand without a reason, null when it can: the organisation names the acts under `organization.reasons`. */
export function reasonRefusal({ bundle }: Policy, { act, via, reason }: Given): Refusal | null {
  if (reason || !AT_A_DESK.includes(via) || !(bundle.organization.reasons ?? []).includes(act)) return null
  return {
    code: 'reason-required',
    status: 400,
    message: `the policy wants a reason for whoever does "${act}"; give \`reason\` in a few words`,
  }
}
