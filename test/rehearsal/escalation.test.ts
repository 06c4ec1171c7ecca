import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { EscalationState } from '../../src/core/escalation/state.ts'
import { Night } from './night.ts'

describe('a ladder', () => {
  test("S4.1 W9 pages by the person's own rules at once, and the next step exactly after its wait", async () => {
    const night = new Night()
    await night.alert()
    await night.until(29.99)
    assert.deepEqual(night.heard(), ['ana push page @0', 'ana email page @2', 'ben push page @15', 'ben email page @15'])
  })

  test('I-5 W7 is silent after the acknowledgement, at every pending moment', async () => {
    for (const minute of [0, 0.5, 1.99, 2, 14.99, 15, 20]) {
      const night = new Night()
      const alert = await night.alert()
      await night.until(minute)
      const before = night.sent.length
      await night.does('acknowledge', alert)
      await night.until(24 * 60)
      assert.equal(night.sent.length, before, `acknowledged at minute ${minute}`)
    }
  })

  test('I-12 W5 falls through at once when a step reaches nobody, and says why', async () => {
    const night = new Night()
    await night.alert({ service: 'holey' })
    assert.deepEqual(night.heard(), ['ben push page @0', 'ben email page @0'])
    assert.deepEqual(
      night.told('escalation.step_empty').map((fact) => fact.data.why),
      ['nobody it names can be reached', 'it names nobody at this moment'],
    )
    assert.equal(night.told('page.unreachable')[0]?.data.user, 'dan')
  })

  test('passes over somebody who is disabled at once, and says why', async () => {
    const night = new Night()
    await night.alert({ service: 'left' })
    assert.deepEqual(night.heard(), ['ben push page @0', 'ben email page @0'])
    assert.deepEqual(
      night.told('page.unreachable').map((fact) => [fact.data.user, fact.data.why]),
      [['eva', 'their account is disabled']],
    )
  })

  test("S4.3 asks a step's condition again when the severity is raised", async () => {
    const night = new Night()
    const alert = await night.alert({ service: 'severe', severity: 'warning' })
    await night.until(12)
    assert.deepEqual(night.heard(10), ['cleo email page @10'], 'SEV-2 does not page the second step, so the fallback is told')
    await night.rehearsal.execute({
      name: 'changed',
      to: { kind: 'escalation', id: night.ladderOf(alert) },
      by: 'user:ana',
      data: { severity: 'SEV-1', rank: 0 },
    })
    assert.deepEqual(night.heard(11), ['ben push page @12', 'ben email page @12'])
  })

  test('I-4 is loud when nobody answers: the fallback, again and again, and it stays open', async () => {
    const night = new Night()
    const alert = await night.alert()
    await night.until(61)
    assert.deepEqual(night.heard(30), ['cleo email page @30', 'cleo email page @45', 'cleo email page @60'])
    assert.equal(night.told('escalation.exhausted').length, 1)
    assert.equal(night.statusOf(alert), 'triggered')
    await night.does('acknowledge', alert, { via: 'console' }, 'user:cleo')
    await night.until(600)
    assert.equal(night.heard(61).length, 0)
  })

  test('W8 an acknowledgement that runs out pages again and says so', async () => {
    const night = new Night()
    const alert = await night.alert({ service: 'forgetful' })
    await night.until(5)
    await night.does('acknowledge', alert)
    await night.until(34.9)
    assert.equal(night.statusOf(alert), 'acknowledged')
    await night.until(35.1)
    assert.equal(night.statusOf(alert), 'triggered')
    assert.deepEqual(night.heard(30), ['ana push page @35'])
    assert.match(String(night.sent.at(-1)?.message.content.reason), /acknowledgement by Ana ran out/)
  })

  test('S4.10 a person who climbs gives a reason, which the page states', async () => {
    const night = new Night()
    const alert = await night.alert()
    await night.until(3)
    await night.rehearsal.execute({
      name: 'escalate',
      to: { kind: 'escalation', id: night.ladderOf(alert) },
      by: 'user:ana',
      data: { reason: 'I am on a train' },
    })
    const [page] = night.sent.filter((each) => each.at === 3)
    assert.equal(page?.to, 'ben')
    assert.equal(page?.message.content.reason, 'I am on a train')
  })

  test('a stall does not fire what was missed as a burst', async () => {
    const night = new Night()
    await night.alert()
    // The engine slept from minute 1 to minute 50: two steps and a road would have been due.
    const { store } = night.rehearsal
    const before = night.sent.length
    for (const [stream, timer] of store.timers)
      if (stream.startsWith('escalation:')) store.timers.set(stream, { ...timer, dueAt: '2026-11-18T03:50:00.000Z' })
    await night.until(50)
    assert.deepEqual(
      night.sent.slice(before).map((each) => each.to),
      ['ana', 'ben', 'ben'],
    )
    await night.until(64.9)
    assert.equal(night.heard(50.1).length, 0, 'the next step keeps its whole wait')
  })
})

