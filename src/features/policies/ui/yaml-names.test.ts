import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nameAt, placesIn } from './yaml-names.ts'

const TEXT = `version: 1
obligations:
  - id: internal-update
    when: { severity: [SEV-1] }
    every: 30m
  - { id: told, within: 5m }
organization:
  business_hours:
    days:
      - mon
      - tue
`
const at = (words: string) => nameAt(placesIn(TEXT), TEXT.indexOf(words))

test('a place has the name that findings and explanations give it', () => {
  assert.equal(at('version'), 'version')
  assert.equal(at('30m'), 'obligations[internal-update].every')
  assert.equal(at('every'), 'obligations[internal-update].every')
  assert.equal(at('SEV-1'), 'obligations[internal-update].when.severity[0]')
  assert.equal(at('5m }'), 'obligations[told].within')
  assert.equal(at('tue'), 'organization.business_hours.days[1]')
  assert.equal(at('obligations'), 'obligations')
})

test('what cannot be read has no names', () => {
  assert.deepEqual(placesIn('a: [1'), [])
  assert.equal(nameAt([], 3), null)
})
