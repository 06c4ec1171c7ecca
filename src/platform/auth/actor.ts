import type { Actor } from '../../core/command/command.ts'
import type { Principal } from './permissions.ts'

/** Who facts say it was: `user:ann`, `token:9f…`, `local:command-line` (somebody with access to the server's machine). */
export const actorOf = ({ kind, id }: Pick<Principal, 'kind' | 'id'>): Actor => `${kind}:${kind === 'local' ? 'command-line' : id}`
