import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import type { CoverList } from '../../src/features/oncall/contract/cover.ts'
import type { DraftAnswer } from '../../src/features/oncall/contract/draft.ts'
import type { ScheduleView } from '../../src/features/oncall/contract.ts'
import { axeViolations, chromiumPath, launchBrowser, picture } from './browser.ts'
import { type OnCallStory, startOnCallStory } from './on-call-story.ts'
import { openAtStory } from './story-frame.ts'

const DESK = { theme: 'dark', width: 1280 } as const
const LIGHT = { theme: 'light', width: 1280 } as const
const PRIMARY = '/api/v1/schedules/payments-primary'
const SPAN = 'from=2026-11-12T00:00:00.000Z&to=2026-12-24T00:00:00.000Z'

describe('working on schedules', { skip: chromiumPath === null && 'no Chromium on this machine', concurrency: false }, () => {
  let browser: Browser
  let story: OnCallStory
  before(async () => {
    story = await startOnCallStory()
    browser = await launchBrowser()
  })
  after(async () => {
    await browser?.close()
    await story?.close()
  })
  const view = async (path = PRIMARY): Promise<ScheduleView> => (await story.organisation.ask('ana', 'GET', `${path}?${SPAN}`)).json()
  const names = async (path: string): Promise<string[]> => {
    const { final } = await view(path)
    return final.filter((shift) => !shift.isShadow).map((shift) => shift.people[0]?.name ?? '')
  }
  const open = (path: string, options: object = DESK) => openAtStory(browser, { ...DESK, ...options, url: `${story.url}${path}` })
  const choose = async (page: Page, label: string, option: string) => {
    await page.getByRole('combobox', { name: label, exact: true }).selectOption({ label: option })
  }
  /** One of the finished states is looked at by axe-core as well: dialogs and drafts are not on the screens' first sight. */
  const isAccessible = async (page: Page) => assert.deepEqual(await axeViolations(page), [])

  test('a rotation is built with the mouse: name, members, order by dragging, hours; the picture redraws by itself', async () => {
    const { page, close, complaints } = await open('/on-call/new')
    await page.getByLabel('Name').fill('Databases')
    for (const name of ['Ana', 'Ben', 'Tomas']) await choose(page, 'Who, in this order', name)
    await page.getByRole('button', { name: 'Make schedule' }).click()
    const members = page.getByRole('list', { name: 'Who, in this order' }).getByRole('listitem')
    await members.nth(2).waitFor()
    await members.nth(2).dragTo(members.nth(1), { steps: 4 })
    await members.nth(1).filter({ hasText: 'Tomas' }).waitFor()
    assert.match((await members.allInnerTexts()).join(' '), /Ana.*Tomas.*Ben/s)
    await page.getByRole('button', { name: 'Sunday', exact: true }).click()
    const dock = page.getByRole('region', { name: 'Final schedule, live' })
    await dock.getByText('nobody is woken').first().waitFor()
    // How long that takes the bench measures.
    assert.match((await page.locator('[data-took]').getAttribute('data-took')) ?? '', /^\d/)
    await picture(page, 'schedule-built')
    await isAccessible(page)
    await page.getByRole('button', { name: 'Sunday', exact: true }).click()
    await page.getByRole('button', { name: 'Review and save' }).click()
    const dialog = page.getByRole('dialog', { name: 'Review and save' })
    await isAccessible(page)
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Databases saved').waitFor()
    assert.deepEqual((await names('/api/v1/schedules/databases')).slice(0, 3), ['Ana', 'Tomas', 'Ben'])
    assert.deepEqual(complaints, [])
    await close()
  })

  test('W30 a rotation is built by keyboard alone; whoever has the turn keeps it', async () => {
    const { page, close, complaints } = await open('/on-call/publishing/edit', LIGHT)
    const handle = page.getByRole('button', { name: /^Move Yuki/ })
    await handle.focus()
    await page.keyboard.press('ArrowUp')
    const members = page.getByRole('list', { name: 'Who, in this order' }).getByRole('listitem')
    await members.nth(1).getByText('Yuki').waitFor()
    const dock = page.getByRole('region', { name: 'Final schedule, live' })
    await dock.getByText(/moves from Jonas to Yuki/).waitFor()
    await page.getByRole('combobox', { name: 'Add somebody' }).focus()
    await page.keyboard.type('Pri')
    await page.keyboard.press('Enter')
    await members.nth(3).getByText('Priya').waitFor()
    const at = page.getByRole('textbox', { name: 'At' })
    await at.focus()
    await page.keyboard.press('ArrowUp')
    assert.equal(await at.inputValue(), '09:00')
    await page.getByRole('button', { name: 'Review and save' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).focus()
    await page.keyboard.press('Enter')
    await page.getByText('publishing saved').waitFor()
    assert.deepEqual((await names('/api/v1/schedules/publishing')).slice(0, 4), ['Mara', 'Yuki', 'Jonas', 'Priya'])
    await page.getByRole('button', { name: /^Undo/ }).click()
    await members.nth(1).getByText('Jonas').waitFor()
    await dock.getByText('Nobody’s turn moves.').waitFor()
    assert.deepEqual((await names('/api/v1/schedules/publishing')).slice(0, 3), ['Mara', 'Jonas', 'Yuki'])
    assert.deepEqual(complaints, [])
    await close()
  })

  test('a weekend cut short says at once what it costs, at the field and in the dock, and is mended by its repair', async () => {
    const { page, close, complaints } = await open('/on-call/payments-primary/edit')
    await page.getByRole('button', { name: 'weekend', exact: true }).first().click()
    const to = page.getByRole('textbox', { name: 'To, Sunday' })
    await to.fill('16:00')
    await page.getByText('Leaves 8 hours with nobody, every Sunday 16:00 to 24:00.').waitFor()
    const dock = page.getByRole('region', { name: 'Final schedule, live' })
    await dock.getByText('2 gaps, 16 hours').waitFor()
    await dock.getByText('Sunday 16:00 to 24:00 nobody is woken, 15 and 22 Nov.').waitFor()
    await dock.getByText(/Technical finds nobody at payments-secondary either and goes to the fallback at once/).waitFor()
    await dock.getByText(/Sunday 16:00 to 24:00 moves from Mara to nobody|Sunday 15 Nov 16:00 to 24:00 moves from Mara to nobody/).waitFor()
    await picture(page, 'schedule-editor-gap')
    await isAccessible(page)
    await dock.getByRole('button', { name: 'Extend weekend to 24:00' }).click()
    await dock.getByText('No gaps').waitFor()
    const turn = page.getByRole('button', { name: /^Mara, Sat 14 Nov/ })
    await turn.focus()
    await page.keyboard.press('ArrowLeft')
    await dock.getByText('2 gaps, 2 hours').waitFor()
    await page.keyboard.press('Control+z')
    await dock.getByText('No gaps').waitFor()
    const box = await turn.boundingBox()
    assert.ok(box)
    await page.mouse.move(box.x + box.width - 3, box.y + 10)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width - 12, box.y + 10)
    await page.mouse.move(box.x + (box.width * 42) / 48 - 3, box.y + 10)
    await page.mouse.up()
    await dock.getByText('2 gaps, 12 hours').waitFor()
    assert.equal(await to.inputValue(), '18:00')
    await page.keyboard.press('Control+z')
    await dock.getByText('No gaps').waitFor()
    assert.deepEqual(complaints, [])
    await close()
  })

  test('W38 a shift is overridden in part by dragging over it; the form says who moves before it is saved', async () => {
    const { page, close, complaints } = await open('/on-call')
    const lane = page.locator('.lane-drag')
    const box = await lane.boundingBox()
    assert.ok(box)
    const x = (days: number): number => box.x + (box.width * days) / 14
    await page.mouse.move(x(1.375), box.y + 20)
    await page.mouse.down()
    await page.mouse.move(x(1.5), box.y + 20)
    await page.mouse.move(x(1.7085), box.y + 20)
    await page.mouse.up()
    const dialog = page.getByRole('dialog', { name: 'Override a shift' })
    assert.equal(await dialog.getByLabel('From').inputValue(), '2026-11-13 09:00')
    assert.equal(await dialog.getByLabel('To').inputValue(), '2026-11-13 17:00')
    await choose(page, 'Who takes over', 'Leila')
    await dialog.getByText('Friday 13 Nov 09:00–17:00 moves from Ana to Leila (payments-primary).').waitFor()
    await picture(page, 'override-form')
    await isAccessible(page)
    await dialog.getByRole('button', { name: 'Save override' }).click()
    await page.getByText('Override saved').waitFor()
    const { overrides } = await view()
    assert.deepEqual(overrides.map(({ people, from }) => `${people[0]?.name} ${from}`).at(-1), 'Leila 2026-11-13T09:00:00.000Z')
    await page.getByRole('button', { name: /^Undo/ }).click()
    await page.getByRole('button', { name: /^Leila.*Fri 13 Nov/ }).waitFor({ state: 'detached' })
    assert.equal((await view()).overrides.length, overrides.length - 1)
    assert.deepEqual(complaints, [])
    await close()
  })

  test('W38 a whole shift is overridden by keyboard, and its end moved by an arrow key', async () => {
    const { page, close, complaints } = await open('/on-call', LIGHT)
    const row = page.getByRole('button', { name: /^Override the shift of Mara from Sat 14 Nov/ })
    await row.focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Override a shift' })
    await dialog.getByRole('combobox', { name: 'Who takes over' }).focus()
    await page.keyboard.type('Tom')
    await dialog.getByText('Saturday 14 Nov to Sunday 15 Nov moves from Mara to Tomas (payments-primary).').waitFor()
    await dialog.getByRole('button', { name: 'Save override' }).focus()
    await page.keyboard.press('Enter')
    const bar = page.getByRole('button', { name: /^Tomas instead of Mara/ })
    await bar.focus()
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('Enter')
    const changing = page.getByRole('dialog', { name: 'Change an override' })
    assert.equal(await changing.getByLabel('To').inputValue(), '2026-11-15 22:00')
    await changing.getByRole('button', { name: 'Save override' }).click()
    await page.getByText('Override changed').waitFor()
    const { overrides } = await view()
    assert.ok(overrides.some(({ people, to }) => people[0]?.name === 'Tomas' && to === '2026-11-15T22:00:00.000Z'))
    await page.keyboard.press('o')
    await page.getByRole('dialog', { name: 'Override a shift' }).waitFor()
    assert.deepEqual(complaints, [])
    await close()
  })

  test('two people swap: one offers with the mouse, the other accepts by keyboard', async () => {
    const ana = await open('/on-call/cover')
    await ana.page.getByRole('button', { name: 'Find cover' }).click()
    const dialog = ana.page.getByRole('dialog', { name: 'Find cover for a shift' })
    await choose(ana.page, 'Your shift', 'payments-primary, Mon 23 Nov, 00:00 to Tue 24 Nov, 16:00')
    await dialog.getByRole('switch', { name: 'Swap: I take a shift of theirs' }).click()
    await choose(ana.page, 'What you take in return', 'Ben: payments-primary, Mon 30 Nov, 00:00 to Tue 1 Dec, 16:00')
    await isAccessible(ana.page)
    await picture(ana.page, 'swap-offered')
    await dialog.getByRole('button', { name: 'Offer the swap' }).click()
    await ana.page.getByText('asked Ben').waitFor()
    const ben = await open('/on-call/cover', { ...LIGHT, headers: { authorization: 'Bearer ben' } })
    const accept = ben.page.getByRole('button', { name: 'Swap: request of Ana' })
    await accept.focus()
    await picture(ben.page, 'swap-asked')
    await isAccessible(ben.page)
    await ben.page.keyboard.press('Enter')
    await accept.waitFor({ state: 'detached' })
    const { items } = (await story.organisation.ask('ana', 'GET', '/api/v1/cover?status=all')).json() as CoverList
    assert.equal(items[0]?.status, 'done')
    const { final } = await view()
    const on = (start: string) => final.find((shift) => !shift.isShadow && shift.start <= start && start < shift.end)?.people[0]?.name
    assert.deepEqual([on('2026-11-23T12:00:00.000Z'), on('2026-11-30T12:00:00.000Z')], ['Ben', 'Ana'])
    assert.deepEqual([...ana.complaints, ...ben.complaints], [])
    await ana.close()
    await ben.close()
  })

  test('W33 time off is entered, and says who has the shifts that it opens', async () => {
    const { page, close, complaints } = await open('/on-call/cover', LIGHT)
    const mine = page.getByRole('region', { name: 'My time off' })
    await mine.getByLabel('From').fill('2026-12-07 00:00')
    await mine.getByLabel('To').fill('2026-12-08 00:00')
    await page.getByRole('button', { name: 'Save time off' }).click()
    await page
      .getByText(/Monday 7 Dec moves from Ana to Ben/)
      .first()
      .waitFor()
    await isAccessible(page)
    await page.getByRole('button', { name: /^Remove the time off Mon 7 Dec/ }).click()
    await page.getByText('No time off ahead.').waitFor()
    assert.deepEqual(complaints, [])
    await close()
  })

  test('W35 a temporary schedule is filled from a list of people, for a span, and says who moves', async () => {
    const { page, close, complaints } = await open('/on-call?schedule=communications')
    await page.getByRole('button', { name: 'Temporary schedule' }).click()
    const dialog = page.getByRole('dialog', { name: 'Temporary schedule' })
    for (const name of ['Ana', 'Ben']) await choose(page, 'Who, in this order', name)
    await dialog.getByText('Friday 13 Nov moves from Leila to Ana (communications).').waitFor()
    await isAccessible(page)
    await dialog.getByRole('button', { name: 'Save temporary schedule' }).click()
    await dialog.waitFor({ state: 'detached' })
    const { overrides } = await view('/api/v1/schedules/communications')
    assert.deepEqual(
      overrides.map(({ people, partOf }) => `${people[0]?.name} ${partOf?.kind}`),
      ['Ana temporary', 'Ben temporary'],
    )
    const whole = page.getByRole('button', { name: /^Remove the whole temporary schedule/ })
    await whole.first().click()
    await whole.first().waitFor({ state: 'detached' })
    assert.deepEqual((await view('/api/v1/schedules/communications')).overrides, [])
    assert.deepEqual(complaints, [])
    await close()
  })

  test('what somebody else saves meanwhile is said, and mine is not lost until I say so', async () => {
    const path = '/api/v1/schedules/communications/rotation'
    const { page, close, complaints } = await open('/on-call/communications/edit', {
      ...LIGHT,
      isExpected: (text: string) => text.includes('409'),
    })
    await page.getByRole('button', { name: /^Move Priya/ }).focus()
    await page.keyboard.press('ArrowUp')
    const { stamp, bundle } = (await story.organisation.ask('ana', 'GET', path)).json() as DraftAnswer
    const theirs = (bundle.schedules as { id: string; overrides?: unknown }[]).find(({ id }) => id === 'communications')
    const { overrides: _, ...schedule } = theirs ?? {}
    await story.organisation.ask('ana', 'PUT', path, { stamp, schedule: { ...schedule, name: 'Comms' } })
    await page.getByRole('button', { name: 'Review and save' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    await page.getByText(/Somebody else changed the rotation of communications meanwhile/).waitFor()
    assert.match(await page.getByRole('list', { name: 'Who, in this order' }).innerText(), /Priya.*Leila/s)
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Drop mine, use theirs' }).click()
    await page.getByRole('heading', { name: 'Comms' }).waitFor()
    assert.deepEqual(complaints, [])
    await close()
  })

  test('a calendar address is made, shown once, and ended by a new one', async () => {
    const { page, close, complaints } = await open('/on-call/calendars')
    const mine = page.getByRole('region', { name: 'My shifts in my calendar' })
    await mine.getByRole('button', { name: 'Make an address' }).click()
    const address = mine.getByLabel('Secret address')
    const first = await address.inputValue()
    assert.match(first, /^http/)
    await isAccessible(page)
    await mine.getByRole('button', { name: 'Make a new address, end the old one' }).click()
    await page.waitForFunction((old) => document.querySelector<HTMLInputElement>('.secret-address input')?.value !== old, first)
    const path = new URL(first).pathname
    assert.equal((await story.organisation.ask(null, 'GET', path)).statusCode, 404)
    assert.deepEqual(complaints, [])
    await close()
  })

  test('who carried how much is a file for spreadsheets, too', async () => {
    const { page, close, complaints } = await open('/on-call/fairness')
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'CSV' }).first().click()
    const file = await download
    assert.equal(file.suggestedFilename(), 'on-call-load.csv')
    const text = await (await file.createReadStream()).toArray()
    assert.match(Buffer.concat(text).toString(), /^Person,minutes,nightMinutes,weekendMinutes/)
    assert.deepEqual(complaints, [])
    await close()
  })
})
