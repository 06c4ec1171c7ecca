import type { Policy } from '../policy.ts'
import { idOf } from '../policy.ts'
import type { DecisionTree } from '../schema/practice.ts'
import type { LintRule } from './lint-rule.ts'

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

/** What makes a name differ between two incidents. `{nnn}` alone counts per day and needs the date beside it. */
const COUNTS_FOR_EVER = /\{n\}|\{reference\}/
const DATE = /\{yyyy\}.*\{mm\}.*\{dd\}/
const DIFFERS_IN_A_DAY = /\{nnn\}|\{slug\}|\{hh\}.*\{min\}/

const isUnique = (template: string): boolean => COUNTS_FOR_EVER.test(template) || (DATE.test(template) && DIFFERS_IN_A_DAY.test(template))

/** A reference or room name that two incidents can share. */
export const uniqueName: LintRule = {
  id: 'unique-name',
  level: 'warning',
  find: ({ policy: { bundle } }) => {
    const { incident } = bundle
    const names: [string, (string | number)[]][] = incident ? [[incident.reference, ['incident', 'reference']]] : []
    if (incident?.room?.name && !incident.room.fixed) names.push([incident.room.name, ['incident', 'room', 'name']])
    return names
      .filter(([template]) => !isUnique(template))
      .map(([template, path]) => ({
        ...{ path, message: `two incidents can have the name "${template}"`, remedy: 'add {n}, or {nnn} beside {yyyy}, {mm} and {dd}' },
        cost: 'two incidents of one day share a room or a reference',
      }))
  },
}

/** One absence that puts two roles on one person. */
export const roleOverlap: LintRule = {
  id: 'role-overlap',
  level: 'warning',
  find: ({ policy: { bundle } }) =>
    (bundle.roles ?? []).flatMap((role, index) =>
      role.backup.flatMap((backup) => {
        const other = (bundle.roles ?? []).find(
          (each) => each.id !== role.id && each.default.some((target) => idOf(target) === idOf(backup)),
        )
        if (!other) return []
        const message = `when ${role.default.join(', ') || 'nobody'} is away, ${backup} is ${role.id} and ${other.id} at once`
        return [
          {
            path: ['roles', index, 'backup'],
            message,
            remedy: `name a backup who is not the default of another role`,
            cost: 'one absence leaves two roles on one person',
          },
        ]
      }),
    ),
}

/** Services and dependencies that depend on each other in a circle. */
export const dependencyCircle: LintRule = {
  id: 'dependency-circle',
  level: 'warning',
  find: ({ policy }) =>
    (policy.bundle.services ?? []).flatMap((service, index) => {
      if (!isInCircle(service.id, policy)) return []
      const message = `service "${service.id}" depends on itself by way of others`
      return [{ path: ['services', index, 'depends_on'], message, remedy: 'remove one of the dependencies of the circle' }]
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
