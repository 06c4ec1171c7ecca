import { closestTo, oneOf } from '../did-you-mean.ts'
import type { Draft } from '../draft.ts'
import type { Path, Problem } from '../finding.ts'
import { nameOfPath } from '../finding.ts'
import type { Bundle } from '../schema/bundle.ts'

/** The ways to reach a person that the language itself knows; integrations add theirs by id and type. */
export const ROADS = ['sms', 'phone', 'email', 'push', 'chat', 'webhook', 'webpush', 'ntfy', 'slack', 'mattermost', 'telegram'] as const

/** Roads that exist neither in the language nor as an integration. */
export function unknownRoads(draft: Draft): Problem[] {
  const { severities = [], users = [], obligations = [] } = draft.bundle
  const known = new Set([...ROADS, ...integrationRoads(draft.bundle), ...users.flatMap((user) => Object.keys(user.contacts.other ?? {}))])
  const check = (roads: readonly string[], path: Path) =>
    roads.flatMap((road, index) => (known.has(road) ? [] : [problem(road, [...path, index])]))
  const problem = (road: string, path: Path): Problem => {
    const meant = closestTo(road, known)
    const remedy = meant ? `did you mean \`${meant}\`?` : `write one of ${oneOf([...known])}, or add an integration of that name`
    return { level: 'error', rule: 'unknown-road', path, message: `\`${nameOfPath(path, draft.raw)}\`: "${road}" is no road`, remedy }
  }
  return [
    ...severities.flatMap((severity) => check(severity.roads, [...draft.pathOf(severity), 'roads'])),
    ...obligations.flatMap((rule) => check(rule.by, [...draft.pathOf(rule), 'by'])),
    ...users.flatMap((user) => user.rules.flatMap((rule, index) => check(rule.by, [...draft.pathOf(user), 'rules', index, 'by']))),
  ]
}

const integrationRoads = ({ integrations = [] }: Bundle): string[] =>
  integrations.flatMap((integration) => [integration.id, integration.type])
