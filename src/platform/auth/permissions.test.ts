import assert from 'node:assert/strict'
import { test } from 'node:test'
import { actions, isPermitted, may, type Principal, permissions, permit, scopes } from './permissions.ts'

const someone = (role: Principal['role'], granted: string[] = ['*']): Principal => ({ kind: 'user', id: 'u1', role, scopes: granted })

test('each role may do exactly what the table says', () => {
  for (const action of actions) {
    assert.equal(isPermitted(someone('admin'), action), true, action)
    assert.equal(isPermitted(someone('responder'), action), permissions[action] !== 'admin', action)
    assert.equal(isPermitted(someone('viewer'), action), permissions[action] === 'viewer', action)
  }
})

test('a scope narrows the role and never widens it', () => {
  assert.equal(isPermitted(someone('admin', ['read']), 'alert.act'), false)
  assert.equal(isPermitted(someone('admin', ['read']), 'audit.read'), true)
  assert.equal(isPermitted(someone('viewer', ['alert']), 'alert.act'), false)
  assert.equal(isPermitted(someone('admin', ['alert']), 'alert.act'), true)
  assert.equal(isPermitted(someone('admin', []), 'alert.read'), false)
  assert.ok(scopes.includes('incident'))
})

test('a refusal says what is missing', () => {
  assert.equal(permit(null, 'alert.read')?.status, 401)
  assert.match(permit(someone('viewer'), 'policy.write')?.message ?? '', /needs the role admin; yours is viewer/)
  assert.match(permit(someone('admin', ['read']), 'alert.act')?.message ?? '', /not among this token's scopes \(read\)/)
  assert.equal(permit(someone('responder'), 'alert.act'), null)
  assert.equal(may(someone('viewer'))['alert.act'], false)
})
