import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { LINT_RULES, lintBundle } from '../lint.ts'
import { parseBundle } from '../parse.ts'
import { EXPLANATIONS } from './explain.ts'

const at = Temporal.Instant.from('2026-11-21T00:00Z')
const USERS = `users: [${['ann', 'bo', 'cy'].map((id) => `{ id: ${id}, contacts: { phone: "+491" } }`).join(', ')}]\n`

/** The rules that speak of a piece of a bundle, set into the smallest one. */
function rulesOf(piece: string): string[] {
  const files = [
    { path: 'tocsin.yaml', text: `version: 1\norganization: { name: Example }\n${piece.includes('users:') ? '' : USERS}` },
    { path: 'piece.yaml', text: piece },
  ]
  const { bundle, findings, locate } = parseBundle(files)
  return [...findings, ...(bundle ? lintBundle({ bundle, locate, at }) : [])].map(({ rule }) => rule)
}

for (const [rule, { means, wrong, right }] of Object.entries(EXPLANATIONS)) {
  test(`${rule} is explained by an example in which it speaks, and by one that is mended`, () => {
    assert.ok(means.endsWith('.'))
    assert.ok(rulesOf(wrong).includes(rule), `${wrong}: ${rulesOf(wrong)}`)
    assert.ok(!rulesOf(right).includes(rule), `${right}: ${rulesOf(right)}`)
  })
}

/** Told where more than one file, a server or an installation is needed. */
const ELSEWHERE = ['text-twice', 'forbidden-target', 'stray-night', 'shape']

test('every rule is explained', () => {
  const folders = ['..', '../lint', '../checks'].map((folder) => new URL(`${folder}/`, import.meta.url))
  const sources = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map((name) => readFileSync(new URL(name, folder), 'utf8')),
  )
  const written = sources.flatMap((source) => [...source.matchAll(/rule: '([a-z-]+)'/g)].map((match) => match[1] ?? ''))
  const rules = new Set([...LINT_RULES.map(({ id }) => id), ...written])
  assert.deepEqual(
    [...rules].filter((rule) => !Object.hasOwn(EXPLANATIONS, rule) && !ELSEWHERE.includes(rule)),
    [],
  )
})
