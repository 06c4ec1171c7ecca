import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { axeViolations, chromiumPath, looksRight, picture, SOON } from './browser.ts'
import { startLadderStory } from './ladder-story.ts'
import { openAtStory, useStory } from './story-frame.ts'

const DESK = { theme: 'dark', width: 1280 } as const
const RULER = '/escalation/ladder/technical'

describe('escalation and coverage', { skip: chromiumPath === null && 'no Chromium on this machine' }, () => {
  const rig = useStory(startLadderStory)
  const at = (path: string) => openAtStory(rig.browser, { url: `${rig.story.url}${path}`, ...DESK })

  const screens = [
    { name: 'ladders', path: '/escalation', shows: 'Technical' },
    { name: 'escalation', path: RULER, shows: 'Who is woken when' },
    { name: 'steps', path: `${RULER}/steps?swap=1-2`, shows: 'The order becomes' },
    { name: 'running', path: '/escalation/running', shows: 'Running' },
    { name: 'coverage', path: '/escalation/coverage', shows: 'Who is woken, hour by hour' },
  ]
  for (const { name, path, shows } of screens)
    test(`${name} is accessible and fits, in both themes, on a desk and on a phone`, async () => {
      const screen = await openAtStory(rig.browser, { url: `${rig.story.url}${path}`, ...DESK })
      await screen.page.getByText(shows).filter({ visible: true }).first().waitFor(SOON)
      await looksRight(screen, name)
      await screen.close()
    })

  test('the question is simulated on every change and its answer is a time and a name', async () => {
    const { page, close } = await at(RULER)
    const answer = page.getByRole('region', { name: 'Answer' })
    await answer.getByText('03:00, Mara').waitFor(SOON)
    const woken = page.getByRole('list', { name: 'Who is woken when' })
    await woken.getByText('Jonas').first().waitFor(SOON)
    await choose(page, 'Who acknowledges', 'Mara acknowledges')
    await woken
      .getByText('Jonas')
      .first()
      .waitFor({ state: 'detached', ...SOON })
    await answer.getByText('Acknowledged at 03:05.').waitFor(SOON)
    await choose(page, 'Who answers as well', 'Jonas passes it on')
    await page.getByRole('combobox', { name: 'Answer 2, after how long' }).selectOption('2m', SOON)
    await page.getByRole('combobox', { name: 'Answer 1, after how long' }).selectOption('20m', SOON)
    await answer.getByText('Acknowledged at 03:20.').waitFor(SOON)
    assert.equal(new URL(page.url()).searchParams.get('answers'), 'mara@20m,jonas!2m')
    assert.deepEqual(await axeViolations(page), [])
    await page.getByRole('button', { name: 'Drop answer 1' }).click()
    await answer.getByText('Acknowledged at 03:20.').waitFor({ state: 'detached', ...SOON })
    await close()
  })

  test('a step is edited as a form that says what it changes before it is saved', async () => {
    const { page, close } = await at(`${RULER}/steps`)
    const second = page.getByRole('group', { name: 'Step 2' })
    await second.getByLabel('Then waits').fill('5m', SOON)
    await page.getByText('Step 2 (payments-secondary) waits 5m instead of 15m').waitFor(SOON)
    await page.getByText('Tomas is woken at 03:15 UTC instead of 03:25 UTC').waitFor(SOON)
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText(/Saved as version \d+/).waitFor(SOON)
    await page.getByRole('link', { name: 'History' }).first().click()
    await page
      .getByText(/waits 5m instead of 15m/)
      .first()
      .waitFor(SOON)
    await close()
  })

  test('everybody is called out, and the board shows who has answered', async () => {
    const { page, close } = await at('/escalation/running')
    await page.getByRole('button', { name: 'Call everybody out' }).click(SOON)
    await choose(page, 'Whom', 'Payments (team)')
    await page.getByLabel('What has happened').fill('The site is down')
    await page.getByRole('button', { name: 'Page them now' }).click()
    const board = page.getByRole('list', { name: 'Who has answered' })
    await board.getByText('Ben').waitFor(SOON)
    await board.getByText('silent so far').first().waitFor(SOON)
    const panel = page.getByRole('region', { name: 'The site is down' })
    await panel.getByRole('button', { name: 'Acknowledge' }).click()
    await board.getByText(/answered \d\d:\d\d/).waitFor(SOON)
    await close()
  })

  test('a drill says whom it pages first, by keyboard, and is marked for everybody', async () => {
    const { page, close, complaints } = await at(RULER)
    await page.getByRole('button', { name: 'Send as a drill' }).focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Page as a drill' })
    await dialog.getByText(/^First paged: Ana/).waitFor(SOON)
    assert.deepEqual(await axeViolations(page), [])
    await picture(page, 'drill-form')
    await dialog.getByLabel('What it says').focus()
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/escalation\/running/)
    const panel = page.getByRole('region', { name: /^DRILL: This is only a drill/ })
    await panel.getByRole('button', { name: 'Acknowledge' }).focus()
    await page.keyboard.press('Enter')
    await panel.waitFor({ state: 'detached', ...SOON })
    assert.deepEqual(complaints, [])
    await close()
  })

  test('S3.4 a hole in the coverage is found by keyboard, says its cost and leads to its schedule', async () => {
    await rig.story.leaveWeekendsOpen()
    const { page, close } = await at('/escalation/coverage')
    await page.getByText(/holes in the next 28 days/).waitFor(SOON)
    const map = page.getByRole('table', { name: 'Who is woken, hour by hour' })
    const saturday = map.getByRole('button', { pressed: true })
    assert.match(
      (await saturday.getAttribute('aria-label')) ?? '',
      /Sat 14 Nov 2026: 00:00 to 24:00, no step of the ladder reaches anybody/,
    )
    await saturday.focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await page.getByRole('heading', { name: 'Mon 16 Nov 2026' }).waitFor(SOON)
    await page.keyboard.press('ArrowLeft')
    const sunday = page.getByRole('region', { name: 'Sun 15 Nov 2026' })
    await sunday.getByText('00:00 to 24:00: Nobody is woken').waitFor(SOON)
    await picture(page, 'coverage-hole')
    await sunday.getByRole('link', { name: 'Open schedule publishing' }).click()
    await page.waitForURL(/\/on-call\?schedule=publishing/)
    await close()
  })

  test('S4.9 a call to a vendor is a card with a case number', async () => {
    const incident = await rig.story.callVendor()
    const { page, close } = await at('/escalation/running')
    const card = page.getByRole('region', { name: 'Call Card network support' })
    await card.getByText('+442071234599').waitFor(SOON)
    await picture(page, 'vendor')
    await card.getByLabel('Their case number').fill('CN-4711')
    await card.getByRole('button', { name: 'Called' }).click()
    await page.getByText('Written down on the timeline').waitFor(SOON)
    await card.waitFor({ state: 'detached', ...SOON })
    assert.match((await rig.story.organisation.ask('ana', 'GET', `/api/v1/incidents/${incident}/timeline`)).body, /CN-4711/)
    await close()
  })
})

/** Takes one of a list of choices. */
async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label }).first().selectOption({ label: option }, SOON)
}
