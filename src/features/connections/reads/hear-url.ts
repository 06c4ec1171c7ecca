import ipaddr from 'ipaddr.js'
import type { Integration as Instance } from '../../../core/policy/schema/intake.ts'
import type { Integration } from '../../../integrations/declaration.ts'
import type { App } from '../../feature.ts'
import { plainFieldsOf } from './settings.ts'

/** Names that mean something to this network only. */
const INNER = /^(localhost|[^.]+|.*\.(local|localhost|internal|lan|home|home\.arpa|invalid|test))$/

/** Whether somebody on the internet can post to this address. */
export function isReachable(publicUrl: string): boolean {
  const host = URL.parse(publicUrl)?.hostname.replace(/^\[|\]$/g, '') ?? ''
  return ipaddr.isValid(host) ? ipaddr.process(host).range() === 'unicast' : host !== '' && !INNER.test(host)
}

/** Where a provider posts replies and receipts for this connection; none where nobody outside can reach us. */
export function hearUrlOf(
  { publicUrl }: Pick<App, 'publicUrl'>,
  { declaration, instance }: { declaration: Integration; instance: Instance | undefined },
): { hearUrl?: string } {
  if (!declaration.hear || declaration.hearsMail || !instance || !isReachable(publicUrl)) return {}
  return { hearUrl: `${publicUrl}/hear/${declaration.id}/${instance.id}` }
}

/** What a connection cannot do because its provider cannot post to this installation, with the remedy; null when nothing is lost. */
export function unheardOf(
  app: Pick<App, 'publicUrl'>,
  { declaration, instance }: { declaration: Integration | undefined; instance: Instance },
): string | null {
  if (!declaration?.unheard) return null
  return declaration.unheard({ ...hearUrlOf(app, { declaration, instance }), fields: plainFieldsOf(declaration, instance) })
}
