import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import escalations from '../../src/features/escalations/feature.ts'
import incidents from '../../src/features/incidents/feature.ts'
import { type Organisation, openOrganisation } from '../world/organisation.ts'

/** A Tuesday; Chen has the week. */
const START = '2026-02-10T10:00:00.000Z'

describe('SmartBeak asks for more help', () => {
  let organisation: Organisation
  before(async () => {
    organisation = await openOrganisation({ policy: 'smartbeak', start: START, features: [incidents, escalations] })
    const body = { title: 'Publishing is slow', severity: 'SEV-2', service: 'publishing-api' }
    const declared = await organisation.ask('chen', 'POST', '/api/v1/incidents', body)
    assert.equal(declared.statusCode, 201, declared.body)
    await organisation.ask('chen', 'POST', '/api/v1/incidents/INC-1/acknowledge')
    organisation.sent.length = 0
  })
  after(() => organisation?.close())

  const act = (who: string, verb: string, body: object) => organisation.ask(who, 'POST', `/api/v1/incidents/INC-1/${verb}`, body)
  const paged = () => [...new Set(organisation.sent.filter((each) => each.kind === 'page').map((each) => each.user))]
  const timeline = async (): Promise<string> => (await organisation.ask('chen', 'GET', '/api/v1/incidents/INC-1/timeline')).body
  const pages = async () => (await organisation.ask('chen', 'GET', '/api/v1/pages')).json().items as { id: string; contacts: unknown[] }[]

  test('S4.7 stuck: the reason chooses the ladder and its step, and what is not known is answered with what is', async () => {
    assert.equal((await act('chen', 'escalate', { reason: 'stuck', note: 'the queue grows and nobody knows why' })).statusCode, 200)
    assert.deepEqual(paged(), ['senior-engineer'])
    const refused = await act('chen', 'escalate', { reason: 'bored' })
    assert.equal(refused.json().code, 'reason-unknown')
    assert.match(refused.json().detail, /stuck, complex, architectural/)
    organisation.sent.length = 0
    await act('chen', 'escalate', { reason: 'fundamental-design' })
    assert.deepEqual(paged(), ['cto'])
  })

  test('S4.9 a vendor: the card says whom to call, the case number stands on the timeline', async () => {
    organisation.sent.length = 0
    assert.equal((await act('chen', 'escalate', { reason: 'vendor', note: 'their API answers 500' })).statusCode, 200)
    assert.deepEqual(paged(), [])
    const [asking] = (await pages()).filter((page) => page.contacts.length > 0)
    const detail = (await organisation.ask('chen', 'GET', `/api/v1/pages/${asking?.id}`)).json()
    const [card] = detail.contacts
    assert.deepEqual(
      [card.name, card.url, card.reason, card.done],
      ['Vendor support', 'https://support.example.com', 'vendor: their API answers 500', null],
    )
    const done = await act('chen', 'contacted', { contact: 'vendor-support', caseNumber: 'CS-4711', note: 'they roll back' })
    assert.equal(done.statusCode, 200, done.body)
    assert.match(await timeline(), /contacted Vendor support, case CS-4711/)
    assert.equal((await act('chen', 'contacted', { contact: 'aunt' })).json().code, 'contact-unknown')
    const byThemselves = await act('chen', 'contacted', { contact: 'cloud-provider', caseNumber: 'C-1' })
    assert.equal(byThemselves.statusCode, 200, byThemselves.body)
    assert.match(await timeline(), /contacted Cloud provider support, case C-1/)
  })

  test('S4.10 S4.12 a person and the holder of a role are paged, which takes nothing from who has the incident', async () => {
    organisation.sent.length = 0
    await act('chen', 'role', { role: 'commander', user: 'bruno' })
    const asked = await act('chen', 'page', { targets: ['user:dora', 'role:commander'], reason: 'we need a decision' })
    assert.equal(asked.statusCode, 200, asked.body)
    assert.deepEqual(paged().sort(), ['bruno', 'dora'])
    assert.match(await timeline(), /we need a decision/)
    const { rows } = await organisation.app.pools.side.query(`select state->>'acknowledgedBy' as has from incident`)
    assert.equal(rows[0].has, 'user:chen')
  })

  test('S5.8 everybody of a team is called out once, on call or not, and the board says who has answered', async () => {
    organisation.sent.length = 0
    assert.equal((await act('chen', 'call-out', { targets: ['team:engineering'], reason: 'all of publishing is down' })).statusCode, 200)
    assert.deepEqual(paged().sort(), ['ada', 'bruno', 'chen', 'dora', 'senior-engineer', 'staff-engineer'])
    const again = await act('dora', 'call-out', { targets: ['team:engineering'] })
    assert.deepEqual([again.statusCode, again.json().code], [429, 'called-out-already'])
    const [called] = ((await organisation.ask('ada', 'GET', '/api/v1/pages')).json().items as { id: string; isCallOut: boolean }[]).filter(
      (each) => each.isCallOut,
    )
    const answered = await organisation.ask('ada', 'POST', `/api/v1/pages/${called?.id}/acknowledge`)
    assert.equal(answered.statusCode, 200, answered.body)
    const board = answered.json().board as { person: { id: string }; answeredAt: string | null }[]
    assert.deepEqual(
      board.filter((each) => each.answeredAt).map((each) => each.person.id),
      ['user:ada'],
    )
    assert.equal(board.length, 6)
    assert.equal(answered.json().can.acknowledge, false)
    organisation.sent.length = 0
    await organisation.pass('PT5M1S')
    assert.equal(paged().includes('ada'), false)
    assert.equal(paged().includes('dora'), true)
  })

  test('S5.8 without an incident too, and refuses who is nobody', async () => {
    const called = await organisation.ask('chen', 'POST', '/api/v1/call-outs', {
      targets: ['team:seniors'],
      title: 'The office is on fire',
    })
    assert.equal(called.statusCode, 201, called.body)
    assert.equal(called.json().isCallOut, true)
    const wrong = await organisation.ask('chen', 'POST', '/api/v1/call-outs', { targets: ['team:nobody'], title: 'Hello' })
    assert.deepEqual([wrong.statusCode, wrong.json().code], [422, 'reaches-nobody'])
  })

  test('W41 whoever has a page sets how often they are asked whether they still do', async () => {
    const { id } = (
      await organisation.ask('chen', 'POST', '/api/v1/pages', { target: 'user:ada', title: 'Look at the certificate' })
    ).json()
    await organisation.ask('ada', 'POST', `/api/v1/pages/${id}/acknowledge`)
    const set = await organisation.ask('ada', 'POST', `/api/v1/pages/${id}/remind`, { every: '2h' })
    assert.equal(set.statusCode, 200, set.body)
    assert.equal(set.json().reminder.every, '2h')
    const short = await organisation.ask('ada', 'POST', `/api/v1/pages/${id}/remind`, { every: '5m' })
    assert.equal(short.json().code, 'reminder')
    organisation.sent.length = 0
    await organisation.pass('PT2H')
    assert.equal(organisation.sent.filter((each) => each.user === 'ada' && each.kind === 'notify').length >= 1, true)
  })
})
