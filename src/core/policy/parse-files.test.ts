import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseBundle } from './parse.ts'

const HEAD = 'version: 1\norganization: { name: Example Ltd }\n'
const told = (...texts: string[]) =>
  parseBundle(texts.map((text, index) => ({ path: `${index + 1}.yaml`, text }))).findings.map(
    (each) => `${each.file}:${each.line}:${each.column} ${each.rule}`,
  )

test('lists are joined over files, and a place is told in its own file', () => {
  const files = [HEAD, 'users: [{ id: ann }]', '\nusers:\n  - { id: bob }\n  - { id: dan, rol: x }']
  assert.deepEqual(told(...files), ['3.yaml:4:16 unknown-key'])
  const { bundle } = parseBundle(files.slice(0, 2).map((text, index) => ({ path: `${index}.yaml`, text })))
  assert.deepEqual(
    bundle?.users?.map((user) => user.id),
    ['ann'],
  )
})

test('a map section in two files is refused and both places are named', () => {
  const { findings } = parseBundle([
    { path: 'a.yaml', text: HEAD },
    { path: 'b.yaml', text: 'version: 1\norganization: { name: Other }' },
  ])
  assert.deepEqual(
    findings.map((each) => [each.file, each.line, each.rule]),
    [['b.yaml', 2, 'section-twice']],
  )
  assert.match(findings[0]?.message ?? '', /a\.yaml, line 2/)
})

test('an empty file is a warning, no content at all is an error', () => {
  assert.deepEqual(told(HEAD, '# nothing yet'), ['2.yaml:1:1 empty-file'])
  assert.deepEqual(told('').filter((each) => each.endsWith('missing')).length, 2)
  assert.equal(parseBundle([]).bundle, null)
})

test('an unreadable file does not make the others look broken', () => {
  assert.deepEqual(told(`${HEAD}teams: [{ id: web, members: [ann] }]`, 'users: [{ id: ann }'), ['2.yaml:1:20 yaml'])
})

test('anchors, aliases and merge keys are read, and places inside them are found', () => {
  const text = `${HEAD}users:\n  - &base { id: ann, contacts: { email: a@example.com } }\n  - { <<: *base, id: bob, naem: Bob }`
  assert.deepEqual(told(text), ['1.yaml:5:27 unknown-key'])
})

test('huge, deep and exploding files are refused quickly', () => {
  const bomb = [
    'a: &a [x, x, x, x, x, x, x, x]',
    ...'bcdefgh'.split('').map((name, index) => `${name}: &${name} [${`*${'abcdefg'[index]}, `.repeat(8)}]`),
  ]
  assert.deepEqual(told('x'.repeat(10 * 1024 * 1024)), ['1.yaml:1:1 yaml'])
  assert.deepEqual(told(`a: ${'['.repeat(50_000)}`), ['1.yaml:1:1 yaml'])
  assert.deepEqual(told(Array.from({ length: 2_000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')), ['1.yaml:402:1 yaml'])
  assert.deepEqual(told(bomb.join('\n')), ['1.yaml:1:1 yaml'])
  assert.deepEqual(told('links: &a [*a]'), ['1.yaml:1:1 yaml'])
})

test('names that mean something to the language below are just unknown keys', () => {
  assert.deepEqual(told(`${HEAD}__proto__: 1\nconstructor: 2`), ['1.yaml:3:1 unknown-key', '1.yaml:4:1 unknown-key'])
})