describe('severity decides', () => {
  test('S1.16 a level that does not page opens quietly', async () => {
    const night = new Night()
    const alert = await night.alert({ severity: 'info' })
    await night.until(600)
    assert.equal(night.sent.length, 0)
    assert.equal(night.statusOf(alert), 'triggered')
  })

  test('a level for business hours waits for them', async () => {
    const night = new Night()
    await night.alert({ severity: 'minor' })
    await night.until(359.9)
    assert.equal(night.sent.length, 0)
    await night.until(361)
    assert.equal(night.heard()[0], 'ana push page @360')
  })

  test('a route may drop what need not wake anybody, and it stays visible', async () => {
    const night = new Night()
    const alert = await night.alert({ name: 'DrillSiren' })
    await night.until(600)
    assert.equal(night.sent.length, 0)
    assert.equal(night.statusOf(alert), 'triggered')
    assert.equal(night.told('alert.opened')[0]?.data.quiet, 'drills says that nobody need be woken')
  })

  test('S2.2 a route that declares makes an incident of the alert, whether the level pages or not', async () => {
    for (const [name, severity] of [
      ['Backlog', 'SEV-4'],
      ['Outage', 'SEV-1'],
    ] as const) {
      const night = new Night()
      const alert = await night.alert({ name })
      const [declared] = night.told('incident.declared')
      assert.equal(declared?.data.severity, severity)
      assert.deepEqual(declared?.data.alerts, [alert])
      assert.equal(night.told('alert.linked').length, 1)
      assert.equal(
        night.sent.filter((each) => each.kind === 'page').length,
        severity === 'SEV-1' ? 1 : 0,
        'the incident does not ring a second time',
      )
    }
  })

  test('what nothing classifies is as severe as can be', async () => {
    const night = new Night()
    await night.alert({ severity: 'flabbergasted' })
    assert.equal(night.told('alert.opened')[0]?.data.severity, 'SEV-1')
    assert.equal(night.heard()[0], 'ana push page @0')
  })
})

describe('a group', () => {
  test('rings once; its followers come in one bundled update', async () => {
    const night = new Night()
    await night.alert()
    for (let i = 0; i < 999; i += 1) await night.alert()
    await night.until(0.1)
    assert.deepEqual(night.heard(), ['ana push page @0', 'ana push update @0.02'])
    const [, update] = night.sent
    assert.equal(update && (update.message.content.alerts as unknown[]).length, 999)
  })

  test('W45 a storm of a hundred thousand names the first thousand followers and counts the rest', async () => {
    const night = new Night()
    const first = await night.alert()
    const ladder = night.ladderOf(first)
    const storm = 5_214
    for (let i = 1; i < storm; i += 1) await night.alert()
    const waiting = night.rehearsal.store.rows.get(`escalation:${ladder}`)?.state as EscalationState
    assert.deepEqual([waiting.followers.length, waiting.unnamed, waiting.total], [1_000, storm - 1_001, storm])
    await night.until(0.1)
    assert.deepEqual(night.heard(), ['ana push page @0', 'ana push update @0.02'])
    const { content } = night.sent[1]?.message ?? assert.fail('no update')
    assert.equal((content.alerts as unknown[]).length, 1_000)
    assert.deepEqual([content.title, content.moreAlerts], ['k2 is down and 5,212 more', 4_213])
    assert.deepEqual(
      night.told('escalation.followers_told').map(({ data }) => [data.count, data.named]),
      [[5_213, 1_000]],
    )
  })

  test('a follower that is over before it was told is not told', async () => {
    const night = new Night()
    await night.alert()
    await night.does('resolve', await night.alert())
    await night.until(10)
    assert.deepEqual(night.heard(), ['ana push page @0', 'ana email page @2'])
  })

  test('is acknowledged as a whole, and whoever has it hears of followers without a ring', async () => {
    const night = new Night()
    const first = await night.alert()
    const second = await night.alert()
    await night.until(1)
    await night.does('acknowledge', first)
    assert.equal(night.statusOf(second), 'acknowledged')
    const third = await night.alert()
    assert.equal(night.statusOf(third), 'acknowledged')
    await night.until(4)
    assert.deepEqual(night.heard(1), ['ana push update @1.02'])
  })

  test('something worse rings again although the lesser was acknowledged', async () => {
    const night = new Night()
    const lesser = await night.alert({ severity: 'warning' })
    await night.does('acknowledge', lesser)
    const worse = await night.alert({ severity: 'critical' })
    assert.equal(night.statusOf(worse), 'triggered')
    assert.match(String(night.sent.at(-1)?.message.content.reason), /worse than the SEV-2 before it/)
  })

  test('ends when its last alert resolves, and nothing is sent any more', async () => {
    const night = new Night()
    const first = await night.alert()
    const second = await night.alert()
    await night.does('resolve', first)
    assert.equal(night.statusOf(second), 'triggered')
    await night.until(1)
    await night.does('resolve', second)
    const count = night.sent.length
    await night.until(600)
    assert.equal(night.sent.length, count)
  })

  test('an alert after the window begins anew with its own page', async () => {
    const night = new Night()
    const first = await night.alert()
    await night.does('acknowledge', first)
    await night.until(6)
    await night.alert()
    assert.deepEqual(night.heard(6), ['ana push page @6'])
  })
})

