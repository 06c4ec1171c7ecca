import { closestTo, oneOf } from '../did-you-mean.ts'
import type { Draft } from '../draft.ts'
import type { Problem } from '../finding.ts'
import { nameOfPath } from '../finding.ts'
import type { Bundle } from '../schema/bundle.ts'
import { eachText } from './walk.ts'

/** The ways to reach a person that the language itself knows; integrations add theirs by id and type. */
export const ROADS = [
  'sms',
  'phone',
  'email',
  'push',
  'chat',
  'webhook',
  'webpush',
  'ntfy',
  'slack',
  'mattermost',
  'telegram',
  'discord',
  'teams',
] as const

const WHERE_ROADS_ARE = ['severities.roads', 'obligations.by', 'users.rules.by']

/** Roads that exist neither in the language nor as an integration. */
export function unknownRoads({ raw, bundle }: Draft): Problem[] {
  const known = new Set([...ROADS, ...addedRoads(bundle)])
  const problems: Problem[] = []
  eachText(raw, (road, { path, keys }) => {
    if (!WHERE_ROADS_ARE.includes(keys) || known.has(road)) return
    const meant = closestTo(road, known)
    const remedy = meant ? `did you mean \`${meant}\`?` : `write one of ${oneOf([...known])}, or add an integration of that name`
    problems.push({ level: 'error', rule: 'unknown-road', path, message: `\`${nameOfPath(path, raw)}\`: "${road}" is no road`, remedy })
  })
  return problems
}

const addedRoads = ({ integrations = [], users = [] }: Bundle): string[] => [
  ...integrations.flatMap((integration) => [integration.id, integration.type]),
  ...users.flatMap((user) => Object.keys(user.contacts.other ?? {})),
]
