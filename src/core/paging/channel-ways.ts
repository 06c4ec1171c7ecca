import type { Context } from '../command/command.ts'
import type { Channel } from '../policy/schema/organization.ts'
import type { Way } from './roads.ts'

/** A connected chat carries a standing channel, else its incoming webhook; a channel may name its integration. */
export function waysToChannel(channel: Channel, context: Context): Way[] {
  const types = channel.integration ? [context.policy.integration(channel.integration)?.type] : [channel.via, `${channel.via}-webhook`]
  const type = types.find((each) => each && context.canSend(each))
  return type ? [{ road: 'channel', channel: type }] : []
}
