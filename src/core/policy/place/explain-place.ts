import { type OwedRule, rulesOf, titleOf } from '../../obligation/rules.ts'
import { REFERENCES } from '../checks/reference-table.ts'
import { eachText } from '../checks/walk.ts'
import { nameOfPath, type Path, valueAt } from '../finding.ts'
import { levelsOf } from '../lint/clock-rules.ts'
import { idOf, kindOf, type Policy } from '../policy.ts'
import { SCHEMA_WORDS } from '../schema-words.ts'
import { clockWords } from './clock-words.ts'
import { entryWords } from './entry-words.ts'
import { findPlace } from './find-place.ts'

/** What a line of the policy means and does. `rule` is the name under which its clocks stand in incidents. */
export type PlaceExplanation = {
  path: Path
  /** `severities[SEV-1].respond_within` */
  name: string
  /** What is written there; maps and lists as JSON. */
  value: unknown
  /** Sentences, the general before the particular. */
  means: string[]
  /** Clocks that run because of it. */
  owes: { rule: string; title: string; clock: string; name: string }[]
  /** Other places that name it. */
  usedBy: string[]
}

type Asked = { policy: Policy; written: Record<string, unknown> }

/** Explains a place of a bundle (see `findPlace` for its name), or says what is there instead. `written` is `writtenForm` of its bundle. */
export function explainPlace({ policy, written }: Asked, name: string): PlaceExplanation | { problem: string } {
  const found = findPlace(written, name)
  if ('problem' in found) return found
  const { path, value } = found
  const owes = rulesOf(policy).filter((rule) => isBecauseOf(rule, path, policy))
  return {
    path,
    name: nameOfPath(path, written),
    value,
    means: [...schemaWords(path), ...entryWords(policy, path)],
    owes: owes.map((rule) => ({ rule: rule.id, title: titleOf(rule), clock: clockWords(rule), name: nameOfPath(rule.place, written) })),
    usedBy: usersOf(written, path),
  }
}

/** What the language says about a key here, else about what it stands in. */
function schemaWords(path: Path): string[] {
  const keys = path.filter((part) => typeof part === 'string')
  for (let length = keys.length; length > 0; length -= 1) {
    const words = SCHEMA_WORDS[keys.slice(0, length).join('.')]
    if (words !== undefined) return [words]
  }
  return []
}

const startsWith = (path: Path, begin: Path): boolean => begin.every((part, index) => path[index] === part)

/** A rule stands at the place, above or below it; a level and a role owe what names them. */
function isBecauseOf(rule: OwedRule, path: Path, policy: Policy): boolean {
  if (path.length > 1 && (startsWith(rule.place, path) || startsWith(path, rule.place))) return true
  const [section, index] = path
  if (path.length !== 2 || typeof index !== 'number') return false
  if (section === 'severities') {
    const level = policy.severities[index]
    return level !== undefined && rule.when.length > 0 && levelsOf(rule, policy).includes(level)
  }
  const id = (valueAt(policy.bundle, path) as { id?: string } | undefined)?.id
  const named = { roles: [rule.role, rule.owner], audiences: [rule.audience], users: [rule.owner, ...rule.to] }[String(section)] ?? []
  return named.some((each) => each !== undefined && id !== undefined && idOf(each) === id)
}

/** The word a reference has for an entry of each section. */
const KINDS: Readonly<Record<string, string>> = {
  users: 'user',
  teams: 'team',
  schedules: 'schedule',
  roles: 'role',
  services: 'service',
  dependencies: 'dependency',
  channels: 'channel',
  audiences: 'audience',
  contacts: 'contact',
  integrations: 'integration',
  escalation_policies: 'ladder',
  severities: 'severity',
}

/** Every place outside of the entry in which its name stands. */
function usersOf(written: Record<string, unknown>, path: Path): string[] {
  const kind = KINDS[String(path[0])]
  const id = path.length === 2 ? (valueAt(written, path) as { id?: unknown } | null)?.id : undefined
  if (kind === undefined || typeof id !== 'string') return []
  const names = new Set<string>()
  eachText(written, (text, stop) => {
    const rule = REFERENCES[stop.keys.replace(/^.*\.(?:when|suggest_when)\./, 'when.')]
    if (!rule || startsWith(stop.path, path) || idOf(text) !== id) return
    if ((kindOf(text) ?? kindHere(rule.kinds, kind)) === kind) names.add(nameOfPath(shortened(stop.path), written))
  })
  return [...names]
}

/** A bare name is of the first kind that may stand there. */
const kindHere = (kinds: readonly string[], kind: string): string | undefined => (kinds[0] === kind ? kind : undefined)

/** `users[ann].types` instead of its first entry. */
const shortened = (path: Path): Path => (typeof path.at(-1) === 'number' ? path.slice(0, -1) : path)
