import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { type Organisation, openOrganisation } from '../../../../test/world/organisation.ts'
import { whoAt } from '../../../core/oncall/shifts-between.ts'
import type { Bundle } from '../../../core/policy/schema/bundle.ts'
import { bundleSchema } from '../../../core/policy/schema/bundle.ts'
import { createGuardedFetch } from '../../../platform/outbound/guarded-fetch.ts'
import { changePolicy } from '../../policies/reads.ts'
import type { CalendarList } from '../contract/calendar.ts'
import onCall from '../feature.ts'
import { importCalendars, refillCalendars } from './import.ts'

const event = (uid: string, summary: string, days: [from: string, to: string]): string =>
  `BEGIN:VEVENT\r\nUID:${uid}\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY:${summary}\r\nDTSTART:${days[0]}T090000Z\r\nDTEND:${days[1]}T090000Z\r\nEND:VEVENT\r\n`
const calendar = (...events: string[]): string => `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n${events.join('')}END:VCALENDAR\r\n`

/** A calendar server that says what the test wants. */
type Feed = { server: Server; url: string; answer: { status: number; body: string; etag?: string }; asked: (string | undefined)[] }

async function openFeed(): Promise<Feed> {
  const feed = { answer: { status: 200, body: '' }, asked: [] } as unknown as Feed
  feed.server = createServer((request, response) => {
    const { status, body, etag } = feed.answer
    feed.asked.push(request.headers['if-none-match'])
    if (etag !== undefined && request.headers['if-none-match'] === etag) response.writeHead(304).end()
    else response.writeHead(status, { 'content-type': 'text/calendar', ...(etag ? { etag } : {}) }).end(body)
  })
  await new Promise<void>((resolve) => feed.server.listen(0, '127.0.0.1', resolve))
  feed.url = `http://127.0.0.1:${(feed.server.address() as AddressInfo).port}/on-call.ics`
  return feed
}

