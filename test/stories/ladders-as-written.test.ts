import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { PlayedLadder } from './played-ladder.ts'

/** SparkAcademy: engineer A has the first week of February, B is next. */
const A = 'as-written/sparkacademy'
const onlyOf = (who: string, pages: string[]): string[] => pages.filter((page) => page.startsWith(`${who} @`))

const SEV1 = { severity: 'SEV1', service: 'platform' }

describe('SparkAcademy as written, a SEV1', () => {
  test('S4.1 S4.3 S4.4: primary and manager at once, secondary at T+15, VP and CTO at T+60, CEO not before customers see it', async () => {
    const played = new PlayedLadder(A)
    await played.declare(SEV1)
    await played.until(14.99)
    assert.deepEqual(played.pages(), ['eng-b @0', 'manager @0'])
    await played.until(59.99)
    assert.deepEqual(played.pages(1).slice(0, 2), ['eng-c @15', 'manager @30'])
    await played.until(60)
    assert.deepEqual(
      played.pages(60).filter((line) => !line.startsWith('eng') && !line.startsWith('manager')),
      ['vp @60', 'cto @60'],
    )
    await played.until(180)
    assert.equal(played.pages().includes('ceo @120'), false)
  })

  test('S4.4: acknowledged or not, VP and CTO are paged at T+60; nobody else is, and the page says why', async () => {
    const played = new PlayedLadder(A)
    await played.declare(SEV1)
    await played.until(4)
    await played.does('acknowledge', {}, 'user:eng-b')
    await played.until(74)
    assert.deepEqual(played.pages(), ['eng-b @0', 'manager @0', 'vp @60', 'cto @60'])
    assert.deepEqual(played.whysOf('vp'), ['it is SEV1', 'Unresolved for an hour: it is unresolved for 1 hour'], 'both of its rules say so')
  })

  test('S4.5: the CEO at T+120 when customers see it, and at once when that is found out later', async () => {
    const seen = new PlayedLadder(A)
    await seen.declare({ ...SEV1, impact: { customer_facing: true } })
    await seen.does('acknowledge', {}, 'user:eng-b')
    await seen.until(180)
    assert.deepEqual(onlyOf('ceo', seen.pages()), ['ceo @120'])
    const later = new PlayedLadder(A)
    await later.declare(SEV1)
    await later.does('acknowledge', {}, 'user:eng-b')
    await later.until(150)
    await later.does('impact', { fields: { customer_facing: true } })
    assert.deepEqual(onlyOf('ceo', later.pages()), ['ceo @150'])
    assert.match(later.whyOf('ceo') ?? '', /“Customer-facing” is set/)
  })

  test('S4.3: a SEV2 leaves the manager alone until it is raised', async () => {
    const played = new PlayedLadder(A)
    await played.declare({ ...SEV1, severity: 'SEV2' })
    await played.until(3)
    await played.does('acknowledge', {}, 'user:eng-b')
    await played.until(74)
    assert.deepEqual(onlyOf('manager', played.pages()), [])
    assert.deepEqual(onlyOf('vp', played.pages())[0], 'vp @60', 'the list of triggers asks for it at any level')
    await played.does('severity', { severity: 'SEV1', reason: 'payments fail too' })
    assert.deepEqual(played.pages(74), ['manager @74', 'vp @74', 'cto @74'], 'what was due by then is due now')
  })

  test('S4.6: data loss, a breach and a customer who demands it page at once, each once, and say what for', async () => {
    const played = new PlayedLadder(A)
    await played.declare({ ...SEV1, severity: 'SEV2' })
    await played.does('acknowledge', {}, 'user:eng-b')
    await played.until(10)
    await played.does('impact', { fields: { data_loss: true } })
    await played.until(20)
    await played.does('impact', { fields: { security: true, executive_asked: true } })
    await played.does('impact', { fields: { data_loss: false } })
    await played.does('impact', { fields: { data_loss: true } })
    assert.deepEqual(played.pages(1), ['manager @10', 'ceo @20'])
    assert.equal(played.whyOf('manager'), 'Data loss or a breach is suspected: “Data loss suspected” is set')
    assert.equal(played.whyOf('ceo'), 'A customer demands executive involvement: “A customer demands executive involvement” is set')
    assert.equal(played.told('incident.triggered').length, 2)
  })

  test('resolving ends every ladder', async () => {
    const played = new PlayedLadder(A)
    await played.declare({ ...SEV1, impact: { customer_facing: true, data_loss: true } })
    await played.until(59)
    await played.does('resolve', { resolution: 'Rolled back' })
    await played.until(24 * 60)
    assert.deepEqual(played.pages(59), [])
  })

  test('S4.4 S4.6 reopened it begins anew: the manager and the triggers at once, VP and CTO after another hour', async () => {
    const played = new PlayedLadder(A)
    await played.declare({ ...SEV1, impact: { executive_asked: true } })
    await played.does('acknowledge', {}, 'user:eng-b')
    await played.until(30)
    await played.does('resolve', {})
    await played.until(100)
    await played.does('reopen', { reason: 'it fails again' })
    await played.until(161)
    assert.deepEqual([onlyOf('ceo', played.pages(31))[0], onlyOf('manager', played.pages(31))[0]], ['ceo @100', 'manager @100'])
    assert.deepEqual(
      played.pages(160).filter((line) => line.startsWith('vp') || line.startsWith('cto')),
      ['vp @160', 'cto @160'],
    )
  })
})

