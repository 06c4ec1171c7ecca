import type { Context } from '../command/command.ts'
import type { Channel } from '../policy/schema/organization.ts'
import type { Way } from './roads.ts'

/** Only what is asked: whether something can be sent, and what the policy calls it. */
type Asked = Pick<Context, 'canSend'> & { policy: Pick<Context['policy'], 'integration'> }

/**
 * A connected chat carries a standing channel, else its incoming webhook; the other way round where the channel has a webhook of
 * its own. A channel may name its integration.
 */
export function waysToChannel(channel: Channel, context: Asked): Way[] {
  const own = [channel.via, `${channel.via}-webhook`]
  const known = channel.url ? own.reverse() : own
  const types = channel.integration ? [context.policy.integration(channel.integration)?.type] : known
  const type = types.find((each) => each && context.canSend(each))
  return type ? [{ road: 'channel', channel: type }] : []
}
