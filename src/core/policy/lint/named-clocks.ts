import type { Duration } from '../../time/duration.ts'
import { idOf, type Policy } from '../policy.ts'
import type { Must } from '../schema/obligation.ts'
import type { Severity } from '../schema/severity.ts'
import { clocksOf } from './clock-rules.ts'

/** A clock that a sentence may be about. */
export type Known = { name: string; within: Duration; levels: readonly Severity[]; isRhythm: boolean }

/** Clocks about an audience or a role that a sentence names, and which kind they are of. */
export type NamedClocks = { must: Must; clocks: Known[] }

const TOLD = /\b(?:told|tells?|hears?|heard|inform\w*|notif\w*|briefed|know)\b/i
const GIVEN = /\b(?:assign\w*|appoint\w*|named|chosen|found|takes? (?:over|the lead)|in charge|in place)\b/i

type Party = { id: string; name?: string | undefined }

/**
 * What a sentence says of somebody by name: "The executives are told within an hour" is about what tells the executives, and nothing
 * else. Null where it names nobody whom a clock of that kind is about.
 */
export function namedClocksIn(sentence: string, policy: Policy): NamedClocks | null {
  const { audiences = [], roles = [] } = policy.bundle
  const kinds: readonly { must: Must; says: RegExp; parties: readonly Party[]; about: 'audience' | 'role' }[] = [
    { must: 'notify', says: TOLD, parties: audiences, about: 'audience' },
    { must: 'assign', says: GIVEN, parties: roles, about: 'role' },
  ]
  for (const { must, says, parties, about } of kinds) {
    if (!says.test(sentence)) continue
    const named = parties.filter((each) => isNamed(each, sentence)).map(({ id }) => id)
    const clocks = clocksOf(policy, must).flatMap(({ rule, severities }): Known[] => {
      const isMeant = rule.within !== undefined && named.includes(idOf(rule[about] ?? ''))
      return isMeant && rule.within ? [{ name: `"${rule.id}"`, within: rule.within, levels: severities, isRhythm: false }] : []
    })
    if (clocks.length > 0) return { must, clocks }
  }
  return null
}

/** By id or name, whole or by its last word ("Incident Commander": commander), one of them or several. */
function isNamed({ id, name }: Party, sentence: string): boolean {
  const words = ` ${plain(sentence)} `
  const names = [id, name ?? id].map(plain)
  return [...names, ...names.map((each) => each.split(' ').at(-1) ?? each)].some((each) => words.includes(` ${each} `))
}

const plain = (text: string): string =>
  text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
    .map((word) => word.replace(/s$/, ''))
    .join(' ')
