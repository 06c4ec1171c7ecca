import type { Actor } from '../../core/command/command.ts'
import type { Principal } from './permissions.ts'

/** Who facts say it was: `user:ann`, `token:9f…`, `local:command-line` (somebody with access to the server's machine). */
export function actorOf(principal: Pick<Principal, 'kind' | 'id'> | null): Actor {
  if (!principal) throw new Error('Nobody is known to act here: the route needs config.action.')
  return `${principal.kind}:${principal.kind === 'local' ? 'command-line' : principal.id}`
}