describe('Skillancer as written, a P0', () => {
  test('S4.1 S4.2 S4.3: secondary T+15, lead T+30, CTO for P0', async () => {
    const played = new PlayedLadder('as-written/skillancer', '2026-02-01T00:00:00Z')
    await played.declare({ severity: 'P0', service: 'payments' })
    await played.until(46)
    assert.deepEqual(played.pages(), ['bela @0', 'bianca @0', 'carlos @15', 'chiyo @15', 'eng-lead @30', 'cto @45'])
    assert.equal(played.whyOf('carlos'), 'nobody has acknowledged it for 15 minutes')
    assert.equal(played.whyOf('cto'), 'it is P0; nobody has acknowledged it for 45 minutes')
  })
})

describe('SmartBeak, from SEV-2 to business-critical', () => {
  test('S4.3 S4.5 S4.6 S4.8: manager, then VP and all hands, then CTO and CEO, security of its own; each page says what for', async () => {
    const played = new PlayedLadder('smartbeak', '2026-02-10T10:00:00Z')
    await played.declare({ severity: 'SEV-2', service: 'publishing-api' })
    await played.until(0.5)
    await played.does('acknowledge', {}, 'user:bruno')
    assert.deepEqual(played.pages(), ['bruno @0', 'engineering-manager @0'])
    await played.until(10)
    await played.does('severity', { severity: 'SEV-1' })
    assert.deepEqual(
      played.pages(1).sort(),
      ['ada', 'bruno', 'chen', 'dora', 'senior-engineer', 'staff-engineer', 'vp-engineering'].map((who) => `${who} @10`),
    )
    assert.equal(played.whyOf('vp-engineering'), 'it is SEV-1')
    assert.equal(played.whyOf('dora'), 'All hands: it is SEV-1')
    await played.until(10.5)
    await played.does('impact', { fields: { business_critical: true } })
    assert.deepEqual(played.pages(10.4), ['cto @10.5', 'ceo @10.5'])
    assert.equal(played.whyOf('ceo'), '“Business-critical” is set')
    await played.until(10.6)
    await played.does('impact', { fields: { security: true } })
    assert.deepEqual(played.pages(10.55), ['security-engineer @10.6'])
    assert.equal(played.stateOf('on-call').status, 'acknowledged')
  })
})

/** Minutes in which a level is to be answered, and a moment before which everybody of the ladder must have been asked. */
const ASSUMED = [
  { policy: 'smartbeak', severity: 'SEV-2', service: 'publishing-api', within: 15, ladder: 'on-call' },
  { policy: 'profile-builder', severity: 'P0', service: 'app', within: 5, ladder: 'on-call' },
  { policy: 'profile-builder', severity: 'P1', service: 'app', within: 15, ladder: 'on-call' },
  { policy: 'as-written/dirt-free-crm', severity: 'SEV1', service: 'crm', within: 15, ladder: 'technical' },
  { policy: 'as-written/dirt-free-crm', severity: 'SEV2', service: 'crm', within: 30, ladder: 'technical' },
]

