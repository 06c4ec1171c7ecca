import { z } from 'zod'
import { Problem } from '../http/problem.ts'
import type { ApiApp } from '../http/server.ts'
import { SHORTEST_PASSWORD } from '../setting-declarations.ts'
import { createAccount, hasAdmin, setPassword } from './accounts.ts'
import type { Doorkeeper } from './authenticate.ts'
import { addLibraryRoutes, passOn } from './library-routes.ts'
import { useLink } from './links.ts'
import { actions, isPermitted, scopes, scopesBeyond } from './permissions.ts'
import { createToken, listTokens, makerOf, revokeToken } from './tokens.ts'

const password = z.string().min(SHORTEST_PASSWORD, `use at least ${SHORTEST_PASSWORD} characters`).max(128)
const role = z.enum(['admin', 'responder', 'viewer'])
const person = z.object({ name: z.string().trim().min(1).max(200), email: z.email() })
const open = { isPublic: true } as const

/** Routes of signing in, setting up, invitations and API tokens. */
export function addAuthRoutes(api: ApiApp, doorkeeper: Doorkeeper, publicUrl: string): void {
  addLibraryRoutes(api, doorkeeper, publicUrl)
  addLinkRoutes(api, doorkeeper)
  addTokenRoutes(api, doorkeeper)
  const mine = z.object({
    id: z.string(),
    kind: z.string(),
    role,
    name: z.string().optional(),
    email: z.string().optional(),
    may: z.array(z.enum(actions)),
  })
  api.get('/api/v1/me', { config: open, schema: { response: { 200: mine } } }, async ({ principal }) => {
    if (!principal) throw new Problem({ code: 'not-signed-in', status: 401, detail: 'Sign in first.' })
    const { scopes: _, ...who } = principal
    return { ...who, may: actions.filter((action) => isPermitted(principal, action)) }
  })
}

function addLinkRoutes(api: ApiApp, doorkeeper: Doorkeeper): void {
  const { library, pool, now } = doorkeeper
  const signIn = (email: string, secret: string) => library.signIn({ email, password: secret })

  api.get('/api/v1/setup', { config: open, schema: { response: { 200: z.object({ isNeeded: z.boolean() }) } } }, async () => ({
    isNeeded: !(await hasAdmin(pool)),
  }))

  const setup = person.extend({ token: z.string(), password })
  api.post('/api/v1/setup', { config: open, schema: { body: setup } }, async ({ body }, reply) => {
    await useLink(pool, { token: body.token, purpose: 'setup', now: now() }, async () => {
      if (await hasAdmin(pool))
        throw new Problem({
          code: 'already-set-up',
          status: 409,
          detail: 'There is an admin already: sign in, or ask them for an invitation.',
        })
      await createAccount(doorkeeper, { name: body.name, email: body.email, password: body.password, role: 'admin' }, now())
    })
    return passOn(await signIn(body.email, body.password), reply)
  })

  const acceptance = z.object({ token: z.string(), password })
  api.post('/api/v1/invitations/accept', { config: open, schema: { body: acceptance } }, async ({ body }, reply) => {
    const email = await useLink(pool, { token: body.token, purpose: 'password', now: now() }, async (userId) => {
      const { rows } = await pool.query<{ id: string; email: string }>('select id, email from auth_user where id = $1', [userId])
      const [found] = rows
      if (!found) throw new Problem({ code: 'no-account', status: 404, detail: 'This account is gone; ask an admin for a new invitation.' })
      await setPassword(doorkeeper, { userId: found.id, password: body.password }, now())
      return found.email
    })
    return passOn(await signIn(email, body.password), reply)
  })
}

const token = z.object({
  id: z.string(),
  name: z.string(),
  role,
  scopes: z.array(z.string()),
  createdBy: z.string().nullable(),
  createdAt: z.string(),
  expiresAt: z.string().nullable(),
  lastUsedAt: z.string().nullable(),
})

function addTokenRoutes(api: ApiApp, { pool, now }: Doorkeeper): void {
  api.get('/api/v1/tokens', { config: { action: 'token.read' }, schema: { response: { 200: z.array(token) } } }, () =>
    listTokens(pool, now()),
  )

  const scope = z.string().refine((each) => scopes.includes(each), `use scopes out of ${scopes.join(', ')}`)
  const wanted = z.object({
    name: z.string().trim().min(1).max(200),
    role,
    scopes: z.array(scope).min(1),
    expiresAt: z.iso.datetime().nullable().default(null),
  })
  const made = z.object({ id: z.string(), secret: z.string() })
  api.post(
    '/api/v1/tokens',
    { config: { action: 'token.write' }, schema: { body: wanted, response: { 201: made } } },
    async ({ body, principal }, reply) => {
      const { expiresAt: expires, ...rest } = body
      const beyond = principal ? scopesBeyond(principal, rest.scopes) : rest.scopes
      if (beyond.length > 0)
        throw new Problem({
          code: 'scope-missing',
          status: 403,
          detail: `This token does not have ${beyond.join(', ')} itself, so it cannot hand that on; sign in to make such a token.`,
        })
      const createdBy = principal && (await makerOf(pool, principal))
      return reply.code(201).send(await createToken(pool, { ...rest, expires, createdBy }, now()))
    },
  )

  const params = z.object({ id: z.string() })
  api.delete('/api/v1/tokens/:id', { config: { action: 'token.write' }, schema: { params } }, async ({ params: { id } }, reply) => {
    if (!(await revokeToken(pool, id, now())))
      throw new Problem({ code: 'not-found', status: 404, detail: `There is no working token ${id}.` })
    return reply.code(204).send()
  })
}
