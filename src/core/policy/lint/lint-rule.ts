import type { Duration } from '../../time/duration.ts'
import type { At, Level, Path, Problem } from '../finding.ts'
import type { Policy } from '../policy.ts'

/** What a rule may look at; `at` is the moment the bundle is judged for. */
export type Lintable = { policy: Policy; at: Temporal.Instant }

/** One kind of finding: a name that `lint.accept` can give, and the function that looks for it. */
export type LintRule = { id: string; level: Level; find(lintable: Lintable): Found[] }

/** `cost` says what it does to people when it is left as it is; `level` is given where this one weighs less than its rule. */
export type Found = { path: Path; message: string; remedy: string; cost: string; at?: At; level?: Level }

export const problemOf = ({ id, level }: LintRule, found: Found): Problem => ({ level, rule: id, ...found })

/** Names in a sentence: `a`, `a and b`, `a, b and c`. */
export const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`

/** A share as people say it: 0.667 → `67 %`. */
export const inPercent = (share: number): string => `${Math.round(share * 100)} %`

/** Milliseconds as people say them: `15m`, `1h 30m`. */
export function inWords(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000)
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  if (hours === 0) return `${rest}m`
  return rest === 0 ? `${hours}h` : `${hours}h ${rest}m`
}

/** A duration in a sentence: "immediately" is told as the number it is read as. */
export const spoken = ({ text, amount, unit }: Duration): string => (text === 'immediately' ? `${amount}${unit} ("immediately")` : text)
