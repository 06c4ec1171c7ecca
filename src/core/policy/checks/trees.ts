import type { Draft } from '../draft.ts'
import type { Problem } from '../finding.ts'

/** Decision trees whose start or branch leads to a node that does not exist. */
export function danglingBranches(draft: Draft): Problem[] {
  return (draft.bundle.decision_trees ?? []).flatMap((tree) => {
    const path = draft.pathOf(tree)
    const remedy = `write one of ${Object.keys(tree.nodes).join(', ')}, or { do: … }`
    const dangling = (to: unknown, at: (string | number)[]): Problem[] => {
      if (typeof to !== 'string' || Object.hasOwn(tree.nodes, to)) return []
      return [
        {
          level: 'error',
          rule: 'dangling-reference',
          path: [...path, ...at],
          message: `"${to}" names no node of tree "${tree.id}"`,
          remedy,
        },
      ]
    }
    const branches = Object.entries(tree.nodes).flatMap(([name, node]) => [
      ...dangling(node.yes, ['nodes', name, 'yes']),
      ...dangling(node.no, ['nodes', name, 'no']),
    ])
    return [...dangling(tree.start, ['start']), ...branches]
  })
}
