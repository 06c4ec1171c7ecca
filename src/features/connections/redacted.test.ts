import assert from 'node:assert/strict'
import { test } from 'node:test'
import { redactedBody } from './redacted.ts'

const KEY = '0123456789abcdef0123456789abcdef'

test('what arrived is kept as it was, but for secrets by their name and the sender’s own key', () => {
  const body = {
    routing_key: KEY,
    dedup_key: 'disk',
    groupKey: 'g',
    nested: [{ apiKey: 'a', password: 'b', token: 't' }],
    url: `/in/x/${KEY}`,
  }
  assert.equal(
    redactedBody(body, Buffer.alloc(0), KEY),
    '{"routing_key":"[redacted]","dedup_key":"disk","groupKey":"g","nested":[{"apiKey":"[redacted]","password":"[redacted]","token":"[redacted]"}],"url":"/in/x/[redacted]"}',
  )
})

test('what is no JSON is kept as text, with what a database cannot hold taken out', () => {
  assert.equal(redactedBody(undefined, Buffer.from(`key=${KEY}\u0000&x=1`), KEY), 'key=[redacted]&x=1')
})
