import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import type { ScheduleView } from '../../src/features/oncall/contract.ts'
import { changePolicy } from '../../src/features/policies/reads.ts'
import { createGuardedFetch } from '../../src/platform/outbound/guarded-fetch.ts'
import { axeViolations, chromiumPath, launchBrowser, picture, scrollsSideways, type Variant } from './browser.ts'
import { type OnCallStory, startOnCallStory } from './on-call-story.ts'
import { openAtStory } from './story-frame.ts'

const DESK: Variant = { theme: 'dark', width: 1280 }
const LIGHT: Variant = { theme: 'light', width: 1280 }
const PHONE: Variant = { theme: 'dark', width: 360 }
const LIGHT_PHONE: Variant = { theme: 'light', width: 360 }

const ENTRY =
  'BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY:Tomas\r\nDTSTART:20261117T090000Z\r\nDTEND:20261118T090000Z\r\nEND:VEVENT\r\n'
const CALENDAR = `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n${ENTRY}END:VCALENDAR\r\n`

type Feed = { server: Server; url: string; body: string }

async function openFeed(): Promise<Feed> {
  const feed = { body: CALENDAR } as Feed
  feed.server = createServer((_request, response) => response.writeHead(200, { 'content-type': 'text/calendar' }).end(feed.body))
  await new Promise<void>((resolve) => feed.server.listen(0, '127.0.0.1', resolve))
  feed.url = `http://127.0.0.1:${(feed.server.address() as AddressInfo).port}/crew.ics`
  return feed
}

