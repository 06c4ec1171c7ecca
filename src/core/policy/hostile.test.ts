import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MOST_FINDINGS } from './finding.ts'
import { parseBundle } from './parse.ts'

const HEAD = 'version: 1\norganization: { name: X }\n'
/** What is not bounded takes minutes; what is, well below this on a busy machine. */
const timeout = 30_000

const findingsOf = (text: string) => parseBundle([{ path: 'tocsin.yaml', text: HEAD + text }]).findings

const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n')
const letter = (index: number): string => String.fromCharCode('a'.charCodeAt(0) + index)

const unreadable: readonly [what: string, text: string, says: RegExp][] = [
  [
    'a bomb of lists',
    `links:\n  - &a [${Array(9).fill('x')}]\n${lines(12, (i) => `  - &${letter(i + 1)} [${Array(9).fill(`*${letter(i)}`)}]`)}`,
    /cannot be expanded/,
  ],
  ['a bomb of maps', `x: &n0 { k: v }\n${lines(20, (i) => `y${i}: &n${i + 1} { a: *n${i}, b: *n${i} }`)}`, /cannot be expanded/],
  ['a chain of merged maps', `a: &b0 { k: v }\n${lines(3_000, (i) => `c${i}: &b${i + 1} { <<: *b${i}, k${i}: 1 }`)}`, /cannot be expanded/],
  ['more aliases than people', `users:\n  - &u { id: ann }\n${lines(20_000, () => '  - *u')}`, /cannot be expanded/],
  ['an anchor in itself', 'links: &a [*a]', /contains itself/],
  ['brackets that never close', `links: ${'['.repeat(100_000)}`, /nested too deeply/],
  ['dashes in dashes', `links:\n${'- '.repeat(350)}x`, /nested too deeply/],
  ['ten megabytes', `links: "${'x'.repeat(10 * 1024 * 1024)}"`, /the file has 11 MB, at most 4 MB are read/],
]

for (const [what, text, says] of unreadable) {
  test(`${what} is one error with its place and what to do`, { timeout }, () => {
    const [finding, ...rest] = findingsOf(text)
    assert.match(finding?.message ?? '', says)
    assert.deepEqual([finding?.rule, finding?.level, rest], ['yaml', 'error', []])
    assert.ok((finding?.line ?? 0) >= 1 && (finding?.remedy ?? '').length > 0)
  })
}

const overfull: readonly [what: string, text: string, rule: string][] = [
  ['unknown keys', lines(50_000, (i) => `k${i}: 1`), 'unknown-key'],
  ['people with one id', `users:\n${lines(20_000, () => '  - { id: ann }')}`, 'duplicate-id'],
  ['members who are not there', `teams:\n${lines(20_000, (i) => `  - { id: t${i}, members: [nobody-${i}] }`)}`, 'dangling-reference'],
]

for (const [what, text, rule] of overfull) {
  test(`of very many ${what} as many are told as anybody reads`, { timeout }, () => {
    const findings = findingsOf(text)
    assert.equal(findings.length, MOST_FINDINGS)
    assert.ok(findings.every((each) => each.rule === rule && each.line > 2))
  })
}

test('a key that stands twice is told once, at the second, however large the map', { timeout }, () => {
  const findings = findingsOf(`${lines(50_000, (i) => `k${i}: 1`)}\nk7: 2`)
  assert.deepEqual(
    findings.map(({ rule, line, remedy }) => [rule, line, remedy]),
    [['yaml', 50_003, 'keep one of the two keys']],
  )
})

test('keys that other languages treat as their own are only unknown', () => {
  const findings = findingsOf('__proto__: { a: 1 }\nusers: [{ id: ann, __proto__: { role: admin }, constructor: x }]')
  assert.deepEqual(new Set(findings.map(({ rule }) => rule)), new Set(['unknown-key']))
  assert.equal(({} as { role?: string }).role, undefined)
})
