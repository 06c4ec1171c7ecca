import { resolveTarget } from '../../oncall/targets.ts'
import type { Policy } from '../policy.ts'
import { idOf } from '../policy.ts'
import type { DecisionTree } from '../schema/practice.ts'
import type { Role } from '../schema/severity.ts'
import type { Found, Lintable, LintRule } from './lint-rule.ts'

/** A node of a decision tree that no answer leads to. */
export const unreachableBranch: LintRule = {
  id: 'unreachable-branch',
  level: 'warning',
  find: ({ policy: { bundle } }) =>
    (bundle.decision_trees ?? []).flatMap((tree, index) => {
      const reached = reachedIn(tree)
      return Object.keys(tree.nodes)
        .filter((node) => !reached.has(node))
        .map((node) => {
          const message = `no answer of "${tree.id}" leads to "${node}"`
          return {
            path: ['decision_trees', index, 'nodes', node],
            message,
            remedy: 'lead an answer to it or remove it',
            cost: 'the question is never asked',
          }
        })
    }),
}

function reachedIn({ start, nodes }: DecisionTree): Set<string> {
  const reached = new Set<string>()
  const queue: unknown[] = [start]
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const node = typeof next === 'string' ? nodes[next] : undefined
    if (!node || reached.has(String(next))) continue
    reached.add(String(next))
    queue.push(node.yes, node.no)
  }
  return reached
}

/** Two roles on one person: by one absence, or from the start. */
export const roleOverlap: LintRule = {
  id: 'role-overlap',
  level: 'warning',
  find: (lintable) => {
    const roles = lintable.policy.bundle.roles ?? []
    return roles.flatMap((role, index) => [
      ...role.backup.flatMap((backup) => absenceOf(backup, { role, index, lintable })),
      ...sharedDefault({ role, index, lintable }),
    ])
  },
}

type Placed = { role: Role; index: number; lintable: Lintable }

const DOUBLED = 'one person does two things at once, and both badly'

function absenceOf(backup: string, { role, index, lintable }: Placed): Found[] {
  const others = othersOf(role, lintable).filter((each) => each.default.some((target) => isSamePerson(target, backup, lintable)))
  return others.slice(0, 1).map((other) => ({
    path: ['roles', index, 'backup'],
    message: `when ${role.default.join(', ') || 'nobody'} is away, ${backup} is ${role.id} and ${other.id} at once`,
    remedy: 'name a backup who is not the default of another role',
    cost: 'one absence leaves two roles on one person',
  }))
}

/** Told at the later of the two. */
function sharedDefault({ role, index, lintable }: Placed): Found[] {
  const earlier = othersOf(role, lintable).filter((each) => (lintable.policy.bundle.roles ?? []).indexOf(each) < index)
  const [first, ...more] = role.default
  if (first === undefined || more.length > 0) return []
  const other = earlier.find((each) => each.default.length === 1 && isSamePerson(each.default[0] as string, first, lintable))
  if (!other) return []
  const message = `${first} is ${other.id} and ${role.id} of the same incident`
  return [{ path: ['roles', index, 'default'], message, remedy: 'give one of the two roles to somebody else', cost: DOUBLED }]
}

/** Roles that somebody must hold in the same incident; a role without levels may be asked for in any. */
const othersOf = (role: Role, { policy }: Lintable): Role[] =>
  (policy.bundle.roles ?? []).filter((each) => each !== role && isMeeting(each.required_for, role.required_for, policy))

function isMeeting(a: readonly string[], b: readonly string[], policy: Policy): boolean {
  const ranks = new Set(b.map((each) => policy.severity(each)?.id))
  return a.length === 0 || b.length === 0 || a.some((each) => ranks.has(policy.severity(each)?.id))
}

/** The same name, or two names that lead to one and the same person now. */
function isSamePerson(a: string, b: string, { policy, at }: Lintable): boolean {
  if (a.includes(':') === b.includes(':') ? a === b : idOf(a) === idOf(b)) return true
  const [one, other] = [a, b].map((target) => resolveTarget(policy, target, { at }).map(({ user }) => user))
  return one?.length === 1 && other?.length === 1 && one[0] === other[0] && !isTurn(a) && !isTurn(b)
}

/** Whoever holds a turn now need not hold it then. */
const isTurn = (target: string): boolean => target.startsWith('schedule:')

/** Services and dependencies that depend on each other in a circle. */
export const dependencyCircle: LintRule = {
  id: 'dependency-circle',
  level: 'warning',
  find: ({ policy }) =>
    (policy.bundle.services ?? []).flatMap((service, index) => {
      if (!isInCircle(service.id, policy)) return []
      const message = `service "${service.id}" depends on itself by way of others`
      return [
        {
          path: ['services', index, 'depends_on'],
          message,
          remedy: 'remove one of the dependencies of the circle',
          cost: 'nobody can say which of them to look at first',
        },
      ]
    }),
}

function isInCircle(start: string, { bundle }: Policy): boolean {
  const next = new Map([...(bundle.services ?? []), ...(bundle.dependencies ?? [])].map((each) => [each.id, each.depends_on.map(idOf)]))
  const seen = new Set<string>()
  const queue = [...(next.get(start) ?? [])]
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (id === start) return true
    if (!seen.has(id)) queue.push(...(next.get(id) ?? []))
    seen.add(id)
  }
  return false
}
