import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { parse, stringify } from 'yaml'
import type { Finding } from '../../src/core/policy/finding.ts'
import { LINT_RULES, lintBundle } from '../../src/core/policy/lint.ts'
import { parseBundle } from '../../src/core/policy/parse.ts'

const at = Temporal.Instant.from('2026-11-21T00:00Z')
const CLEAN = readFileSync(new URL('lint-clean.yaml', import.meta.url), 'utf8')

/**
 * What is written otherwise than in the clean bundle: by path, entries of lists by their id or index, `+` for one more; null takes
 * it out. `'users.ada.contacts.phone': 'TBD'`.
 */
export type Patch = Readonly<Record<string, unknown>>

/** Every patch of `found` makes the rule speak of its subject; none of `silent` does. */
export type RuleCase = { found: readonly (readonly [subject: string, patch: Patch])[]; silent: readonly Patch[] }

type Written = Record<string, unknown> | unknown[]

/** The findings of the clean bundle with one patch. The patched bundle is valid: its mistakes are promises, not errors. */
export function lintPatched(patch: Patch): Finding[] {
  const raw = parse(CLEAN) as Record<string, unknown>
  for (const [path, value] of Object.entries(patch)) write(raw, path.split('.'), value)
  const { bundle, locate, findings } = parseBundle([{ path: 'tocsin.yaml', text: stringify(raw) }])
  assert.ok(bundle, `${JSON.stringify(patch)}: ${JSON.stringify(findings)}`)
  return lintBundle({ bundle, locate, at })
}

function write(here: Written, [key = '', ...rest]: string[], value: unknown): void {
  const place = placeOf(here, key)
  const owner = here as Record<string | number, unknown>
  if (rest.length > 0) {
    owner[place] ??= {}
    write(owner[place] as Written, rest, value)
  } else if (value !== null) owner[place] = value
  else if (Array.isArray(here)) here.splice(Number(place), 1)
  else delete owner[place]
}

function placeOf(here: Written, key: string): string | number {
  if (!Array.isArray(here)) return key
  if (key === '+') return here.length
  const byId = here.findIndex((each) => (each as { id?: string }).id === key)
  assert.ok(byId >= 0 || /^\d+$/.test(key), `${key} names no entry`)
  return byId >= 0 ? byId : Number(key)
}

/** So many show that a rule neither sleeps nor cries wolf. */
const FEWEST = 3

/** At least three mutants that it finds, and three near misses of which it says nothing. */
export function holdsRule(rule: string, { found, silent }: RuleCase): void {
  assert.ok(
    LINT_RULES.some(({ id }) => id === rule),
    `${rule} is no rule`,
  )
  assert.ok(found.length >= FEWEST && silent.length >= FEWEST, `${rule} needs ${FEWEST} mutants and ${FEWEST} near misses`)
  for (const [subject, patch] of found) {
    const findings = lintPatched(patch).filter((each) => each.rule === rule)
    assert.ok(
      findings.some((each) => each.subject === subject),
      `${rule} finds ${JSON.stringify(patch)} at ${subject}: ${JSON.stringify(findings)}`,
    )
    for (const { line, message, remedy, cost } of findings) assert.ok(line > 1 && message && remedy && cost, JSON.stringify(findings))
  }
  for (const patch of silent)
    assert.deepEqual(
      lintPatched(patch).filter((each) => each.rule === rule),
      [],
      `${rule} says nothing of ${JSON.stringify(patch)}`,
    )
}
