import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { inReadingOrder } from '../../src/core/policy/finding.ts'
import { lintBundle } from '../../src/core/policy/lint.ts'
import { folderOf, readPolicy } from './read-policy.ts'

const JUDGED = Temporal.Instant.from('2026-11-21T00:00:00Z')

type Judged = { rule: string; place: string; judgement: string }

/** The table of `golden/<organisation>.md`. */
function goldenOf(organisation: string): Judged[] {
  const text = readFileSync(new URL(`golden/${organisation}.md`, import.meta.url), 'utf8')
  const rows = text.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| Rule'))
  return rows.map((line) => {
    const [rule = '', place = '', judgement = ''] = line.slice(2, -2).split(' | ')
    return { rule, place, judgement }
  })
}

/** What reading and lint find, each by its rule and what it is about; what is about no entry is named by its line. */
function foundIn(organisation: string): string[] {
  const name = `as-written/${organisation}`
  const { bundle, findings, locate } = readPolicy(name)
  assert.ok(bundle, JSON.stringify(findings))
  const lines = readFileSync(join(folderOf(name), 'tocsin.yaml'), 'utf8').split('\n')
  const lineOf = (line: number): string => (lines[line - 1] ?? '').replace(/\s+#.*/, '').trim()
  return inReadingOrder([...findings, ...lintBundle({ bundle, locate, at: JUDGED })]).map(
    ({ rule, subject, line }) => `${rule} at ${subject ?? lineOf(line)}`,
  )
}

/** Which rows of section L each organisation's document is the source of. */
const SOURCES: Record<string, string[]> = {
  sparkacademy: ['L1', 'L4', 'L5', 'L12', 'L20'],
  smartbeak: ['L11', 'L12', 'L13', 'L17', 'L19'],
  'profile-builder': ['L14', 'L15', 'L19', 'L21'],
  skillancer: ['L2', 'L3', 'L16', 'L17', 'L18', 'L19', 'L20'],
  'dirt-free-crm': ['L6', 'L7', 'L8', 'L9', 'L10', 'L19', 'L21'],
}

for (const [organisation, rows] of Object.entries(SOURCES)) {
  test(`${rows.join(' ')} ${organisation} as written: lint finds exactly what the golden list judges`, () => {
    const golden = goldenOf(organisation)
    assert.deepEqual(foundIn(organisation).sort(), golden.map(({ rule, place }) => `${rule} at ${place}`).sort())
  })

  test(`${organisation}: every finding is a row of section L or true, each with its line of judgement, and no row is missing`, () => {
    const golden = goldenOf(organisation)
    for (const { rule, judgement } of golden) assert.match(judgement, /^(?:L\d+(?:, L\d+)*: |true)/, rule)
    const named = new Set(golden.flatMap(({ judgement }) => judgement.split(':')[0]?.match(/L\d+/g) ?? []))
    assert.deepEqual([...named].sort(), rows.toSorted())
  })
}
