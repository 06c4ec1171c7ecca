import { isPlaceholder } from '../../core/policy/placeholder.ts'
import type { Integration as Instance } from '../../core/policy/schema/intake.ts'
import type { Integration } from '../../integrations/declaration.ts'
import type { ToSend } from '../feature.ts'
import { INTERNAL } from './rules.ts'

const NO_SERVER = 'no mail server is set up; set TOCSIN_SMTP_URL, or fill in Server at Settings, Integrations, E-mail'

/**
 * Why this installation can hand nothing to a channel now, with the remedy; null when it can. The same in every process of a
 * database: it rests on the policy in force and on the mail server that they share.
 */
export function obstaclesOf({ integrations, smtp, policy }: ToSend): (channel: string) => string | null {
  return (channel) => {
    if (channel === INTERNAL) return null
    const declaration = integrations.get(channel)
    if (!declaration?.send) return `nothing here sends to "${channel}"; it was removed, or is not written yet`
    const isEmail = channel === 'email'
    if (isEmail ? smtp.isSetUp : !declaration.needsAccount) return null
    const instances = policy().bundle.integrations?.filter(({ type }) => type === channel) ?? []
    if (isEmail) return instances.some((each) => isGiven(each, 'server')) ? null : NO_SERVER
    return lackOf(declaration, instances)
  }
}

function lackOf({ title, fields }: Integration, instances: Instance[]): string | null {
  const [first] = instances
  if (!first) return `${title} is not connected; add it at Settings, Integrations`
  const lacking = (instance: Instance) => fields.filter((field) => isNeeded(field) && !isGiven(instance, field.name))
  if (instances.some((each) => lacking(each).length === 0)) return null
  const words = lacking(first).map(({ name, label }) => named(label, first.fields[name]))
  return `${first.name ?? first.id} has no ${words.join(', no ')}; fill it in at Settings, Integrations`
}

const isNeeded = ({ required, default: fallback }: Integration['fields'][number]): boolean => required === true && fallback === undefined

/** A variable that was not set where the policy was applied is no value. */
function isGiven({ fields }: Instance, name: string): boolean {
  const value = fields[name]
  return value !== undefined && value !== '' && !(typeof value === 'string' && isPlaceholder(value))
}

const named = (label: string, value: unknown): string => (typeof value === 'string' && isPlaceholder(value) ? `${label} (${value})` : label)