describe('setting up who is on call', { skip: chromiumPath === null && 'no Chromium on this machine', concurrency: false }, () => {
  let browser: Browser
  let story: OnCallStory
  let feed: Feed
  let fetch: ReturnType<typeof createGuardedFetch>
  before(async () => {
    story = await startOnCallStory()
    feed = await openFeed()
    fetch = createGuardedFetch({ allowTargets: ['127.0.0.1'] })
    story.organisation.app.fetch = fetch
    browser = await launchBrowser()
  })
  after(async () => {
    await browser?.close()
    feed?.server.close()
    await fetch?.close()
    await story?.close()
  })
  const open = (path: string, variant: Variant = DESK, headers: Record<string, string> = {}) =>
    openAtStory(browser, { ...variant, headers, url: `${story.url}${path}` })
  const fits = async (page: Page) => {
    assert.deepEqual(await axeViolations(page), [])
    assert.equal(await scrollsSideways(page), false)
  }
  const choose = (page: Page, label: string, option: string) =>
    page.getByRole('combobox', { name: label, exact: true }).selectOption({ label: option })
  const names = async (path: string, from: string): Promise<string[]> => {
    const view = await story.organisation.ask('ana', 'GET', `/api/v1/schedules/${path}?from=${from}&to=2026-12-24T00:00:00.000Z`)
    return (view.json() as ScheduleView).final.filter((shift) => !shift.isShadow).map(({ people }) => people[0]?.name ?? '')
  }

  test('a calendar of others is imported by its address; when it breaks, the last good copy stays and it says why', async () => {
    const { page, close, complaints } = await open('/on-call/calendars', LIGHT)
    const panel = page.getByRole('region', { name: 'Calendars that are read' })
    await panel.getByRole('button', { name: 'Read a calendar of others' }).focus()
    await page.keyboard.press('Enter')
    await panel.getByLabel('Name').fill('Release crew')
    await panel.getByLabel('Address of the calendar').fill(feed.url)
    await choose(page, 'It fills', 'overrides of a schedule')
    await choose(page, 'Which schedule', 'communications')
    await picture(page, 'calendar-form')
    await fits(page)
    await panel.getByRole('button', { name: 'Add calendar' }).focus()
    await page.keyboard.press('Enter')
    const row = panel.getByRole('list', { name: 'Calendars that are read' }).getByRole('listitem')
    await row.getByText('Never read so far.').waitFor()
    await row.getByRole('button', { name: 'Read now: Release crew' }).click()
    await row.getByText(/Last read well .*, 1 events/).waitFor()
    assert.equal((await names('communications', '2026-11-17T10:00:00.000Z'))[0], 'Tomas')
    feed.body = 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\n'
    await row.getByRole('button', { name: 'Read now: Release crew' }).click()
    await row.getByText('The last good copy stays in force.').waitFor()
    await picture(page, 'calendar-trouble')
    await fits(page)
    assert.equal((await names('communications', '2026-11-17T10:00:00.000Z'))[0], 'Tomas')
    await row.getByRole('button', { name: 'Stop reading Release crew' }).click()
    await panel.getByText('No calendar of others is read.').waitFor()
    assert.notEqual((await names('communications', '2026-11-17T10:00:00.000Z'))[0], 'Tomas')
    assert.deepEqual(complaints, [])
    await close()
  })

  test('a hand-off note is left on a phone, and read by whoever comes next', async () => {
    const mine = await open('/on-call', PHONE)
    const note = mine.page.getByRole('region', { name: 'Hand-off note' })
    await note.getByRole('textbox').fill('The queue is drained; the new pods are on trial until Friday.')
    await note.getByRole('button', { name: 'Leave' }).click()
    await note.getByText('The queue is drained; the new pods are on trial until Friday.').first().waitFor()
    await picture(mine.page, 'handoff-360')
    await fits(mine.page)
    const theirs = await open('/on-call', LIGHT_PHONE, { authorization: 'Bearer ben' })
    const read = theirs.page.getByRole('region', { name: 'Hand-off note' })
    await read.getByText('The queue is drained; the new pods are on trial until Friday.').waitFor()
    await read.getByText(/^Ana/).waitFor()
    await fits(theirs.page)
    assert.deepEqual([...mine.complaints, ...theirs.complaints], [])
    await mine.close()
    await theirs.close()
  })

  test('the pay report says each rate in hours and the sum, for all to an admin, and as a file', async () => {
    const { refusal } = await changePolicy(story.organisation.app, { by: 'user:ana', note: 'rates' }, (bundle) => ({
      ...bundle,
      organization: { ...bundle.organization, pay: { currency: 'EUR', hour: 6, weekend: 12 } },
    }))
    assert.equal(refusal, undefined)
    const { page, close, complaints } = await open('/on-call/fairness?span=nextQuarter&schedule=payments-primary', LIGHT)
    const pay = page.getByRole('region', { name: 'Pay', exact: true })
    await pay.getByRole('row', { name: /^Ana .*€/ }).waitFor()
    await pay.getByText('each hour under the one rate it is paid by').waitFor()
    await picture(page, 'pay')
    await fits(page)
    const download = page.waitForEvent('download')
    await pay.getByRole('button', { name: 'CSV' }).click()
    const file = await download
    assert.equal(file.suggestedFilename(), 'on-call-pay.csv')
    assert.match(Buffer.concat(await (await file.createReadStream()).toArray()).toString(), /Ana,payments-primary,\d+/)
    assert.deepEqual(complaints, [])
    await close()
    const phone = await open('/on-call/fairness?span=nextQuarter&schedule=payments-primary', PHONE, { authorization: 'Bearer ben' })
    const own = phone.page.getByRole('region', { name: 'Pay', exact: true })
    await own.getByRole('row', { name: /^Ben .*€/ }).waitFor()
    assert.equal(await own.getByRole('row', { name: /^Ana/ }).count(), 0, 'what others are paid is not for everybody')
    await fits(phone.page)
    await phone.close()
  })

  test('a shadow rides along, and somebody joins on a date: nobody’s turn moves before it', async () => {
    const { page, close, complaints } = await open('/on-call/publishing/edit')
    await page.getByText('0 shadows').click()
    await choose(page, 'Who learns', 'Priya')
    await page.getByRole('button', { name: 'Add shadow' }).click()
    await page.getByText('1 shadow', { exact: true }).waitFor()
    const dock = page.getByRole('region', { name: 'Final schedule, live' })
    await dock.getByText('Nobody’s turn moves.').waitFor()
    await page.getByRole('combobox', { name: 'Add somebody' }).selectOption({ label: 'Tomas' })
    await page.getByRole('button', { name: 'More about Tomas' }).click()
    await page.getByRole('menuitem', { name: 'Joins or leaves on a date' }).click()
    await page.getByLabel('Takes turns from').fill('2026-12-01 00:00')
    await page.getByText('joins 1 Dec').waitFor()
    await picture(page, 'schedule-shadow')
    await fits(page)
    await page.getByRole('button', { name: 'Review and save' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    await page.getByText('publishing saved').waitFor()
    const live = story.organisation.app.policies.live().schedule('publishing')
    assert.deepEqual(
      [live?.shadows.map(({ user }) => user), live?.layers[0]?.membership?.map(({ member, from }) => `${member} ${from}`)],
      [['priya'], ['tomas 2026-12-01T00:00:00.000Z']],
    )
    assert.equal((await names('publishing', '2026-11-12T15:00:00.000Z'))[0], 'Mara')
    assert.deepEqual(complaints, [])
    await close()
  })

  test('a layer takes several times of a day, by keyboard', async () => {
    const { page, close, complaints } = await open('/on-call/publishing/edit', LIGHT)
    await page.getByRole('button', { name: 'Only in certain hours' }).click()
    await page.getByRole('button', { name: 'Several times of a day' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('textbox', { name: 'Hours 1 to' }).fill('12:00')
    await page.getByRole('textbox', { name: 'Hours 2 from' }).focus()
    await page.keyboard.press('ArrowUp')
    assert.equal(await page.getByRole('textbox', { name: 'Hours 2 from' }).inputValue(), '19:00')
    const days = page.getByRole('group', { name: 'Days of hours 2' })
    await days.getByRole('button', { name: 'Friday' }).click()
    const dock = page.getByRole('region', { name: 'Final schedule, live' })
    await dock
      .getByText(/nobody is woken/)
      .first()
      .waitFor()
    await picture(page, 'schedule-several-hours')
    await fits(page)
    await page.getByRole('button', { name: 'Drop hours 2' }).click()
    await page.getByRole('textbox', { name: 'To', exact: true }).waitFor()
    await page.keyboard.press('Control+z')
    await days.waitFor()
    assert.deepEqual(complaints, [])
    await close()
  })

  test('an admin writes the time off of somebody else, on a phone too', async () => {
    const { page, close, complaints } = await open('/on-call/cover', LIGHT_PHONE)
    await choose(page, 'Whose time off', 'Tomas')
    const panel = page.getByRole('region', { name: 'Time off of somebody' })
    await panel.getByLabel('From').fill('2026-12-14 00:00')
    await panel.getByLabel('To').fill('2026-12-15 00:00')
    await panel.getByRole('button', { name: 'Save time off' }).click()
    await panel.getByRole('button', { name: /^Remove the time off Mon 14 Dec/ }).waitFor()
    // what stands half under the top bar after the form was scrolled to is not a finding
    await page.evaluate(() => window.scrollTo(0, 0))
    await picture(page, 'away-of-somebody')
    await fits(page)
    assert.equal(story.organisation.app.policies.live().user('tomas')?.away.at(-1)?.from, '2026-12-14T00:00:00.000Z')
    assert.deepEqual(complaints, [])
    await close()
  })

  test('a schedule is deleted when nothing names it; what does is said before', async () => {
    const used = await open('/on-call/payments-primary/edit')
    await used.page.getByText('Schedule', { exact: true }).click()
    await used.page.getByRole('button', { name: 'Delete this schedule…' }).click()
    const dialog = used.page.getByRole('dialog', { name: /^Delete/ })
    await dialog.getByText('ladder Technical').waitFor()
    assert.ok(await dialog.getByRole('button', { name: 'Delete the schedule' }).isDisabled())
    await picture(used.page, 'schedule-delete')
    await fits(used.page)
    await used.close()
    const schedule = { name: 'Spare', layers: [{ id: 'first', starts: '2026-11-12T00:00', members: ['ana'] }] }
    await story.organisation.ask('ana', 'PUT', '/api/v1/schedules/spare/rotation', { stamp: null, schedule })
    const { page, close, complaints } = await open('/on-call/spare/edit', LIGHT)
    await page.getByText('Schedule', { exact: true }).click()
    await page.getByRole('button', { name: 'Delete this schedule…' }).click()
    await page.getByText('Nothing names it, so nobody is paged through it.').waitFor()
    await page.getByRole('button', { name: 'Delete the schedule' }).click()
    await page.waitForURL(/\/on-call$/)
    assert.equal(story.organisation.app.policies.live().schedule('spare'), undefined)
    assert.deepEqual(complaints, [])
    await close()
  })
})
