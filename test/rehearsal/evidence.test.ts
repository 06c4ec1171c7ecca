import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Evidence } from '../../src/core/paging/evidence.ts'
import { Night } from './night.ts'

const prove = (night: Night, alert: string, data: Evidence) =>
  night.rehearsal.execute({
    name: 'evidence',
    to: { kind: 'escalation', id: night.ladderOf(alert) },
    by: 'integration:ntfy',
    data,
  })

const pageOf = (night: Night): string => night.sent[0]?.message.id ?? ''

describe('evidence of a page', () => {
  test('is told once for each stage, in whatever order receipts come and however often', async () => {
    const night = new Night()
    const alert = await night.alert()
    const message = pageOf(night)
    for (const stage of ['delivered', 'accepted', 'delivered', 'seen', 'human', 'human'] as const)
      await prove(night, alert, { message, stage, said: stage })
    const told = night.rehearsal.facts().filter((fact) => fact.data.message === message)
    assert.deepEqual(
      told.map((fact) => fact.name),
      ['page.delivered', 'page.arrived', 'page.seen', 'page.answered'],
    )
    assert.deepEqual(told.at(-1)?.data.user, 'ana')
  })

  test('W13 a voicemail is not delivered: the next road of the same person at once', async () => {
    const night = new Night()
    const alert = await night.alert()
    await night.until(0.5)
    await prove(night, alert, { message: pageOf(night), stage: 'voicemail', said: 'answered by a machine' })
    assert.deepEqual(night.heard(), ['ana push page @0', 'ana email page @0.5'])
    assert.equal(night.told('page.voicemail').length, 1)
  })

  test('I-5 what is proved after the acknowledgement is kept and pages nobody', async () => {
    const night = new Night()
    const alert = await night.alert()
    await night.does('acknowledge', alert)
    await prove(night, alert, { message: pageOf(night), stage: 'failed', said: 'the device is off' })
    await night.until(60)
    assert.deepEqual(night.heard(), ['ana push page @0'])
    assert.equal(night.told('page.undelivered').length, 1)
  })

  test('is refused for what was never sent, and for a stage that does not exist', async () => {
    const night = new Night()
    const alert = await night.alert()
    const stranger = await prove(night, alert, { message: 'esc-other.1.0.0.ana/0-ntfy', stage: 'seen', said: '' })
    assert.equal(stranger.refusal?.code, 'unknown-message')
    const wrong = await prove(night, alert, { message: pageOf(night), stage: 'read' as never, said: '' })
    assert.match(wrong.refusal?.message ?? '', /write one of accepted/)
  })
})
