import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { HearRequest } from '../hear.ts'
import { signatureOf, verified } from './signature.ts'

const TOKEN = '12345'

/** Made by another implementation (npm twilio 6.2.0). */
const VECTORS: { url: string; params: Record<string, string>; value: string }[] = [
  {
    url: 'https://mycompany.com/myapp.php?foo=1&bar=2',
    params: { CallSid: 'CA1234567890ABCDE', Caller: '+14158675309', Digits: '1234', From: '+14158675309', To: '+18005551212' },
    value: 'RSOYDt4T1cUTdK1PDd93/VVr8B8=',
  },
  {
    url: 'https://t.example.org/twilio/sms',
    params: {
      Body: '1',
      From: '+15558675310',
      To: '+15017122661',
      MessageSid: 'SM00000000000000000000000000000001',
      AccountSid: 'AC00000000000000000000000000000000',
      NumMedia: '0',
    },
    value: 'iCrSmAHAS48s0KggE1XXFe4SOM4=',
  },
]

const requestOf = (url: string, body: string, signature: string): HearRequest => ({
  method: 'POST',
  url,
  rest: '',
  query: new URLSearchParams(),
  headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature },
  raw: Buffer.from(body),
  form: new URLSearchParams(body),
  json: undefined,
  fields: { accountSid: 'AC00000000000000000000000000000000' },
  secrets: { authToken: TOKEN },
  now: Temporal.Instant.from('2026-11-12T14:41:12Z'),
})

test('signs as Twilio does', () => {
  for (const { url, params, value } of VECTORS) assert.equal(signatureOf(url, params, TOKEN), value)
})

test('takes the recorded kinds of request, with and without a port in the address', () => {
  for (const name of ['inbound-sms', 'status-callback', 'voice-gather']) {
    const body = readFileSync(new URL(`../../../test/fixtures/twilio/${name}.form.txt`, import.meta.url), 'utf8').trim()
    const form = Object.fromEntries(new URLSearchParams(body))
    for (const [called, signed] of [
      ['https://t.example.org/a?b=1', 'https://t.example.org/a?b=1'],
      ['https://t.example.org:8443/a', 'https://t.example.org:8443/a'],
      ['https://t.example.org:8443/a', 'https://t.example.org/a'],
    ] as const)
      assert.ok('form' in verified(requestOf(called, body, signatureOf(signed, form, TOKEN))), `${name} at ${called}`)
  }
})

test('refuses none of 1,000 good requests, whatever people write', () => {
  const letters = ['a', 'é', '日', '🔥', ' ', '+', '&', '=', '%', '\n', '"', '#', '¿', '\u0000']
  let seed = 7
  const draw = (most: number): number => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % most
  }
  for (let n = 0; n < 1000; n += 1) {
    const text = Array.from({ length: 1 + draw(40) }, () => letters[draw(letters.length)]).join('')
    const form = { AccountSid: 'AC00000000000000000000000000000000', Body: text, From: `+1555${n}`, [`X${draw(9)}`]: text }
    const url = `https://t.example.org/hear/${n}?say=${encodeURIComponent(text)}`
    const found = verified(requestOf(url, new URLSearchParams(form).toString(), signatureOf(url, form, TOKEN)))
    assert.ok('form' in found, JSON.stringify(found))
    assert.equal(found.form.Body, text)
  }
})
