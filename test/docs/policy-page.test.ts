import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { LINT_RULES, lintBundle } from '../../src/core/policy/lint.ts'
import { parseBundle } from '../../src/core/policy/parse.ts'
import { ANCHORS, MUSTS } from '../../src/core/policy/schema/obligation.ts'

const page = readFileSync(new URL('../../docs/policy.md', import.meta.url), 'utf8')
const blocks = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1] as string)
const files = blocks.map((text, i) => ({ path: `${i}.yaml`, text }))
const environment = { SHOP_ALERTS_KEY: 'a-key-of-the-test-0001' }
const at = Temporal.Instant.from('2026-11-21T09:00:00Z')

describe('docs/policy.md', () => {
  for (const count of files.keys())
    test(`its first ${count + 1} blocks are a valid bundle`, () => {
      const { bundle, findings } = parseBundle(files.slice(0, count + 1), environment)
      assert.ok(bundle, findings.map(({ message }) => message).join('\n'))
    })

  test('all of it lints clean', () => {
    const { bundle, locate } = parseBundle(files, environment)
    assert.ok(bundle)
    const told = lintBundle({ bundle, locate, at }).filter(({ level }) => level !== 'advisory')
    assert.deepEqual(
      told.map(({ message }) => message),
      [],
    )
  })

  test('its tables name every word of the language, and its rules exist', () => {
    for (const word of [...MUSTS, ...ANCHORS]) assert.ok(page.includes(`\`${word}\``), word)
    const named = [...page.matchAll(/rule: ([a-z-]+)/g)].map((match) => match[1])
    assert.ok(named.length > 0 && named.every((name) => LINT_RULES.some(({ id }) => id === name)), named.join())
  })
})
