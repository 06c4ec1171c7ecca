import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { axeInBothThemes, chromiumPath, looksRight, picture, SOON } from './browser.ts'
import { openStory, startIncidentStory } from './incident-story.ts'
import { useStory } from './story-frame.ts'

const DESK = { theme: 'dark', width: 1280 } as const

describe('what is owed', { skip: chromiumPath === null && 'no Chromium on this machine' }, () => {
  const rig = useStory(startIncidentStory)
  const at = (path: string) => openStory(rig.browser, { url: `${rig.story.url}${path}`, ...DESK })
  const listOf = (page: Page) => page.getByRole('list', { name: 'What is owed' })

  const screens = [
    { name: 'obligations', path: '/obligations', shows: 'Kept this quarter' },
    { name: 'obligations-filtered', path: '/obligations?person=user%3Aleila&ahead=day', shows: 'Next day' },
    { name: 'obligations-score', path: '/obligations/score?by=incident', shows: 'How promises were kept' },
  ]
  for (const { name, path, shows } of screens)
    test(`${name} is accessible and fits, in both themes, on a desk and on a phone`, async () => {
      const screen = await openStory(rig.browser, { url: `${rig.story.url}${path}`, ...DESK })
      await screen.page.getByText(shows).filter({ visible: true }).first().waitFor(SOON)
      await looksRight(screen, name)
      await screen.close()
    })

  test('what is owed is seen, why it is owed is said, and it is waived with a reason, by keyboard alone', async () => {
    const { page, close, complaints } = await at('/obligations')
    await listOf(page).getByRole('heading', { name: 'Missed' }).waitFor(SOON)
    const first = await listOf(page).locator('[aria-current]').locator('.owed-what').innerText()
    await page.keyboard.press('y')
    const why = page.getByRole('dialog', { name: `Why is “${first}” owed?` })
    await why.getByText('The policy says so').waitFor(SOON)
    assert.match(await why.innerText(), /declared Thu 12 Nov 14:09/)
    assert.deepEqual(await axeInBothThemes(page, '[role=dialog]'), [])
    await picture(page, 'obligations-why')
    await page.keyboard.press('Escape')
    await why.waitFor({ state: 'detached', ...SOON })
    await page.keyboard.press('w')
    const waive = page.getByRole('dialog', { name: `Waive “${first}”` })
    await waive.getByLabel('Why it need not be kept').waitFor(SOON)
    assert.equal(await waive.getByRole('button', { name: 'Waive' }).isDisabled(), true)
    assert.deepEqual(await axeInBothThemes(page, '[role=dialog]'), [])
    await page.keyboard.type('The room itself keeps the log')
    await waive.getByRole('button', { name: 'Waive' }).press('Enter')
    await waive.waitFor({ state: 'detached', ...SOON })
    await listOf(page).getByText('waived').first().waitFor(SOON)
    await page.getByRole('button', { name: `Why: ${first}, ${rig.story.reference}` }).click(SOON)
    await page.getByRole('dialog').getByText('The room itself keeps the log').waitFor(SOON)
    assert.deepEqual(complaints, [])
    await close()
  })

  test('the address says whose and of what, and nothing of that is said so', async () => {
    const { page, close } = await at('/obligations?incident=INC-1')
    await page.getByText('Nothing of that is owed').waitFor(SOON)
    await page.getByRole('button', { name: 'Show everything' }).click()
    await page.getByRole('combobox', { name: 'Person' }).selectOption({ label: 'Leila' }, SOON)
    await page.waitForURL(/person=user%3Aleila/)
    await page.getByText('Mine', { exact: false }).first().click()
    await page.waitForURL(/whose=mine/)
    await close()
  })

  test('S18.9 the score is told by month, by team and by incident', async () => {
    const { page, close } = await at('/obligations/score')
    const table = page.getByRole('region', { name: 'How promises were kept' })
    await table.getByRole('rowheader', { name: '2026-11' }).waitFor(SOON)
    await page.getByText('Incident', { exact: true }).click()
    await table.getByRole('link', { name: new RegExp(rig.story.reference) }).waitFor(SOON)
    assert.match(page.url(), /by=incident/)
    await close()
  })
})
