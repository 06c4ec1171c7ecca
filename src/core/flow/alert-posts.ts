import type { PostAlert } from '../alert-post/machine.ts'
import type { Command, JsonObject, Reaction } from '../command/command.ts'
import type { Policy } from '../policy/policy.ts'
import type { Channel } from '../policy/schema/organization.ts'
import { holds } from '../policy/when.ts'
import { on, type Told, text, texts } from './order.ts'

const alertPost = (id: string, name: string, data: object): Command => ({
  name,
  to: { kind: 'alert_post', id },
  by: 'engine',
  data: data as JsonObject,
})

const asking = ({ bundle }: Policy): Channel[] => (bundle.channels ?? []).filter(({ posts }) => posts.includes('alert'))

/** What monitors raise is posted; a page for practice, or an alert by hand, is nobody's stream. What is private stays where it is meant. */
function channelsFor({ data }: Told, policy: Policy): string[] {
  if (!policy.integration(String(data.integration))) return []
  const [severity, service, type] = [data.severity, data.service, data.type].map((each) => text(each) ?? undefined)
  const isPrivate = policy.bundle.incident?.types.some((each) => each.private && each.id === type) === true
  const facts = {
    policy,
    flags: texts(data.flags),
    ...(severity ? { severity } : {}),
    ...(service ? { service } : {}),
    ...(type ? { type } : {}),
  }
  const mayRead = ({ when }: Channel): boolean =>
    !isPrivate || (when.length > 0 && when.every((clause) => clause.type.includes(String(type))))
  return asking(policy).flatMap((channel) => (holds(channel.when, facts) && mayRead(channel) ? [channel.id] : []))
}

const postAlert = on('alert.opened', (fact, { policy }) => {
  const channels = channelsFor(fact, policy)
  if (channels.length === 0) return []
  const { title, severity, service, because } = fact.data
  const data = { title, severity, service: text(service), because: text(because) ?? '', channels } as PostAlert
  return [alertPost(fact.of.id, 'post', data)]
})

const markResolved = on('alert.resolved', ({ of }, { policy }) => (asking(policy).length === 0 ? [] : [alertPost(of.id, 'resolve', {})]))

export const alertPostReactions: readonly Reaction[] = [postAlert, markResolved]