describe('an alert', () => {
  test('W49 I-6 said again by its sender is an occurrence: no second page, no re-opening', async () => {
    const night = new Night()
    const alert = await night.alert({ key: 'same' })
    await night.alert({ key: 'same' })
    assert.deepEqual(night.heard(), ['ana push page @0'])
    await night.does('acknowledge', alert)
    await night.alert({ key: 'same' })
    assert.equal(night.statusOf(alert), 'acknowledged')
    await night.does('resolve', alert)
    assert.notEqual(await night.alert({ key: 'same' }), alert, 'after the resolution it is a new one')
  })

  test('sleeps while snoozed and climbs anew afterwards, with the reason', async () => {
    const night = new Night()
    const alert = await night.alert()
    await night.until(1)
    await night.does('snooze', alert, { until: '2026-11-18T05:00:00Z' })
    await night.until(119)
    assert.equal(night.heard(1).length, 0)
    await night.until(121)
    assert.equal(night.heard(119)[0], 'ana push page @120')
    assert.match(String(night.sent.at(-1)?.message.content.reason), /snooze ended/)
  })

  test('W12 its end passes whatever is silent: snoozed, dropped by a route, following, or of a level that does not page', async () => {
    const night = new Night()
    const ends = async (alert: string) => {
      const { refusal } = await night.does('resolve', alert, { via: 'sender' }, 'integration:am')
      assert.equal(refusal, undefined)
      assert.equal(night.statusOf(alert), 'resolved')
    }
    const snoozed = await night.alert()
    await night.does('snooze', snoozed, { until: '2026-11-18T05:00:00Z' })
    const dropped = await night.alert({ name: 'DrillOfToday' })
    const low = await night.alert({ severity: 'info' })
    const leader = await night.alert({ service: 'severe' })
    const follower = await night.alert({ service: 'severe' })
    await night.until(1)
    for (const alert of [snoozed, dropped, low, follower, leader]) await ends(alert)
    const before = night.heard().length
    await night.until(300)
    assert.equal(night.heard().length, before, 'nobody hears of any of them again, not at the end of the snooze either')
  })

  test('W12 the incident that a route made of it is told, and is not left without a word', async () => {
    const night = new Night()
    const alert = await night.alert({ name: 'Backlog', severity: 'info' })
    await night.does('resolve', alert, { via: 'sender' }, 'integration:am')
    const notes = night.told('incident.noted')
    assert.match(JSON.stringify(notes.map((fact) => fact.data)), /An alert of this incident resolved/)
  })

  test('S3.6 misses its promise at its time, and an answer afterwards is late', async () => {
    const night = new Night()
    const alert = await night.alert()
    await night.until(16)
    assert.equal(night.told('alert.promise_missed')[0]?.at, '2026-11-18T03:15:00.000Z')
    await night.does('acknowledge', alert)
    assert.equal(night.told('alert.acknowledged')[0]?.data.promise, 'late')
  })
})

describe('a broken road', () => {
  test("W10 is tried again, and the person's next road is taken before its time", async () => {
    const night = new Night()
    night.answer = ({ road }) => (road === 'push' ? { ok: false, retry: true, said: 'try later' } : { ok: true, said: 'taken' })
    await night.alert()
    await night.until(1)
    const email = night.sent.find((each) => each.road === 'email')
    assert.ok(email && email.at <= 0.5, 'I-10: within 30 s, not after the two minutes of her rule')
    assert.ok(night.sent.filter((each) => each.road === 'push').length > 3, 'and the first road is tried on')
  })

  test('W14 closed for good leads to any other road of the person, then to the next step', async () => {
    const night = new Night()
    night.answer = ({ target }) =>
      target === 'user:ana' ? { ok: false, retry: false, said: 'no such address' } : { ok: true, said: 'taken' }
    await night.alert()
    assert.deepEqual(night.heard(), [
      'ana push page @0',
      'ana email page @0',
      'ana webhook page @0',
      'ben push page @0',
      'ben email page @0',
    ])
  })

  test('I-5 what fails after the acknowledgement is not tried again', async () => {
    const night = new Night()
    night.answer = () => ({ ok: false, retry: true, said: 'try later' })
    const alert = await night.alert()
    await night.until(0.1)
    await night.does('acknowledge', alert)
    const count = night.sent.length
    await night.until(60)
    assert.equal(night.sent.length, count)
  })
})
