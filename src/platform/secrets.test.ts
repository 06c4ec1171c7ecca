import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createSecrets } from './secrets.ts'

const secrets = createSecrets(Buffer.alloc(32, 7))
const now = Temporal.Instant.from('2026-03-01T10:00:00Z')
const later = now.add({ minutes: 5 })

test('what is sealed opens only unaltered, for its purpose and under its key', () => {
  const sealed = secrets.seal('hunter2', 'smtp')
  assert.ok(!sealed.includes('hunter2'))
  assert.equal(secrets.open(sealed, 'smtp'), 'hunter2')
  assert.notEqual(secrets.seal('hunter2', 'smtp'), sealed)
  assert.throws(() => secrets.open(sealed, 'slack'), /does not open/)
  assert.throws(() => createSecrets(Buffer.alloc(32, 8)).open(sealed, 'smtp'), /TOCSIN_SECRET_KEY is another one/)
  const bytes = Buffer.from(sealed.slice(3), 'base64url')
  for (let at = 0; at < bytes.length; at += 1) {
    const altered = Buffer.from(bytes)
    altered[at] = (altered[at] ?? 0) ^ 1
    assert.throws(() => secrets.open(`v1.${altered.toString('base64url')}`, 'smtp'))
  }
})

test('a signed link holds until it expires, and not when altered or used for something else', () => {
  const token = secrets.sign({ page: 'p1' }, 'ack', later)
  assert.deepEqual(secrets.verify(token, 'ack', now), { page: 'p1' })
  assert.equal(secrets.verify(token, 'ack', later), null)
  assert.equal(secrets.verify(token, 'local', now), null)
  const [body = '', mark = ''] = token.split('.')
  const forged = Buffer.from(JSON.stringify([{ page: 'p2' }, 9_999_999_999])).toString('base64url')
  for (const bad of ['', '.', 'x.y', `${forged}.${mark}`, body, `${token}.`, `${body}.${mark.slice(1)}`])
    assert.equal(secrets.verify(bad, 'ack', now), null, bad)
})
