import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Organisation, openOrganisation } from '../../../test/world/organisation.ts'
import { lookAtDuties } from './duty-watch.ts'
import onCall from './feature.ts'

type Said = { user: string; title: string; text: string }

describe('what people are told about their shifts', () => {
  let organisation: Organisation
  before(async () => {
    organisation = await openOrganisation({ policy: 'example', start: '2026-11-12T14:41:12.000Z', features: [onCall] })
    await lookAtDuties(organisation.app)
  })
  after(() => organisation?.close())

  const read = new Set<string>()
  /** What was said since this was last asked. */
  const said = async (): Promise<Said[]> => {
    const { rows } = await organisation.app.pools.side.query(
      `select id, target, content from message where channel <> 'internal' order by queued_at, id`,
    )
    const fresh = rows.filter(({ id }) => !read.has(id))
    for (const { id } of fresh) read.add(id)
    return fresh.map(({ target, content }) => ({ user: target.replace('user:', ''), title: content.title, text: content.text }))
  }
  const about = (all: Said[], schedule: string) =>
    all.filter(({ title }) => title.includes(schedule)).map(({ user, title }) => `${user}: ${title}`)

  test('nobody is told what was so before anybody looked, nor by looking again', async () => {
    await lookAtDuties(organisation.app)
    assert.deepEqual(await said(), [])
  })

  test('S3.3 the next is told a day before, and at the hand-off with the note of whoever had it; the last is told too', async () => {
    const name = organisation.app.policies.live().schedule('payments-primary')?.name ?? 'payments-primary'
    await organisation.pass('PT20H')
    const before = about(await said(), name)
    assert.equal(before.length, 1, before.join('\n'))
    assert.match(before[0] ?? '', /^mara: Your shift begins Sat 14 Nov, /)
    const note = await organisation.ask('ana', 'POST', '/api/v1/schedules/payments-primary/handoff', {
      text: 'Card provider is slow; see INC-12.',
    })
    assert.equal(note.statusCode, 200, note.body)
    await organisation.pass('PT15H')
    const all = await said()
    assert.deepEqual(about(all, name).sort(), [`ana: Your shift has ended: ${name}`, `mara: You are on call: ${name}`])
    assert.match(
      all.find(({ user, title }) => user === 'mara' && title.includes(name))?.text ?? '',
      /Ana hands over: “Card provider is slow; see INC-12\.”/,
    )
    assert.match(all.find(({ user, title }) => user === 'ana' && title.includes(name))?.text ?? '', /Mara has it now\.\nIs there something/)
  })

  test('S3.7 whoever begins a shift reads what they are there for', async () => {
    const { rows } = await organisation.app.pools.side.query(
      `select content from message where target = 'user:mara' and content->>'title' like 'You are on call: payments-primary%'`,
    )
    assert.match(rows[0].content.text, /\nAs Commander: Keeps the whole picture; Decides; Approves what customers read\./)
  })

  test('W40 a note written after the hand-off reaches whoever has the shift', async () => {
    await organisation.ask('ana', 'POST', '/api/v1/schedules/payments-primary/handoff', { text: 'One more thing.' })
    assert.deepEqual(
      (await said()).map(({ user, text }) => [user, text]),
      [['mara', 'Ana hands over: “One more thing.”']],
    )
    const view = (await organisation.ask('mara', 'GET', '/api/v1/schedules/payments-primary/handoff')).json()
    assert.deepEqual(
      [view.note.text, view.note.by.name, view.holders[0].name, view.before[0].name],
      ['One more thing.', 'Ana', 'Mara', 'Ana'],
    )
  })

  test('W40 whoever has a future shift more or less hears which', async () => {
    const body = { user: 'leila', replaces: 'ben', from: '2026-11-17T08:00:00.000Z', to: '2026-11-17T16:00:00.000Z' }
    const changed = await organisation.ask('ben', 'POST', '/api/v1/schedules/payments-primary/overrides', body)
    assert.equal(changed.statusCode, 200, changed.body)
    await lookAtDuties(organisation.app)
    const told = (await said()).filter(({ title }) => title.startsWith('Your future shifts changed'))
    const leilas = told.find(({ user }) => user === 'leila')
    assert.match(leilas?.text ?? '', /^Now: Tue 17 Nov, /)
    assert.ok(
      told.some(({ user, text }) => user === 'ben' && text.startsWith('No longer: Tue 17 Nov, ')),
      JSON.stringify(told),
    )
    await lookAtDuties(organisation.app)
    assert.deepEqual(await said(), [])
  })

  test('on Monday at eight where they are, people get the list of their next shifts, once', async () => {
    await organisation.pass('PT72H')
    const digests = (await said()).filter(({ title }) => /^Your next (\d+ )?shifts?$/.test(title))
    assert.equal(new Set(digests.map(({ user }) => user)).size, digests.length)
    const bens = digests.find(({ user }) => user === 'ben')
    assert.match(bens?.text ?? '', /Mon 16 Nov/)
    assert.ok(digests.length >= 4, digests.map(({ user }) => user).join())
    const { rows } = await organisation.app.pools.side.query(`select count(*)::int as n from timer where kind in ('duty', 'digest')`)
    const { schedules = [], users = [] } = organisation.app.policies.live().bundle
    assert.equal(rows[0].n, schedules.length + users.length)
  })
})