describe('calendars that are read', () => {
  let organisation: Organisation
  let feed: Feed
  let fetch: ReturnType<typeof createGuardedFetch>
  before(async () => {
    organisation = await openOrganisation({ policy: 'example', start: '2026-11-12T14:41:12.000Z', features: [onCall] })
    feed = await openFeed()
    fetch = createGuardedFetch({ allowTargets: ['127.0.0.1'] })
    organisation.app.fetch = fetch
    await change(addCalendars)
  })
  after(async () => {
    feed?.server.close()
    await fetch?.close()
    await organisation?.close()
  })

  const change = async (edit: (bundle: Bundle) => Bundle) => {
    const { refusal } = await changePolicy(organisation.app, { by: 'user:ana', note: 'test' }, edit)
    assert.equal(refusal, undefined)
  }
  /** A schedule that the calendar fills, and one that has it as its highest layer. */
  const addCalendars = (bundle: Bundle): Bundle => {
    const added = bundleSchema.parse({
      version: 1,
      organization: { name: 'x' },
      calendars: [
        { id: 'festival', name: 'Festival', url: feed.url, schedule: 'festival', owner: 'ben' },
        { id: 'leave', url: feed.url, away: 'everyone' },
      ],
      schedules: [
        { id: 'festival', overrides: { user: 'priya', from: '2026-01-01T00:00Z', to: '2026-01-02T00:00Z' } },
        {
          id: 'stage',
          layers: [
            { id: 'usual', starts: '2026-01-05T00:00', members: ['user:ana'] },
            { id: 'calendar', starts: '2026-01-05T00:00', members: ['schedule:festival'] },
          ],
        },
      ],
    })
    const [festival] = added.calendars ?? []
    return { ...bundle, calendars: festival ? [festival] : [], schedules: [...(bundle.schedules ?? []), ...(added.schedules ?? [])] }
  }
  const pass = async (): Promise<void> => {
    await organisation.pass('PT5M')
    await importCalendars(organisation.app, 60_000)
    await organisation.pass('PT0S')
  }
  const says = async (answer: Feed['answer']): Promise<void> => {
    feed.answer = answer
    await pass()
  }
  const stageAt = (moment: string) => whoAt(organisation.app.policies.live(), 'stage', Temporal.Instant.from(moment)).members.join()
  const status = async () => ((await organisation.ask('ana', 'GET', '/api/v1/calendars')).json() as CalendarList).items[0]
  const warnings = () =>
    organisation.sent.filter(({ title }) => title.startsWith('Calendar Festival')).map(({ user, title }) => `${user}: ${title}`)
  const versions = async (): Promise<number> => organisation.app.policies.live().version

  const good = calendar(event('1', 'Leila', ['20261116', '20261118']), event('2', 'Tomas', ['20261118', '20261120']))

  test('what it says is in force, as a layer too; the same again changes nothing', async () => {
    await says({ status: 200, body: good, etag: '"1"' })
    assert.deepEqual(['2026-11-16T08:59:59Z', '2026-11-16T09:00:00Z', '2026-11-18T09:00:00Z', '2026-11-20T09:00:00Z'].map(stageAt), [
      'ana',
      'leila',
      'tomas',
      'ana',
    ])
    const before = await versions()
    await pass()
    await pass()
    assert.deepEqual([await versions(), feed.asked.at(-1)], [before, '"1"'])
    const shown = await status()
    assert.deepEqual(
      [shown?.fills, shown?.events, shown?.trouble, shown?.readAt],
      ['festival', 2, null, organisation.now().toString({ fractionalSecondDigits: 3 })],
    )
    assert.deepEqual(warnings(), [])
  })

  const broken: [what: string, answer: Feed['answer'], said: RegExp][] = [
    ['a login page', { status: 200, body: '<html>Sign in</html>' }, /login page/],
    ['half of it', { status: 200, body: good.slice(0, 120) }, /ends in the middle/],
    ['nothing ahead', { status: 200, body: calendar(event('0', 'Leila', ['20261101', '20261102'])) }, /no entries ahead any more; the 2/],
    ['gone', { status: 410, body: '' }, /answers 410: the address may have been renewed/],
  ]
  for (const [what, answer, said] of broken)
    test(`W28 a feed that says ${what} warns its owner at once, and the last good copy stays in force`, async () => {
      const before = warnings().length
      await says(answer)
      assert.deepEqual(['2026-11-16T09:00:00Z', '2026-11-18T09:00:00Z'].map(stageAt), ['leila', 'tomas'])
      assert.match((await status())?.trouble ?? '', said)
      assert.deepEqual(warnings().slice(before), ['ben: Calendar Festival can no longer be read'])
      await says({ status: 200, body: good })
      assert.equal((await status())?.trouble, null)
      assert.equal(warnings().at(-1), 'ben: Calendar Festival is read again')
    })

  test('W28 a server that is away for a moment warns nobody; for half an hour it does, and then daily', async () => {
    const before = warnings().length
    await says({ status: 503, body: '' })
    assert.deepEqual(warnings().slice(before), [])
    await organisation.pass('PT31M')
    assert.deepEqual(warnings().slice(before), ['ben: Calendar Festival can no longer be read'])
    await organisation.pass('PT24H')
    assert.equal(warnings().slice(before).length, 2)
    assert.deepEqual(['2026-11-16T09:00:00Z', '2026-11-18T09:00:00Z'].map(stageAt), ['leila', 'tomas'])
    await says({ status: 200, body: good })
  })

  test('W28 an entry that names nobody is told; the others count', async () => {
    await says({
      status: 200,
      body: calendar(event('1', 'Leila', ['20261116', '20261118']), event('2', 'Somebody new', ['20261118', '20261120'])),
    })
    assert.deepEqual(['2026-11-16T09:00:00Z', '2026-11-18T09:00:00Z'].map(stageAt), ['leila', 'ana'])
    assert.match((await status())?.trouble ?? '', /“Somebody new” \(2026-11-18\) names nobody of the policy/)
    await says({ status: 200, body: good })
  })

  test('a policy applied without what it says gets it back from the copy', async () => {
    await change((bundle) => ({
      ...bundle,
      schedules: bundle.schedules?.map((each) =>
        each.id === 'festival' ? { ...each, overrides: each.overrides.filter(({ id }) => !id) } : each,
      ),
    }))
    assert.equal(stageAt('2026-11-16T09:00:00Z'), 'ana')
    await refillCalendars(organisation.app)
    assert.equal(stageAt('2026-11-16T09:00:00Z'), 'leila')
  })

  test('a calendar without entries is taken over when somebody says that it is right', async () => {
    feed.answer = { status: 200, body: calendar() }
    await organisation.pass('PT5M')
    const denied = await organisation.ask('ben', 'POST', '/api/v1/calendars/festival/read', { isEmptyRight: true })
    assert.equal(denied.statusCode, 403)
    const { items } = (
      await organisation.ask('ana', 'POST', '/api/v1/calendars/festival/read', { isEmptyRight: true })
    ).json() as CalendarList
    assert.deepEqual([items[0]?.events, items[0]?.trouble], [0, null])
    assert.equal(stageAt('2026-11-16T09:00:00Z'), 'ana')
  })

  test('W33 time off is read for everybody it names, and cannot be removed here', async () => {
    await change((bundle) => ({
      ...bundle,
      calendars: [...(bundle.calendars ?? []), { id: 'leave', url: feed.url, away: 'everyone', as: 'shifts' }],
    }))
    feed.answer = { status: 200, body: calendar(event('1', 'Leila', ['20261116', '20261118'])) }
    await pass()
    const away = (await organisation.ask('leila', 'GET', '/api/v1/me/away')).json()
    assert.deepEqual([away.items[0].reason, away.items[0].calendar, away.items[0].can.remove], ['Leila (calendar leave)', 'leave', false])
    const removal = await organisation.ask('leila', 'DELETE', `/api/v1/me/away/${away.items[0].key}`)
    assert.equal(removal.json().code, 'from-calendar')
  })

  test('what a calendar said goes when the policy has it no more', async () => {
    await change((bundle) => ({ ...bundle, calendars: [] }))
    await importCalendars(organisation.app, 60_000)
    assert.deepEqual(organisation.app.policies.live().user('leila')?.away, [])
  })

  test('a calendar on a forbidden address is not asked, and its owner is told why', async () => {
    organisation.app.fetch = createGuardedFetch({ allowTargets: [] })
    await change((bundle) => ({
      ...bundle,
      calendars: [{ id: 'inside', name: 'Festival', url: feed.url, schedule: 'festival', as: 'shifts', owner: 'ben' }],
    }))
    const asked = feed.asked.length
    await pass()
    assert.equal(feed.asked.length, asked)
    assert.match((await status())?.trouble ?? '', /^Its server cannot be asked: /)
    assert.equal(warnings().at(-1), 'ben: Calendar Festival can no longer be read')
  })
})
