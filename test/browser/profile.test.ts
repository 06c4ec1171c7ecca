import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { axeViolations, chromiumPath, launchBrowser, looksRight, openScreen, picture, type Screen, scrollsSideways } from './browser.ts'
import { type ProfileHouse, startProfileHouse } from './profile-house.ts'

const DESK = { theme: 'dark', width: 1280 } as const
const PATIENCE_MS = 25_000

describe('how people are reached', { skip: chromiumPath === null && 'no Chromium on this machine' }, () => {
  let browser: Browser
  let house: ProfileHouse
  before(async () => {
    ;[house, browser] = await Promise.all([startProfileHouse(), launchBrowser()])
  })
  after(async () => {
    await browser?.close()
    await house?.close()
  })

  const open = async (path: string): Promise<Screen> => {
    // what is refused belongs to the tests of wrong codes
    const isExpected = (complaint: string): boolean => complaint.includes('409')
    const screen = await openScreen(browser, { url: `${house.url}${path}`, ...DESK, cookie: house.cookie, isExpected })
    screen.page.setDefaultTimeout(PATIENCE_MS)
    return screen
  }
  const check = async ({ page }: Screen, name: string) => {
    await picture(page, name)
    assert.deepEqual(await axeViolations(page), [], name)
    assert.equal(await scrollsSideways(page), false, `${name} scrolls sideways`)
  }
  const roads = (page: Page) => page.getByRole('list', { name: 'Roads to you' })

  test('a contact is typed, tested and verified by the code that its mail carries, by keyboard alone', { timeout: 60_000 }, async () => {
    const screen = await open('/settings/me')
    const { page } = screen
    const mail = roads(page).getByRole('listitem').filter({ hasText: 'E-mail' })
    await mail.getByText('never seen to work').waitFor()
    await page.getByRole('textbox', { name: 'E-mail' }).focus()
    await page.keyboard.press('Control+a')
    await page.keyboard.type('ana@new.example.com')
    await page.keyboard.press('Enter')
    await mail.getByText('not verified, so not used').waitFor()
    await mail.getByRole('button', { name: 'Test me by E-mail' }).focus()
    await page.keyboard.press('Enter')
    const field = page.getByRole('textbox', { name: 'Code from E-mail' })
    await field.waitFor()
    const letter = (await house.mailbox.expect(1)).at(-1)
    assert.deepEqual(letter?.to, ['ana@new.example.com'])
    const code = /Your code is (\d{6})/.exec(letter?.mail.text ?? '')?.[1] ?? assert.fail(letter?.mail.text)
    await check(screen, 'profile-code')
    await field.focus()
    await page.keyboard.type(code === '000000' ? '000001' : '000000')
    await page.keyboard.press('Enter')
    await page.getByText(/is not the code that was sent/).waitFor()
    await page.keyboard.press('Control+a')
    await page.keyboard.type(code)
    await page.keyboard.press('Enter')
    await page.getByText('E-mail is verified and counts from now on.').waitFor()
    await mail.getByText(/^worked/).waitFor()
    await mail.getByText('proved by code').waitFor()
    assert.deepEqual(screen.complaints, [])
    await screen.close()
  })

  test('rules are edited as steps that read as a sentence, quiet hours too', { timeout: 60_000 }, async () => {
    const screen = await open('/settings/me')
    const { page } = screen
    const high = page.getByRole('group', { name: 'High urgency' })
    await high.getByText('High urgency: no rules, so the roads of the level are used, all at once.').waitFor()
    for (const [i, road] of ['Push', 'SMS'].entries()) {
      await page.getByRole('button', { name: 'Add a step for high urgency' }).click()
      await high.getByRole('combobox', { name: `By which roads, step ${i + 1}` }).selectOption({ label: road })
    }
    await high.getByText('High urgency: push at once, SMS after 30 s.').waitFor()
    await high.getByText('Nothing in these rules wakes anybody.').waitFor()
    await high.getByRole('combobox', { name: 'When, step 2' }).focus()
    await page.keyboard.press('ArrowDown')
    await high.getByText('High urgency: push at once, SMS after 1 m.').waitFor()
    await page.getByRole('button', { name: 'Add quiet hours' }).click()
    await page.getByText(/^Quiet 22:00 to 07:00 every day, on the clock of/).waitFor()
    await check(screen, 'profile-rules')
    await page.getByRole('button', { name: 'Save rules' }).click()
    await page.getByRole('region', { name: 'When you are reached by what' }).getByText('Saved', { exact: true }).waitFor()
    await page.reload()
    await page.getByText('High urgency: push at once, SMS after 1 m.').waitFor()
    await page.getByText(/^Quiet 22:00 to 07:00 every day/).waitFor()
    assert.deepEqual(screen.complaints, [])
    await screen.close()
  })

  test('a road is removed after it was said what that costs', { timeout: 60_000 }, async () => {
    const screen = await open('/settings/me')
    const { page } = screen
    const hook = roads(page).getByRole('listitem').filter({ hasText: 'Webhook' })
    await hook.getByRole('button', { name: 'Remove Webhook' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('After that nothing can wake you at night.').waitFor()
    await check(screen, 'profile-remove')
    await dialog.getByRole('button', { name: 'Remove' }).click()
    await hook.waitFor({ state: 'detached' })
    await page.getByText('none of them wakes anybody at night').waitFor()
    assert.deepEqual(screen.complaints, [])
    await screen.close()
  })

  test("my profile and an admin's view of a person, in both themes, on a desk and on a phone", { timeout: 60_000 }, async () => {
    const screen = await open('/settings/me')
    const { page } = screen
    await page.getByRole('list', { name: 'Roads to you' }).waitFor()
    await page.getByText('Quiet hours', { exact: true }).waitFor()
    await page.getByText('Getting through Do Not Disturb').first().click()
    await looksRight(screen, 'profile')
    await page.goto(`${house.url}/settings/people/ben`)
    await page.getByRole('list', { name: 'Roads to them' }).getByText('not verified, so not used').waitFor()
    assert.equal(await page.getByRole('button', { name: /^Test/ }).count(), 0, 'only they can prove what reaches them')
    await page.getByText('When they are reached by what').waitFor()
    await looksRight(screen, 'person')
    await screen.close()
  })
})
