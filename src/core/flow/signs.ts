import type { Policy } from '../policy/policy.ts'
import { signedChannels } from '../room/sign.ts'
import { type Effect, on } from './order.ts'

const lookAtSigns = (policy: Policy): Effect[] =>
  signedChannels(policy).map((id) => ({ name: 'look', to: { kind: 'sign', id }, by: 'engine', data: {} }))

/** A channel's topic says who is on call, and follows the shift. A new policy is in force only afterwards: it is watched for. */
export const signReactions = ['duty.began', 'duty.handed_over'].map((name) => on(name, (_fact, { policy }) => lookAtSigns(policy)))