describe('where no wait is written the assumed ones meet the response time', () => {
  for (const { policy, severity, service, within, ladder } of ASSUMED) {
    test(`S4.1 S1.4 ${policy}, ${severity}: everybody of the ladder is asked within ${within} minutes`, async () => {
      const played = new PlayedLadder(policy)
      await played.declare({ severity, service })
      await played.until(within)
      const fired = played
        .told('escalation.step_fired')
        .filter((fact) => fact.of.id === `esc-i1-${ladder}` && fact.data.cycle === 0 && Number(fact.data.step) >= 0)
      assert.deepEqual(
        fired.map((fact) => fact.data.step),
        [0, 1, 2],
      )
      assert.ok(played.minuteOf(fired.at(-1)?.at ?? '') < within)
    })
  }
})

describe('several ladders of one incident', () => {
  test('S4.8 each has its own state: what one is told says nothing to the others', async () => {
    const played = new PlayedLadder('as-written/dirt-free-crm')
    await played.declare({ severity: 'SEV1', service: 'crm' })
    assert.deepEqual(played.pages(), ['sysadmin @0', 'ops-manager @0', 'lead-dev @0', 'senior-dev @0'], 'all hands beside the ladders')
    await played.until(2)
    await played.does('acknowledge', {}, 'user:sysadmin')
    assert.deepEqual([played.stateOf('technical').status, played.stateOf('business').status], ['acknowledged', 'running'])
    await played.until(3)
    const answered = await played.ladder('business', 'acknowledge', { via: 'link' }, 'user:ops-manager')
    assert.equal(answered.refusal, undefined)
    assert.deepEqual(
      [played.stateOf('business').status, played.stateOf('business').answers.map((each) => each.user)],
      ['running', ['ops-manager']],
    )
    await played.until(31)
    assert.deepEqual(
      played.pages(30).filter((page) => page.endsWith(' @30')),
      ['ceo @30', 'lead-dev @30', 'cto @30'],
      'the CEO after half an hour all the same; the cause is not known',
    )
    assert.equal(played.whyOf('cto'), 'Unknown root cause: it is unresolved for 30 minutes and its cause is not known')
  })

  test('S4.4 S4.6 a cause that is found in time pages nobody for it', async () => {
    const played = new PlayedLadder('as-written/dirt-free-crm')
    await played.declare({ severity: 'SEV2', service: 'crm' })
    await played.does('acknowledge', {}, 'user:sysadmin')
    await played.until(29)
    await played.does('status', { status: 'identified' })
    await played.until(300)
    assert.deepEqual(played.pages(1), [])
  })

  test('S4.5 customer data that may be exposed pages the security team when it is found out', async () => {
    const played = new PlayedLadder('as-written/dirt-free-crm')
    await played.declare({ severity: 'SEV2', service: 'crm' })
    await played.does('acknowledge', {}, 'user:sysadmin')
    await played.until(7)
    await played.does('impact', { fields: { data_exposed: true } })
    assert.deepEqual(played.pages(1), ['security @7'])
  })

  test('S4.12 whoever holds the role now is paged as such, else who stands in for it', async () => {
    const played = new PlayedLadder('as-written/dirt-free-crm')
    await played.declare({ severity: 'SEV2', service: 'crm' })
    await played.does('acknowledge', {}, 'user:sysadmin')
    const page = async (id: string) => {
      const { title, severity, rank, flags, policy } = played.incident
      const holders = Object.fromEntries(Object.entries(played.incident.roles).map(([role, { user }]) => [role, [user]]))
      const ladder = { id: 'by-hand', targets: ['role:commander'], reason: 'we need a decision' }
      const about = { kind: 'incident', id: 'i1' }
      await played.ladder(id, 'start', { ladder, about, line: 'beside', service: 'crm', title, severity, rank, flags, policy, holders })
    }
    await played.until(1)
    await page('first')
    await played.until(2)
    await played.does('assign', { role: 'commander', user: 'lead-dev' })
    await page('second')
    assert.deepEqual(played.pages(1), ['sysadmin @1', 'lead-dev @2'])
    assert.equal(played.whyOf('lead-dev'), 'we need a decision')
    assert.equal(played.stateOf('technical').status, 'acknowledged', 'paging more people takes nothing from who has it')
  })
})
