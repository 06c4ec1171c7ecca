import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { axeViolations, chromiumPath, launchBrowser, looksRight, picture, SOON } from './browser.ts'
import { type IncidentStory, openStory, startIncidentStory } from './incident-story.ts'

const DESK = { theme: 'dark', width: 1440 } as const

describe('incidents in the browser', { skip: chromiumPath === null && 'no Chromium on this machine' }, () => {
  let browser: Browser
  let story: IncidentStory
  before(async () => {
    story = await startIncidentStory()
    browser = await launchBrowser()
  })
  after(async () => {
    await browser?.close()
    await story?.close()
  })

  const room = () => `${story.url}/incidents/${story.reference}`

  test('the war room is accessible and fits, in both themes, on a desk and on a phone', async () => {
    const screen = await openStory(browser, { url: room(), ...DESK })
    await screen.page.getByRole('heading', { name: 'Card payments failing at checkout' }).waitFor()
    await screen.page.getByText('We are fixing it').first().waitFor()
    await screen.page.getByRole('heading', { name: 'Times' }).waitFor()
    await looksRight(screen, 'war-room')
    await screen.close()
  })

  test('the list is accessible and fits, in both themes, on a desk and on a phone', async () => {
    const screen = await openStory(browser, { url: `${story.url}/incidents`, ...DESK })
    await screen.page.getByRole('link', { name: 'Card payments failing at checkout' }).waitFor()
    await screen.page.getByRole('button', { name: /^Declare/ }).waitFor()
    await looksRight(screen, 'incidents')
    await screen.close()
  })

  test('shows at 14:41:12 what the mock-up shows: the next clock, the missed one with its repair, the empty role', async () => {
    const { page, close } = await openStory(browser, { url: room(), ...DESK })
    const clocks = page.getByRole('region', { name: 'Obligations of this incident' })
    await clocks.getByRole('timer', { name: 'Internal update, every 30 m' }).waitFor()
    await page.getByText('We are fixing it').first().waitFor()
    await page.getByRole('heading', { name: 'Times' }).waitFor()
    await picture(page, 'war-room-dark-1440')
    const numerals = await clocks.getByRole('timer').allInnerTexts()
    assert.match(numerals[0] ?? '', /^05:4[89]$/)
    assert.equal(numerals[1], '2 m over')
    await page.getByRole('button', { name: 'Scribe needed' }).waitFor()
    await clocks.getByRole('button', { name: 'Assign Scribe' }).click()
    await page.getByRole('menuitem', { name: 'Jonas' }).click()
    await page.getByRole('button', { name: 'Scribe Jonas' }).waitFor()
    await close()
  })

  test('u, n and d lead to the pen, Ctrl Enter sends, and a second person sees it without asking', async () => {
    const mine = await openStory(browser, { url: room(), ...DESK })
    const theirs = await openStory(browser, { url: room(), theme: 'light', width: 1280 })
    await mine.page.getByRole('tab', { name: 'Update' }).waitFor()
    await theirs.page.getByText('We are fixing it').first().waitFor()
    await mine.page.locator('body').press('n')
    const field = mine.page.getByRole('textbox', { name: 'Write: Note' })
    await field.fill('The deploy at 13:58 <b>came</b> just before')
    await field.press('Control+Enter')
    await theirs.page.getByText('The deploy at 13:58 <b>came</b> just before').waitFor(SOON)
    assert.equal(await field.inputValue(), '')
    await mine.close()
    await theirs.close()
  })

  test('who looks at the war room is shown for as long as they do', async () => {
    const mine = await openStory(browser, { url: room(), ...DESK })
    await mine.page.getByRole('img', { name: 'Here now: Ana', exact: true }).waitFor()
    const theirs = await openStory(browser, { url: room(), ...DESK, user: 'ben' })
    await mine.page.getByRole('img', { name: 'Here now: Ana, Ben' }).waitFor()
    await theirs.page.getByRole('img', { name: 'Here now: Ana, Ben' }).waitFor()
    await picture(mine.page, 'war-room-two-here')
    assert.deepEqual(await axeViolations(mine.page), [])
    await theirs.page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'Incidents' }).click()
    await mine.page.getByRole('img', { name: 'Here now: Ana', exact: true }).waitFor()
    assert.deepEqual(mine.complaints, [])
    await theirs.close()
    await mine.close()
  })

  test('who is paged next is a clock beside the promises', async () => {
    const declared = { title: 'Payouts stuck', severity: 'SEV-1', service: 'payments-settlement', page: true }
    const { reference } = await story.declare(declared)
    const { page, complaints, close } = await openStory(browser, { url: `${story.url}/incidents/${reference}`, ...DESK })
    const clocks = page.getByRole('region', { name: 'Obligations of this incident' })
    await clocks.getByRole('timer', { name: /^If no answer, page Ben/ }).waitFor()
    await clocks.getByText(/^At 14:4\d UTC · Ana asked now$/).waitFor()
    await picture(page, 'war-room-next-page')
    assert.deepEqual(await axeViolations(page), [])
    assert.deepEqual(complaints, [])
    await close()
  })

  test('a command is read like everywhere else; what it cannot read teaches and keeps the text', async () => {
    const { page, close } = await openStory(browser, { url: room(), ...DESK })
    await page.getByRole('tab', { name: 'Command' }).click()
    const field = page.getByRole('textbox', { name: 'Write: Command' })
    await field.fill('role scribe')
    await field.press('Control+Enter')
    await page.getByText(/write role, then person/).waitFor()
    assert.equal(await field.inputValue(), 'role scribe')
    await field.fill('decide Keep the rollback')
    await field.press('Control+Enter')
    await page.getByRole('list', { name: 'What happened' }).getByText('Keep the rollback').waitFor()
    await close()
  })

  test('i edits the impact where it stands', async () => {
    const { page, close } = await openStory(browser, { url: room(), ...DESK })
    await page.getByRole('heading', { name: 'Impact' }).waitFor()
    await page.locator('body').press('i')
    await page.getByRole('textbox', { name: 'Users affected' }).fill('4200')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('4200', { exact: true }).waitFor()
    await close()
  })

  test('a promise is waived with a reason, by name', async () => {
    const { page, close } = await openStory(browser, { url: room(), theme: 'light', width: 1280 })
    await page.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: 'Waive a promise' }).click()
    const dialog = page.getByRole('dialog', { name: 'Waive a promise' })
    const which = dialog.getByRole('combobox', { name: 'Which' })
    await which.selectOption(await which.getByRole('option', { name: /Customers e-mailed/ }).getAttribute('value'))
    await dialog.getByRole('textbox', { name: 'Why' }).fill('nobody is affected any more')
    assert.deepEqual(await axeViolations(page), [])
    await dialog.getByRole('button', { name: 'Waive', exact: true }).click()
    await page.getByText(/waived “Customers e-mailed”: nobody is affected any more/).waitFor()
    await close()
  })

  test('c declares from anywhere: a title is enough, and the new war room opens', async () => {
    const { page, complaints, close } = await openStory(browser, { url: `${story.url}/incidents`, theme: 'dark', width: 1280 })
    await page.getByRole('link', { name: 'Card payments failing at checkout' }).waitFor()
    await page.getByRole('button', { name: /^Declare/ }).waitFor()
    await page.locator('body').press('c')
    const dialog = page.getByRole('dialog', { name: 'Declare an incident' })
    await dialog.getByRole('textbox', { name: 'What can customers not do?' }).fill('Payouts are late')
    assert.deepEqual(await axeViolations(page), [])
    await dialog.getByRole('checkbox', { name: /Page the people/ }).uncheck()
    await dialog.getByRole('button', { name: 'Declare', exact: true }).click()
    await page.getByRole('heading', { name: 'Payouts are late' }).waitFor()
    assert.deepEqual(complaints, [])
    await page.locator('body').press('m')
    await page.getByRole('button', { name: /Mark identified/ }).click()
    await page.getByText('INC-2026-11-12-003: Identified').waitFor()
    await page.keyboard.press('Control+z')
    await page.getByRole('button', { name: /Mark identified/ }).waitFor()
    await close()
  })

  test('j and k move along the list, o opens where one stands', async () => {
    const { page, complaints, close } = await openStory(browser, { url: `${story.url}/incidents`, ...DESK })
    const current = page.locator('.row-current')
    await current.waitFor()
    const first = await current.innerText()
    await page.keyboard.press('j')
    await page.waitForFunction((text) => (document.querySelector('.row-current') as HTMLElement)?.innerText !== text, first)
    await page.keyboard.press('k')
    await page.keyboard.press('o')
    await page.getByRole('button', { name: 'More actions' }).waitFor()
    assert.match(page.url(), /\/incidents\/INC-/)
    assert.deepEqual(complaints, [])
    await close()
  })

  describe('the review of a resolved incident', () => {
    before(async () => {
      for (const task of ['verified/1', 'verified/2']) await story.act('done', { task })
      await story.act('resolve', { resolution: 'Rolled back' })
    })

    test('is accessible and fits, in both themes, on a desk and on a phone', async () => {
      const screen = await openStory(browser, { url: `${story.url}/reviews/${story.reference}`, ...DESK })
      await screen.page.getByRole('heading', { name: /INC-2026-11-12-001: Card payments/ }).waitFor()
      await looksRight(screen, 'review')
      await screen.close()
    })

    test('is written as Markdown in which nothing is markup, and completed', async () => {
      const { page, close } = await openStory(browser, { url: `${story.url}/reviews/${story.reference}`, ...DESK })
      await page.getByText('Write', { exact: true }).click()
      const text = '# Ours\n\n<script>alert(1)</script>\n\n[x](javascript:alert(1))'
      await page.getByRole('textbox', { name: 'Markdown of the review' }).fill(text)
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByRole('heading', { name: 'Ours' }).waitFor()
      assert.equal(await page.locator('.markdown script, .markdown a[href^="javascript"]').count(), 0)
      await page.getByRole('button', { name: 'Complete review' }).click()
      await page.getByRole('button', { name: 'Reopen review' }).waitFor()
      await close()
    })
  })
})
