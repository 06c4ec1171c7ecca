import { betterAuth } from 'better-auth'
import { APIError } from 'better-auth/api'
import pg from 'pg'
import { listenForErrors } from '../db/pool.ts'
import { SHORTEST_PASSWORD } from '../setting-declarations.ts'
import { ADDRESS_HEADER, AUTH_PATH, type AuthLibrary, type AuthLibraryOptions, COOKIE_PREFIX } from './auth-library.ts'

const CONNECTIONS = 4
const LONGEST_PASSWORD = 128
const SESSION_SECONDS = 14 * 24 * 3600
const SESSION_REFRESH_SECONDS = 24 * 3600

const times = { createdAt: 'created_at', updatedAt: 'updated_at' }

/** `input: false`: nobody can write these through the library's routes. */
const ownFields = {
  role: { type: 'string', required: true, input: false },
  disabledAt: { type: 'date', required: false, input: false, fieldName: 'disabled_at' },
} as const

/** The sign-in library on our tables. It has a pool of its own, because it wants instants as `Date`. */
export function createBetterAuth({ databaseUrl, secret, publicUrl, onError }: AuthLibraryOptions): AuthLibrary {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    application_name: 'tocsin sign-in',
    max: CONNECTIONS,
    connectionTimeoutMillis: 5_000,
  })
  listenForErrors(pool, onError)
  const library = betterAuth({
    appName: 'Tocsin',
    baseURL: publicUrl,
    basePath: AUTH_PATH,
    secret,
    database: pool,
    telemetry: { enabled: false },
    logger: { disabled: true }, // what fails reaches our own log through the mounted routes
    emailAndPassword: {
      enabled: true,
      disableSignUp: true, // people come by a one-time link only
      minPasswordLength: SHORTEST_PASSWORD,
      maxPasswordLength: LONGEST_PASSWORD,
    },
    user: {
      modelName: 'auth_user',
      fields: { emailVerified: 'email_verified', ...times },
      additionalFields: ownFields,
    },
    session: {
      modelName: 'auth_session',
      fields: { expiresAt: 'expires_at', ipAddress: 'ip_address', userAgent: 'user_agent', userId: 'user_id', ...times },
      expiresIn: SESSION_SECONDS,
      updateAge: SESSION_REFRESH_SECONDS,
      cookieCache: { enabled: false }, // a disabled person is out with the next request
    },
    account: { modelName: 'auth_account', fields: accountFields },
    verification: { modelName: 'auth_verification', fields: { expiresAt: 'expires_at', ...times } },
    rateLimit: { enabled: false }, // ours counts per account and on all processes together
    trustedOrigins: (request) => originsOf(publicUrl, request),
    // Whether another site started a request is checked by the API for all its routes alike (http/same-site.ts).
    advanced: { disableCSRFCheck: true, cookiePrefix: COOKIE_PREFIX, ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] } },
    databaseHooks: { session: { create: { before: async (session) => refuseDisabled(pool, session.userId) } } },
  })
  return {
    handler: (request) => library.handler(request),
    signIn: (as) => library.api.signInEmail({ body: as, asResponse: true }),
    session: async (headers) => (await library.api.getSession({ headers }))?.user ?? null,
    hash: async (password) => (await library.$context).password.hash(password),
    close: () => pool.end(),
  }
}

const accountFields = {
  accountId: 'account_id',
  providerId: 'provider_id',
  userId: 'user_id',
  accessToken: 'access_token',
  refreshToken: 'refresh_token',
  idToken: 'id_token',
  accessTokenExpiresAt: 'access_token_expires_at',
  refreshTokenExpiresAt: 'refresh_token_expires_at',
  ...times,
}

/** Our address and whatever name the browser reached us by; the API's own check compares the two once more. */
function originsOf(publicUrl: string, request?: Request): string[] {
  const host = request?.headers.get('host')
  return [new URL(publicUrl).origin, ...(host ? [`http://${host}`, `https://${host}`] : [])]
}

async function refuseDisabled(pool: pg.Pool, userId: string): Promise<void> {
  const { rowCount } = await pool.query('select 1 from auth_user where id = $1 and disabled_at is not null', [userId])
  if (rowCount) throw new APIError('FORBIDDEN', { code: 'account-disabled', message: 'This account is disabled; an admin can enable it.' })
}
