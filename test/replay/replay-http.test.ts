import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import type { ReplayAnswer } from '../../src/features/policies/contract/replay.ts'
import { tocsin } from '../crash/product.ts'
import { createReceiver, type Receiver } from '../fakes/receiver.ts'
import { alertOf, type House, KEY, openHouse, until } from '../resilience/house.ts'

let house: House
let phones: Receiver

const policy = (who: string): string => `
version: 1
organization: { name: Last Quarter Ltd }
severities: [ { id: SEV-1, respond_within: 15m } ]
incident: { types: [ { id: security, when: { flag: security }, private: true } ], impact: { security: { type: flag } } }
users:
  - { id: ana, name: Ana, contacts: { webhook: "${phones.url}/ana" } }
  - { id: ben, name: Ben, contacts: { webhook: "${phones.url}/ben" } }
escalation_policies: [ { id: technical, steps: [ { page: [user:${who}], wait: 15m } ] } ]
grouping: { by: [title], window: 1m }
services: [ { id: checkout, escalation: [technical] } ]
integrations: [ { id: any, type: generic, key: ${KEY}, service: checkout } ]
`

before(async () => {
  phones = await createReceiver()
  // Verbs of the command line find the server by the same key.
  process.env.TOCSIN_SECRET_KEY = randomBytes(32).toString('base64')
  house = await openHouse({ policy: policy('ana'), database: 'embedded', env: { TOCSIN_SECRET_KEY: process.env.TOCSIN_SECRET_KEY } })
})
after(async () => {
  await house?.close()
  await phones?.close()
})

const replay = async (body: object): Promise<ReplayAnswer> => {
  const { status, text, json } = await house.api('POST', '/api/v1/policy/replay', body)
  assert.equal(status, 200, text)
  return json as unknown as ReplayAnswer
}

test('the server plays its own record again, and another policy says who would have been paged instead', { timeout: 120_000 }, async () => {
  for (const key of ['a', 'b']) await house.ask('POST', `/in/generic/${KEY}`, alertOf(key))
  await phones.expect(2)
  const declared = await house.api('POST', '/api/v1/incidents', {
    title: 'Somebody reads our mail',
    severity: 'SEV-1',
    service: 'checkout',
    impact: { security: true },
    page: true,
  })
  assert.equal(declared.status, 201, declared.text)
  await phones.expect(3)
  await until('nothing on its way', async () => {
    const rows = await house.sql(`select 1 from message where status in ('queued', 'claimed', 'sending')`)
    return rows.length === 0
  })
  const own = await replay({})
  assert.deepEqual([own.isReproduced, own.isWhole, own.unreadable, own.words, own.items], [true, true, 0, [], []])
  assert.deepEqual([own.alerts, own.incidents, own.before.pages], [2, 1, 3])
  const other = await replay({ text: policy('ben') })
  assert.deepEqual(
    other.items.map(({ name, words }) => [name, words.map((each) => each.replace(/, first at .*/, ''))]),
    [
      ['alert a', ['ana would not have been paged', 'ben would have been paged']],
      ['alert b', ['ana would not have been paged', 'ben would have been paged']],
      ['something private', ['ana would not have been paged', 'ben would have been paged']],
    ],
  )
  assert.doesNotMatch(JSON.stringify(other), /reads our mail/)
  const lacking = await replay({ text: policy('ana').replaceAll('checkout', 'shop') })
  assert.deepEqual(
    lacking.unplayable.map(({ name, why }) => [name, why]),
    [['something private', 'this policy lacks something of it']],
  )
  assert.deepEqual([lacking.incidents, lacking.before.pages], [0, 2])
})

test('replay and versions are verbs of the command line, and an older version may be replayed', { timeout: 120_000 }, async () => {
  const dir = mkdtempSync(join(tmpdir(), 'tocsin-replay-'))
  writeFileSync(join(dir, 'tocsin.yaml'), policy('ben'))
  const run = (...args: string[]): Promise<string> => tocsin(house.data, args)
  assert.match(
    await run('replay', '--since', '2d', '--policy', dir),
    /alert a\n {2}ana would not have been paged\n {2}ben would have been paged/,
  )
  assert.match(await run('replay', '--since', '2d'), /Nobody would have noticed a difference/)
  assert.match(await run('apply', dir, '--note', 'Ben instead of Ana'), /Version 2 is in force/)
  assert.match(await run('policy', 'log'), /^2 .* Ben instead of Ana\n {4}escalation_policies: technical: .*ben/m)
  assert.match(await run('policy', 'diff', '1'), /\+ .*user:ben/)
  assert.match(await run('replay', '--version', '1', '--since', '1d'), /Nobody would have noticed a difference/)
  assert.match(await run('policy', 'restore', '1', '--note', 'as it was'), /Version 3 is in force/)
  assert.match(await run('policy', 'show', '3'), /user:ana/)
  assert.match(await run('policy', 'proposals'), /No change waits/)
  await assert.rejects(run('replay', '--since', 'soon'), /"soon" is no duration/)
  const { stdout } = await promisify(execFile)(process.execPath, ['bin/tocsin.js', 'replay', '--help'])
  assert.match(stdout, /--policy <dir>/)
})
