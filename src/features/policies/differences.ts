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
  if (Array.isArray(after) || Array.isArray(before)) return changesInList(listOf(before), listOf(after))
  if (isMap(after) && isMap(before)) return fieldsOf(before, after)
  return before === undefined ? [`added: ${shown(after)}`] : [`${section} from ${shown(before)} to ${shown(after)}`]
}

type Entry = { name: string; value: unknown }

/** Entries are told apart by their id, else by their name, else by what they say. */
function entriesOf(list: unknown[]): Entry[] {
  return list.map((value) => ({ name: nameOf(value), value }))
}

function nameOf(value: unknown): string {
  if (!isMap(value)) return shown(value)
  const own = value.id ?? value.name ?? value.for ?? value.phase
  return typeof own === 'string' ? idOf(own) : shown(value)
}

function changesInList(before: unknown[], after: unknown[]): string[] {
  const old = new Map(entriesOf(before).map((entry) => [entry.name, entry.value]))
  const fresh = new Map(entriesOf(after).map((entry) => [entry.name, entry.value]))
  const removed = [...old.keys()].filter((name) => !fresh.has(name)).map((name) => `${name} removed`)
  const changed = [...fresh].flatMap(([name, value]) => {
    if (!old.has(name)) return [`${name} added`]
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
    if (isListOfMaps(was) || isListOfMaps(is)) return changesInList(listOf(was), listOf(is)).map((words) => `${name}: ${words}`)
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
