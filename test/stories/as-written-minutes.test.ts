import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createPolicy } from '../../src/core/policy/policy.ts'
import { lineOf, simulate } from '../../src/engine/simulated-events.ts'
import { readPolicy } from '../policies/read-policy.ts'

const AT = Temporal.Instant.from('2026-02-01T00:00:00Z')
const HOUR_MS = 3_600_000

async function played(folder: string, more: Partial<Parameters<typeof simulate>[1]> = {}): Promise<string[]> {
  const { bundle } = readPolicy(folder)
  if (!bundle) throw new Error(`policies/${folder} cannot be read`)
  const asked = { title: 'Database down', labels: {}, at: AT, lengthMs: HOUR_MS + 1, answers: [], isDeclared: true, ...more }
  return (await simulate(createPolicy(bundle, 1), asked)).map((event) => lineOf(event).replace(/\s{2,}/g, '  '))
}

const only = (lines: string[], kind: string): string[] => lines.filter((line) => line.split('  ')[1] === kind)

describe('Skillancer as written, a P0 that nobody answers', () => {
  test('S4.1 S4.2 S4.3: primary at once, secondary after 15 minutes, lead after 30, CTO after 45 (the last wait is assumed)', async () => {
    const pages = only(await played('as-written/skillancer', { severity: 'P0' }), 'page')
    assert.deepEqual(pages.slice(0, 4), [
      'T+0:00  page  bela, bianca  by phone, sms, chat, email — first step',
      'T+15:00  page  carlos, chiyo  by phone, sms, chat, email — second step',
      'T+30:00  page  eng-lead  by phone, sms, chat, email — third step',
      'T+45:00  page  cto  by phone, sms, chat, email — fourth step',
    ])
  })

  test('S4.3: below P0 the CTO is not asked', async () => {
    const pages = only(await played('as-written/skillancer', { severity: 'P1' }), 'page').slice(0, 3)
    assert.equal(
      pages.some((line) => line.includes('cto')),
      false,
    )
  })

  test('S1.4 S3.6: the response is missed after 15 minutes', async () => {
    const missed = only(await played('as-written/skillancer', { severity: 'P0' }), 'MISSED')
    assert.ok(missed.includes('T+15:00  MISSED  On-call response'), missed.join('\n'))
  })

  test('S10.1: internal updates fall due after 15 minutes and every 15 minutes from then', async () => {
    const lines = await played('as-written/skillancer', { severity: 'P0' })
    assert.deepEqual(
      only(lines, 'owed').filter((line) => line.includes('Internal update')),
      [
        'T+0:00  owed  Internal update, due T+15:00',
        'T+15:00  owed  Internal update, due T+30:00',
        'T+30:00  owed  Internal update, due T+45:00',
        'T+45:00  owed  Internal update, due T+1:00:00',
        'T+1:00:00  owed  Internal update, due T+1:15:00',
      ],
    )
    assert.equal(only(lines, 'MISSED').filter((line) => line.includes('Internal update')).length, 4)
  })

  test('after an acknowledgement nobody further is paged', async () => {
    const lines = await played('as-written/skillancer', { severity: 'P0', answers: [{ user: 'bela', afterMs: 7 * 60_000 }] })
    assert.deepEqual(only(lines, 'page'), ['T+0:00  page  bela, bianca  by phone, sms, chat, email — first step'])
    assert.ok(lines.includes('T+7:00  ack  bela — paging stops'), lines.join('\n'))
    assert.ok(lines.includes('T+7:00  met  On-call response'), lines.join('\n'))
  })
})
