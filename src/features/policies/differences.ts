import { idOf } from '../../core/policy/policy.ts'
import { writtenForm } from '../../core/policy/print.ts'
import type { Bundle } from '../../core/policy/schema/bundle.ts'

/** Changes of one section in words, for `plan` and for the history of versions. */
export type SectionDifference = { section: string; changes: string[] }

/** A long value says nothing in a list of changes. */
const LONGEST_VALUE = 80

/** Values that are not told, only that they changed: whoever knows the address of a hook or a topic reads what is sent there. */
const UNTOLD = new Set([
  'key',
  'url',
  'email',
  'phone',
  'slack',
  'mattermost',
  'telegram',
  'discord',
  'teams',
  'ntfy',
  'webhook',
  'webpush',
  'other',
])

/** What becomes of the policy in words, section by section; empty when nothing changes. */
export function differencesOf(before: Bundle | null, after: Bundle): SectionDifference[] {
  const old = before ? writtenForm(before) : {}
  const fresh = writtenForm(after)
  const sections = [...new Set([...Object.keys(fresh), ...Object.keys(old)])]
  return sections.flatMap((section) => {
    const changes = changesIn(section, old[section], fresh[section])
    return changes.length > 0 ? [{ section, changes }] : []
  })
}

/** The same as one flat list: what a version's fact keeps. */
export const wordsOf = (differences: readonly SectionDifference[]): string[] =>
  differences.flatMap(({ section, changes }) => changes.map((change) => `${section}: ${change}`))

function changesIn(section: string, before: unknown, after: unknown): string[] {
  if (same(before, after)) return []
  if (after === undefined) return ['removed']
  if (Array.isArray(after) || Array.isArray(before)) return changesInList(listOf(before), listOf(after), section)
  if (isMap(after) && isMap(before)) return fieldsOf(before, after)
  return before === undefined ? [`added: ${shown(after)}`] : [`${section} from ${shown(before)} to ${shown(after)}`]
}

type Entry = { name: string; value: unknown }

/** What an entry without an id is called by: its name, or the words that tell it from its neighbours. */
const NAMING = ['id', 'name', 'for', 'phase', 'situation', 'item', 'text'] as const

function nameOf(value: unknown): string | null {
  if (!isMap(value)) return shown(value)
  const own = NAMING.map((key) => value[key]).find((each) => typeof each === 'string')
  if (typeof own === 'string') return shown(idOf(own))
  return typeof value.rule === 'string' ? `${value.rule} at ${value.at}` : null
}

/** Entries are told apart by what they are called. Those without a name are what they say, and else the first, the second, … of what changed. */
function entriesOf(list: unknown[], other: unknown[], noun: string): Entry[] {
  const rest = new Set(other.map(inOneOrder))
  let place = 0
  return list.map((value) => {
    const name = nameOf(value) ?? (rest.has(inOneOrder(value)) ? inOneOrder(value) : null)
    place += 1
    return { name: name ?? `${noun} ${place}`, value }
  })
}

/** `steps` → `step`; `page` stays as it is. */
const singular = (section: string): string =>
  section.endsWith('ies') ? section.replace(/ies$/, 'y') : section.replace(/(?<=[a-z]{3})s$/, '')

function changesInList(before: unknown[], after: unknown[], section: string): string[] {
  const noun = singular(section)
  const old = new Map(entriesOf(before, after, noun).map((entry) => [entry.name, entry.value]))
  const fresh = new Map(entriesOf(after, before, noun).map((entry) => [entry.name, entry.value]))
  const said = (name: string, value: unknown): string => (isMap(value) && nameOf(value) === null ? `${name} (${shown(value)})` : name)
  const removed = [...old].filter(([name]) => !fresh.has(name)).map(([name, value]) => `${said(name, value)} removed`)
  const changed = [...fresh].flatMap(([name, value]) => {
    if (!old.has(name)) return [`${said(name, value)} added`]
    const was = old.get(name)
    if (same(was, value)) return []
    return isMap(was) && isMap(value) ? fieldsOf(was, value).map((words) => `${name}: ${words}`) : [`${name} changed`]
  })
  const kept = (names: Iterable<string>, other: Map<string, unknown>): string[] => [...names].filter((name) => other.has(name))
  const isReordered = !same(kept(old.keys(), fresh), kept(fresh.keys(), old))
  return [...removed, ...changed, ...(isReordered ? ['order changed'] : [])]
}

function fieldsOf(before: Record<string, unknown>, after: Record<string, unknown>): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return names.flatMap((name) => {
    const [was, is] = [before[name], after[name]]
    if (same(was, is)) return []
    if (name === 'contacts' && (isMap(was) || isMap(is))) return fieldsOf(mapOf(was), mapOf(is)).map((words) => `${name}: ${words}`)
    if (UNTOLD.has(name)) return [`${name} ${was === undefined ? 'set' : is === undefined ? 'removed' : 'changed'}`]
    if (was === undefined) return [`${name} set to ${shown(is)}`]
    if (is === undefined) return [`${name} removed (was ${shown(was)})`]
    if (isListOfMaps(was) || isListOfMaps(is)) return changesInList(listOf(was), listOf(is), name).map((words) => `${name}: ${words}`)
    if (isMap(was) && isMap(is)) return fieldsOf(was, is).map((words) => `${name}: ${words}`)
    return [`${name} from ${shown(was)} to ${shown(is)}`]
  })
}

const isMap = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
const mapOf = (value: unknown): Record<string, unknown> => (isMap(value) ? value : {})
const isListOfMaps = (value: unknown): boolean => Array.isArray(value) && value.some(isMap)
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : value === undefined ? [] : [value])
const same = (a: unknown, b: unknown): boolean => inOneOrder(a) === inOneOrder(b)

/** The database keeps keys in an order of its own: it must not look like a change. */
function inOneOrder(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) => (isMap(each) ? Object.fromEntries(Object.entries(each).sort()) : each)) ?? ''
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : Array.isArray(value) && !value.some(isMap) ? value.join(', ') : inOneOrder(value)
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text
}
