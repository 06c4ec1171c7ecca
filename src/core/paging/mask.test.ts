import assert from 'node:assert/strict'
import { test } from 'node:test'
import { maskedAddress, withoutAddresses } from './mask.ts'

test('an address is masked so that nobody can use it, and told from another of the same person', () => {
  const cases: Record<string, string> = {
    '+4915112345678': '+49…678',
    '+1 (555) 867-5310': '+1 …310',
    'ann@example.com': 'a…@example.com',
    'https://ntfy.example.com/ann-secret': 'https://ntfy.example.com/…',
    'https://user:pass@hooks.example.com/x?token=y': 'https://hooks.example.com/…',
    '{"endpoint":"https://push.example.com/send/s3cret","keys":{"auth":"x"}}': 'https://push.example.com/…',
    U0123ANN: 'U…NN',
    '@ann': '@…nn',
    ann: '…',
    '': '…',
  }
  for (const [address, expected] of Object.entries(cases)) assert.equal(maskedAddress(address), expected)
})

test('what a server says of an address is masked as well', () => {
  assert.equal(withoutAddresses('550 no mailbox ann@example.com here', ['ann@example.com']), '550 no mailbox a…@example.com here')
  assert.equal(withoutAddresses('answered 404', ['404']), 'answered 404')
})
