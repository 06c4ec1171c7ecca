import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readPolicy } from '../../../test/policies/read-policy.ts'
import { createPolicy } from '../../core/policy/policy.ts'
import { conditionInWords, layersBefore, pagesWhen, quietInWords, routeNamed } from './why-words.ts'

const policy = createPolicy(readPolicy('example').bundle ?? assert.fail(), 1)

test('a rule is told with its place, its condition, and those before it that did not match', () => {
  assert.deepEqual(routeNamed('Settlement', policy), {
    place: 3,
    of: 11,
    condition: 'team = payments* and queue = *',
    before: '1 and 2 did not match',
  })
  assert.equal(routeNamed('Drill traffic', policy)?.before, 'the first that is asked')
  assert.equal(routeNamed('Gone since', policy), null)
  assert.equal(conditionInWords([]), null)
})

test('a level says when it pages, layers say which were asked in vain', () => {
  assert.equal(pagesWhen('SEV-2', policy), 'SEV-2 pages at any hour')
  const schedule = policy.bundle.schedules?.find(({ layers }) => layers.length > 1) ?? assert.fail('the example has layers')
  const [first, second] = schedule.layers
  assert.equal(layersBefore(schedule.id, second?.id ?? '', policy), `${first?.id}: not then`)
  assert.equal(layersBefore(schedule.id, first?.id ?? '', policy), null)
})

test('quiet hours are told as what they did', () => {
  const user = policy.user('ana') ?? assert.fail()
  const night = { ...user, timezone: 'UTC', quiet: [{ days: [], from: '22:00', to: '07:00' }] }
  const at = '2026-11-12T03:00:00.000Z'
  assert.equal(quietInWords(user, { severity: 'SEV-2', at, policy }), 'no quiet hours')
  assert.equal(quietInWords(night, { severity: 'SEV-2', at, policy }), 'quiet hours never hold SEV-2')
  assert.equal(quietInWords(night, { severity: 'SEV-4', at, policy }), 'in quiet hours: what wakes waits')
  assert.equal(quietInWords(night, { severity: 'SEV-4', at: '2026-11-12T12:00:00.000Z', policy }), 'outside of quiet hours')
})
