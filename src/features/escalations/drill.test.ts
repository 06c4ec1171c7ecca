import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Organisation, openOrganisation } from '../../../test/world/organisation.ts'
import onCall from '../oncall/feature.ts'
import type { Page } from './contract.ts'
import escalations from './feature.ts'

const START = '2026-11-12T14:41:12.000Z'
const SPAN = 'from=2026-11-12T00:00:00Z&to=2026-11-13T00:00:00Z&schedule=payments-primary'

describe('a drill', () => {
  let organisation: Organisation
  before(async () => {
    organisation = await openOrganisation({ policy: 'example', start: START, features: [escalations, onCall] })
  })
  after(() => organisation?.close())

  const page = async (body: object) => organisation.ask('ana', 'POST', '/api/v1/pages', body)
  const pagesOf = async (): Promise<number> => {
    const view = (await organisation.ask('ana', 'GET', `/api/v1/oncall/fairness?${SPAN}`)).json() as { people: { pages: number }[] }
    return view.people.reduce((sum, { pages }) => sum + pages, 0)
  }

  test('S19.2 climbs the real ladder, says DRILL on every message, and counts in no figure', async () => {
    const answer = await page({
      target: 'ladder:technical',
      title: 'Who is awake?',
      severity: 'SEV-1',
      service: 'payments-api',
      drill: true,
    })
    assert.equal(answer.statusCode, 201, answer.body)
    const drill = answer.json() as Page
    assert.deepEqual([drill.title, drill.isDrill, drill.about.kind], ['DRILL: Who is awake?', true, 'page'])
    await organisation.pass('PT16M')
    const people = [...new Set(organisation.sent.map(({ user }) => user))]
    assert.deepEqual(people, ['ana', 'ben'], 'the primary first, and the secondary who is next after 15 minutes')
    assert.deepEqual([...new Set(organisation.sent.map(({ title }) => title))], ['DRILL: Who is awake?'])
    assert.equal(await pagesOf(), 0)
    assert.equal((await page({ target: 'ana', title: 'In earnest' })).statusCode, 201)
    assert.equal((await page({ target: 'schedule:payments-primary', title: 'In earnest, too' })).statusCode, 201)
    assert.equal(await pagesOf(), 1)
    const incidents = await organisation.app.pools.side.query<{ count: number }>('select count(*)::int as count from incident')
    assert.equal(incidents.rows[0]?.count, 0, 'response times are of incidents, and there is none')
    const done = await organisation.ask('ben', 'POST', `/api/v1/pages/${drill.id}/acknowledge`, {})
    assert.equal(done.statusCode, 200, done.body)
    const sent = organisation.sent.length
    await organisation.pass('PT8H')
    assert.deepEqual(
      organisation.sent.slice(sent).filter(({ title }) => title.startsWith('DRILL')),
      [],
      'an answer ends it, however long the ladder waits for a repair',
    )
  })

  test('one person alone can be drilled, and the mark is written once', async () => {
    const drill = (await page({ target: 'leila', title: 'DRILL: hello', drill: true })).json() as Page
    assert.deepEqual([drill.title, drill.isDrill], ['DRILL: hello', true])
    assert.equal(((await page({ target: 'leila', title: 'hello' })).json() as Page).isDrill, false)
  })

  test('what cannot be practised is refused with the way out', async () => {
    const refusals: [object, number, string, RegExp][] = [
      [{ target: 'ladder:business' }, 422, 'no-drill', /nothing to resolve; practise one that an acknowledgement ends: .*technical/],
      [{ target: 'ladder:expert' }, 422, 'no-drill', /climbed by hand/],
      [{ target: 'ladder:none' }, 404, 'ladder-unknown', /use one of .*technical/],
      [{ target: 'ladder:technical', service: 'none' }, 400, 'service-unknown', /no service of the policy/],
      [{ target: 'ladder:technical', drill: false }, 422, 'reaches-nobody', /names nobody/],
    ]
    for (const [body, status, code, detail] of refusals) {
      const answer = await page({ title: 'x', drill: true, ...body })
      assert.deepEqual([answer.statusCode, answer.json().code], [status, code], answer.body)
      assert.match(answer.json().detail, detail)
    }
  })
})
