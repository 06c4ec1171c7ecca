import type { Refusal } from '../../core/command/command.ts'

export type Role = 'admin' | 'responder' | 'viewer'

/** Who asks: a signed-in person, an API token, or the command line on the server's own machine. */
export type Principal = {
  kind: 'user' | 'token' | 'local'
  id: string
  role: Role
  /** What of the role's rights may be used: `*` all, `read` all reading, else the first word of actions (`alert`). */
  scopes: readonly string[]
  name?: string
  email?: string
}

/** The least role that may do each thing. This table is all there is: no code decides about rights anywhere else. */
export const permissions = {
  'alert.read': 'viewer',
  'alert.act': 'responder',
  'alert.create': 'responder',
  'incident.read': 'viewer',
  'incident.report': 'viewer',
  'incident.declare': 'responder',
  'incident.act': 'responder',
  'page.read': 'viewer',
  'page.send': 'responder',
  'oncall.read': 'viewer',
  'oncall.override': 'responder',
  'service.read': 'viewer',
  'statuspage.read': 'viewer',
  'statuspage.publish': 'responder',
  'review.read': 'viewer',
  'review.write': 'responder',
  'metric.read': 'viewer',
  'policy.read': 'viewer',
  'policy.write': 'admin',
  'people.read': 'viewer',
  'people.write': 'admin',
  'integration.read': 'responder',
  'integration.write': 'admin',
  'audit.read': 'responder',
  'audit.verify': 'admin',
  'token.read': 'admin',
  'token.write': 'admin',
  'installation.read': 'admin',
  'setting.read': 'viewer',
  'setting.write': 'admin',
  'demo.write': 'admin',
} as const satisfies Record<string, Role>

export type Action = keyof typeof permissions

export const actions = Object.keys(permissions) as Action[]

/** Every scope a token may be given. */
export const scopes: readonly string[] = ['*', 'read', ...new Set(actions.map((action) => action.slice(0, action.indexOf('.'))))]

const RANK: Record<Role, number> = { viewer: 0, responder: 1, admin: 2 }

export const lesserOf = (a: Role, b: Role): Role => (RANK[a] <= RANK[b] ? a : b)

/** Scopes among those wanted that a principal does not have itself, so cannot hand on. */
export const scopesBeyond = ({ scopes: own }: Principal, wanted: readonly string[]): string[] =>
  wanted.filter((scope) => !own.includes('*') && !own.includes(scope))

const covers = (scope: string, action: Action): boolean =>
  scope === '*' || (scope === 'read' && action.endsWith('.read')) || action.startsWith(`${scope}.`)

export const isPermitted = ({ role, scopes }: Principal, action: Action): boolean =>
  RANK[role] >= RANK[permissions[action]] && scopes.some((scope) => covers(scope, action))

/** Null when `principal` may do it, else what to answer: 401 without a principal, 403 with the missing role or scope. */
export function permit(principal: Principal | null, action: Action): Refusal | null {
  if (!principal) return { code: 'not-signed-in', status: 401, message: 'Sign in, or send an API token as "Authorization: Bearer tcs_…".' }
  if (isPermitted(principal, action)) return null
  const needed = permissions[action]
  if (RANK[principal.role] < RANK[needed])
    return {
      code: 'role-too-low',
      status: 403,
      message: `${action} needs the role ${needed}; yours is ${principal.role}. An admin can change it.`,
    }
  return {
    code: 'scope-missing',
    status: 403,
    message: `${action} is not among this token's scopes (${principal.scopes.join(', ')}); make a token with it.`,
  }
}

/** What the console shows as possible. */
export const may = (principal: Principal): Record<Action, boolean> =>
  Object.fromEntries(actions.map((action) => [action, isPermitted(principal, action)])) as Record<Action, boolean>
