import type { Policy } from '../../../core/policy/policy.ts'
import type { Integration } from '../../../integrations/declaration.ts'
import { peopleAt } from '../../paging/reads/connected.ts'

type Where = { declaration: Integration; policy: Policy }

/** `<@U0ANN|ann>`, `<#C01|name>`, `<https://…|shown>` as chats write them, and plain `@ann`. */
const MARKS =
  /<@(?<member>[^>|\s]+)(?:\|(?<shown>[^>]*))?>|<#[^>|\s]+\|(?<channel>[^>]*)>|<(?<link>(?:https?|mailto):[^>|\s]+)(?:\|[^>]*)?>|(?<![\w@])@(?<name>[a-z0-9][a-z0-9._-]*)/gi

/** What was typed in a chat as the grammar reads it: people by their id in the policy, links as they are. */
export function mentionsRead(text: string, where: Where): string {
  const read = text.replace(MARKS, (...found) => wordFor(found.at(-1) as Partial<Record<string, string>>, where))
  return read.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

function wordFor({ member, shown, channel, link, name = '' }: Partial<Record<string, string>>, where: Where): string {
  if (link) return link.replace(/^mailto:/, '')
  if (channel !== undefined) return `#${channel}`
  if (member) return `@${personAt(member, where) ?? (shown || member)}`
  // A name of the policy is taken as it is.
  return `@${where.policy.user(name) ? name : (personAt(name, where) ?? name)}`
}

function personAt(address: string, where: Where): string | null {
  const people = peopleAt(address, where)
  return people.length === 1 ? (people[0]?.id ?? null) : null
}
