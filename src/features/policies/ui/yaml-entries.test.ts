import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { acceptedIn, sectionOf, withEntry, withoutEntry, withValue } from './yaml-entries.ts'

const TEXT = `# the file
severities:
  - id: SEV-1   # worst
    name: Critical
    examples: [Nobody can pay]

  # the next
  - { id: SEV-2, name: High, pages: true }

roles: # who does what
- id: commander
  duties:
    - Decides
users: []
lint:
  accept:
    - { rule: rotation-size, at: schedule:p, reason: small team, until: "2027-01-01" }
`

/** The lines that differ: `-` only before, `+` only after. */
function changed(after: string): string[] {
  const [a, b] = [TEXT.split('\n'), after.split('\n')]
  return [
    ...a.filter((line) => !b.includes(line)).map((line) => `-${line}`),
    ...b.filter((line) => !a.includes(line)).map((line) => `+${line}`),
  ]
}

test('a key of an entry is changed, its comments stay, and nothing else of the text moves', () => {
  assert.deepEqual(changed(withValue(TEXT, { section: 'severities', id: 'SEV-2', key: 'name', value: 'Worse' })), [
    '-  - { id: SEV-2, name: High, pages: true }',
    '+  - { id: SEV-2, name: Worse, pages: true }',
  ])
  assert.deepEqual(changed(withValue(TEXT, { section: 'severities', id: 'SEV-1', key: 'examples', value: ['a', 'b'] })), [
    '-  - id: SEV-1   # worst',
    '-    examples: [Nobody can pay]',
    '+  - id: SEV-1 # worst',
    '+    examples: [ a, b ]',
  ])
  assert.deepEqual(changed(withValue(TEXT, { section: 'severities', id: 'SEV-2', key: 'pages', value: undefined })), [
    '-  - { id: SEV-2, name: High, pages: true }',
    '+  - { id: SEV-2, name: High }',
  ])
  assert.deepEqual(changed(withValue(TEXT, { section: 'roles', id: 'commander', key: 'name', value: 'Commander' })), ['+  name: Commander'])
  assert.equal(withValue(TEXT, { section: 'roles', id: 'nobody', key: 'name', value: 'x' }), TEXT)
})

test('entries are added behind the last, into a section that was missing, and taken away', () => {
  assert.deepEqual(changed(withEntry(TEXT, 'severities', { id: 'SEV-3' })), ['+  - id: SEV-3'])
  assert.deepEqual(
    sectionOf(withEntry(TEXT, 'severities', { id: 'SEV-3', name: 'Low' }), 'severities').entries.map(({ id }) => id),
    ['SEV-1', 'SEV-2', 'SEV-3'],
  )
  assert.deepEqual(changed(withEntry(TEXT, 'channels', { id: 'incidents' })), ['+channels:', '+  - id: incidents'])
  assert.deepEqual(changed(withoutEntry(TEXT, 'severities', 'SEV-2')), ['-  - { id: SEV-2, name: High, pages: true }'])
})

test('entries say where they stand; a text that cannot be read says why', () => {
  const { entries } = sectionOf(TEXT, 'severities')
  assert.deepEqual(
    entries.map(({ id, line, values }) => [id, line, values.name]),
    [
      ['SEV-1', 3, 'Critical'],
      ['SEV-2', 8, 'High'],
    ],
  )
  assert.equal(sectionOf('a: [1\nb: 2', 'a').fault?.line, 2)
  assert.deepEqual(acceptedIn(TEXT), [{ rule: 'rotation-size', at: 'schedule:p', reason: 'small team', until: '2027-01-01', line: 17 }])
})

test('every entry of the example can be changed without touching the rest of the file', () => {
  const text = readFileSync(new URL('../../../../policies/example/tocsin.yaml', import.meta.url), 'utf8')
  for (const section of ['severities', 'roles', 'obligations', 'channels', 'templates'])
    for (const { id, values } of sectionOf(text, section).entries) {
      const after = withValue(text, { section, id, key: 'name', value: 'Another' })
      const found = sectionOf(after, section).entries.find((each) => each.id === id)
      assert.deepEqual(found?.values, { ...values, name: 'Another' }, `${section} ${id}`)
      const others = (all: string) => sectionOf(all, section).entries.filter((each) => each.id !== id)
      assert.deepEqual(
        others(after).map((each) => each.text),
        others(text).map((each) => each.text),
      )
    }
})
