import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { axeInBothThemes, axeViolations, chromiumPath, launchBrowser, looksRight } from './browser.ts'
import { type NightStory, startNightStory } from './night-story.ts'
import { openAtStory } from './story-frame.ts'

const DESK = { theme: 'dark', width: 1280 } as const
/** A title of a list is cut after three lines of 20 px. */
const FOUR_LINES_PX = 80

describe('the screens of a bad night', { skip: chromiumPath === null && 'no Chromium on this machine' }, () => {
  let browser: Browser
  let story: NightStory
  before(async () => {
    story = await startNightStory()
    browser = await launchBrowser()
  })
  after(async () => {
    await browser?.close()
    await story?.close()
  })

  const screens = [
    { name: 'now', path: () => '/', shows: 'Next for you' },
    { name: 'alerts', path: () => '/alerts', shows: 'Settlement queue above 5,000 messages' },
    { name: 'alert', path: () => `/alerts/${story.reference}`, shows: 'Delivery ledger' },
    { name: 'alert-payload', path: () => `/alerts/${story.reference}/payload`, shows: 'As understood' },
    { name: 'alert-similar', path: () => `/alerts/${story.reference}/similar`, shows: 'ended by themselves' },
    { name: 'on-call', path: () => '/on-call', shows: 'Final schedule' },
    { name: 'ack', path: () => story.organisation.ackLink(story.escalation, 'ana'), shows: 'Acknowledge' },
  ]
  for (const { name, path, shows } of screens)
    test(`${name} is accessible and fits, in both themes, on a desk and on a phone`, async () => {
      const screen = await openAtStory(browser, { url: `${story.url}${path()}`, ...DESK })
      await screen.page.getByText(shows).first().waitFor()
      await looksRight(screen, name)
      await screen.close()
    })

  test('the first screen leads with my page and the clock until the next person', async () => {
    const screen = await openAtStory(browser, { url: story.url, ...DESK })
    const mine = screen.page.getByRole('region', { name: 'Next for you' })
    await mine.getByText('Paged you 1 m 21 s ago by push and chat, because you hold payments-primary.').waitFor()
    assert.equal(await mine.getByRole('timer').first().textContent(), '03:39')
    assert.equal(await mine.getByText('until Ben is paged').count(), 1)
    await screen.close()
  })

  test('why was I paged: a sentence, its proof, and every attempt', async () => {
    const screen = await openAtStory(browser, { url: `${story.url}/alerts/${story.reference}`, ...DESK })
    await screen.page.getByText(/You were paged at 14:39:51 because route Settlement sent this alert to payments-settlement/).waitFor()
    const rows = await screen.page.getByRole('group', { name: 'Delivery ledger' }).getByRole('row').allInnerTexts()
    assert.equal(rows.length, 7)
    assert.match(rows.at(-1) ?? '', /Ben.*only if unacknowledged/s)
    await screen.close()
  })

  test('the payload is shown as it came, without its secrets', async () => {
    const screen = await openAtStory(browser, { url: `${story.url}/alerts/${story.reference}`, ...DESK })
    await screen.page.getByRole('link', { name: 'Payload' }).first().click()
    const arrived = screen.page.getByRole('group', { name: 'As received' })
    await arrived.getByText('"alertname": "SettlementQueueHigh"').waitFor()
    const text = await arrived.innerText()
    assert.match(text, /"token": "\[redacted\]"/)
    assert.doesNotMatch(text, /never-shown/)
    await screen.close()
  })

  test('whoever is woken by hand reads why: the reason is asked for in a dialog', async () => {
    const screen = await openAtStory(browser, { url: `${story.url}/alerts/${story.reference}`, ...DESK })
    const { page } = screen
    await page.getByRole('button', { name: /^Escalate/ }).click()
    const dialog = page.getByRole('dialog')
    assert.equal(await dialog.getByRole('button', { name: 'Escalate' }).isDisabled(), true)
    assert.deepEqual(await axeInBothThemes(page, '[role=dialog]'), [])
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    assert.deepEqual(screen.complaints, [])
    await screen.close()
  })

  test('similar ones tell how the last time ended, who took it and how fast', async () => {
    const screen = await openAtStory(browser, { url: `${story.url}/alerts/${story.reference}`, ...DESK })
    await screen.page.getByRole('link', { name: 'Similar 1' }).first().click()
    const row = screen.page.getByRole('list', { name: 'Similar' }).getByRole('listitem')
    await row.first().waitFor()
    assert.equal(await row.count(), 1)
    const text = await row.innerText()
    for (const words of ['same service and title', 'Ana, after 0 s', '2 m', 'Resolved by Ana']) assert.ok(text.includes(words), text)
    await screen.close()
  })

  test('an alert is added with one click to the incident it is probably part of', async () => {
    const screen = await openAtStory(browser, { url: `${story.url}/alerts/${story.reference}`, ...DESK })
    const { page } = screen
    const panel = page.getByRole('region', { name: 'Probably part of' })
    await panel.getByText('Settlement waits for Payments API, 35 m after it began.').waitFor()
    await panel.getByRole('button', { name: /^Add to INC-/ }).click()
    await page.getByRole('region', { name: 'Part of an incident' }).waitFor()
    assert.equal(await panel.count(), 0)
    const { incident } = (await story.organisation.ask('ana', 'GET', `/api/v1/alerts/${story.reference}`)).json()
    assert.ok(incident)
    assert.deepEqual(screen.complaints, [])
    await screen.close()
  })

  test('keys move and acknowledge', async () => {
    const screen = await openAtStory(browser, { url: `${story.url}/alerts`, ...DESK })
    const { page } = screen
    const current = page.locator('.row-current')
    await current.getByText('Settlement queue').waitFor()
    await page.keyboard.press('j')
    await current.getByText('Upload worker restarts').waitFor()
    await page.keyboard.press('k')
    await page.keyboard.press('x')
    await page.getByRole('region', { name: '1 selected' }).waitFor()
    assert.deepEqual(await axeViolations(page), [])
    await page.keyboard.press('a')
    await page.getByRole('region', { name: '1 selected' }).waitFor({ state: 'detached' })
    const { status } = (await story.organisation.ask('ana', 'GET', `/api/v1/alerts/${story.reference}`)).json()
    assert.equal(status, 'acknowledged')
    assert.deepEqual(screen.complaints, [])
    await screen.close()
  })

  test('an acknowledgement shows before the server has answered, and is taken back in words when it refuses', async () => {
    const screen = await openAtStory(browser, { url: `${story.url}/alerts`, ...DESK, isExpected: (complaint) => complaint.includes('409') })
    const { page } = screen
    const row = page.getByRole('listitem').filter({ hasText: 'Disk 82 % on report-2' })
    await row.waitFor()
    let answer = (): void => {}
    const held = new Promise<void>((resolve) => {
      answer = resolve
    })
    await page.route('**/api/v1/alerts/*/resolve', async (route) => {
      await held
      await route.fulfill({
        status: 409,
        contentType: 'application/problem+json',
        body: '{"title":"No","detail":"somebody was faster","code":"x"}',
      })
    })
    for (let i = 0; i < 20 && !(await row.getAttribute('aria-current')); i += 1) await page.keyboard.press('j')
    await page.keyboard.press('r')
    await row.getByText('Resolved').waitFor()
    answer()
    await page.getByText('Resolve: somebody was faster').waitFor()
    await row.getByText('Resolved').waitFor({ state: 'detached' })
    assert.deepEqual(screen.complaints, [])
    await screen.close()
  })

  test('a snooze is offered back, and taken back it pages again', async () => {
    const { reference } = await story.organisation
      .ask('ana', 'POST', '/api/v1/alerts', { title: 'Uploads slow', service: 'publishing-upload' })
      .then((made) => made.json())
    const screen = await openAtStory(browser, { url: `${story.url}/alerts/${reference}`, ...DESK })
    const { page } = screen
    await page.getByRole('button', { name: /^Snooze for 30m/ }).click()
    await page.getByText(`${reference} is snoozed until 15:11`).waitFor()
    assert.deepEqual(await axeViolations(page), [])
    const again = page.waitForResponse((response) => response.url().endsWith('/snooze'))
    await page.getByRole('button', { name: /^Undo/ }).click()
    assert.equal((await again).status(), 200)
    await story.organisation.pass('PT2S')
    const { status } = (await story.organisation.ask('ana', 'GET', `/api/v1/alerts/${reference}`)).json()
    assert.equal(status, 'triggered')
    assert.deepEqual(screen.complaints, [])
    await screen.close()
  })

  test('an override is made by form and taken off again', async () => {
    const screen = await openAtStory(browser, { url: `${story.url}/on-call`, ...DESK })
    const { page } = screen
    await page.getByRole('button', { name: 'Override', exact: true }).click()
    await page.getByRole('combobox', { name: 'Who takes over' }).selectOption({ label: 'Leila' })
    assert.deepEqual(await axeViolations(page), [])
    await page.getByRole('button', { name: 'Save override' }).click()
    const overrides = page.getByRole('region', { name: 'Overrides' })
    await overrides.getByText('Leila instead of Everyone on call then').waitFor()
    await overrides.getByRole('button', { name: /^Remove the override .*Leila/ }).click()
    await overrides.getByText('No overrides in this time.').waitFor()
    assert.deepEqual(screen.complaints, [])
    await screen.close()
  })

  test('a page of no service tells the fallback, and a title without end keeps to its row on a phone', async () => {
    const alert = (await story.organisation.ask('ben', 'POST', '/api/v1/alerts', { title: 'y'.repeat(1000) })).json()
    await story.organisation.pass('PT2S')
    const screen = await openAtStory(browser, { url: `${story.url}/alerts`, theme: 'light', width: 360 })
    const title = screen.page.getByRole('link', { name: /^y+/ }).first()
    await title.waitFor()
    const box = await title.boundingBox()
    assert.ok(box && box.height <= FOUR_LINES_PX, `${box?.height} px high`)
    await screen.close()
    const detail = await openAtStory(browser, { url: `${story.url}/alerts/${alert.reference}`, ...DESK })
    await detail.page.getByText(/because no route took this alert and it is of no service: then the fallback asks/).waitFor()
    await detail.close()
  })
})
