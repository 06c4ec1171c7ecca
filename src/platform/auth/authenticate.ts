import type { Pool } from '../db/pool.ts'
import type { Secrets } from '../secrets.ts'
import { type AuthLibrary, COOKIE_PREFIX } from './auth-library.ts'
import type { Principal, Role } from './permissions.ts'
import { learnTokenNames } from './token-names.ts'
import { findToken, TOKEN_PREFIX } from './tokens.ts'

/** What the command line on the server's own machine signs with the installation's key. */
export const LOCAL_PURPOSE = 'local command line'

export type Headers = Record<string, string | string[] | undefined>
export type Doorkeeper = { library: AuthLibrary; pool: Pool; secrets: Secrets; now: () => Temporal.Instant }

/** Says who asks, from a bearer token or a session cookie; null for nobody known. */
export function createAuthenticate({ library, pool, secrets, now }: Doorkeeper): (headers: Headers) => Promise<Principal | null> {
  return async ({ authorization, cookie }) => {
    await learnTokenNames(pool)
    if (typeof authorization === 'string') {
      const bearer = /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? ''
      return bearer.startsWith(TOKEN_PREFIX) ? findToken(pool, bearer, now()) : localPrincipal(secrets, bearer, now())
    }
    if (typeof cookie !== 'string' || !cookie.includes(`${COOKIE_PREFIX}.session_token=`)) return null
    return sessionPrincipal(library, cookie)
  }
}

function localPrincipal(secrets: Secrets, bearer: string, now: Temporal.Instant): Principal | null {
  if (!secrets.verify(bearer, LOCAL_PURPOSE, now)) return null
  return { kind: 'local', id: 'local', name: 'command line', role: 'admin', scopes: ['*'] }
}

async function sessionPrincipal(library: AuthLibrary, cookie: string): Promise<Principal | null> {
  const found = await library.session(new Headers({ cookie }))
  if (!found || found.disabledAt) return null
  const { id, name, email, role } = found
  return { kind: 'user', id, name, email, role: role as Role, scopes: ['*'] }
}
