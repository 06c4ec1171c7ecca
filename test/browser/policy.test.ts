import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { axeInBothThemes, axeViolations, chromiumPath, looksRight, picture, SOON } from './browser.ts'
import { openStory, startIncidentStory } from './incident-story.ts'
import { useStory } from './story-frame.ts'

const DESK = { theme: 'dark', width: 1280 } as const

describe('the policy in the console', { skip: chromiumPath === null && 'no Chromium on this machine' }, () => {
  const rig = useStory(startIncidentStory)
  const at = (path: string) => openStory(rig.browser, { url: `${rig.story.url}${path}`, ...DESK })
  const editor = (page: Page) => page.getByRole('textbox', { name: 'Text of the policy, tocsin.yaml' })

  const screens = [
    { name: 'policy', path: '/policy', waits: '.cm-content' },
    { name: 'policy-forms', path: '/policy/forms?section=obligations', waits: '.policy-entry' },
    { name: 'policy-versions', path: '/policy/versions', waits: '.policy-version' },
    { name: 'templates', path: '/policy/templates', waits: '.templates-text' },
    { name: 'policy-accepted', path: '/policy/accepted', waits: '.tab' },
  ]
  for (const { name, path, waits } of screens)
    test(`${name} is accessible and fits, in both themes, on a desk and on a phone`, async () => {
      const screen = await openStory(rig.browser, { url: `${rig.story.url}${path}`, ...DESK })
      await screen.page.locator(waits).filter({ visible: true }).first().waitFor(SOON)
      await screen.page.getByText('checking').waitFor({ state: 'detached', ...SOON })
      await looksRight(screen, name)
      await screen.close()
    })

  test('a mistake is shown at its line, mended, read as a difference and applied', async () => {
    const { page, close, complaints } = await at('/policy')
    await editor(page).waitFor(SOON)
    await find(page, 'must: notify')
    await page.keyboard.type('msut: notify')
    const finding = page.getByRole('list', { name: 'Findings' }).getByRole('listitem').filter({ hasText: 'msut' }).first()
    await finding.getByRole('button', { name: 'Write must' }).waitFor(SOON)
    await page.locator('.code-remark-error').first().waitFor(SOON)
    assert.equal(await page.getByRole('button', { name: /^Apply, after \d+ error/ }).isDisabled(), true)
    assert.deepEqual(await axeViolations(page), [])
    await picture(page, 'policy-mistake')
    await finding.getByRole('button', { name: 'Write must' }).click()
    await find(page, 'Manager told')
    await page.keyboard.type('Managers told')
    await page.getByRole('button', { name: 'Apply', exact: true }).waitFor(SOON)
    await page.getByRole('button', { name: 'Diff' }).click()
    const diff = page.getByRole('dialog', { name: 'Draft against version 1' })
    await diff
      .getByText('added: ')
      .first()
      .waitFor({ state: 'attached', ...SOON })
    assert.match(await diff.innerText(), /Managers told/)
    assert.deepEqual(await axeViolations(page), [])
    await picture(page, 'policy-diff')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Apply', exact: true }).click(SOON)
    const dialog = page.getByRole('dialog', { name: 'Apply the draft' })
    await dialog.getByLabel('Why', { exact: true }).fill('There are several of them')
    await picture(page, 'policy-apply')
    assert.deepEqual(await axeInBothThemes(page, '[role=dialog]'), [])
    await dialog.getByRole('button', { name: 'Apply now' }).click()
    await page.getByText('as in force: v2').waitFor(SOON)
    await page.getByRole('link', { name: 'Versions' }).first().click()
    await page.getByText('There are several of them').first().waitFor(SOON)
    assert.deepEqual(complaints, [])
    await close()
  })

  test('a form changes the same draft as the text does, and an older version comes back', async () => {
    const { page, close } = await at('/policy/forms?section=severities&entry=SEV-3')
    await page.getByRole('textbox', { name: 'name', exact: true }).fill('Moderate', SOON)
    await page.getByRole('textbox', { name: 'respond_within' }).focus()
    await page.getByRole('link', { name: 'Draft' }).first().click()
    await page.getByText('1 line changed').waitFor(SOON)
    await page.getByRole('button', { name: 'Apply', exact: true }).click(SOON)
    const dialog = page.getByRole('dialog', { name: 'Apply the draft' })
    await dialog.getByText('Moderate').first().waitFor(SOON)
    await dialog.getByRole('button', { name: 'Apply now' }).click()
    await page.getByText(/as in force: v[2-9]/).waitFor(SOON)
    await page.goto(`${rig.story.url}/policy/versions?version=1`)
    await page.getByRole('region', { name: 'Version 1' }).getByRole('button', { name: 'Roll back to it' }).click(SOON)
    const back = page.getByRole('dialog', { name: 'Roll back to version 1' })
    await back.getByText('severities').first().waitFor(SOON)
    assert.deepEqual(await axeInBothThemes(page, '[role=dialog]'), [])
    await picture(page, 'policy-roll-back')
    await back.getByRole('button', { name: 'Roll back to it' }).click()
    await page.getByText('Back to version 1').first().waitFor(SOON)
    await close()
  })

  test('words are offered where they may stand, from the language and from the policy itself', async () => {
    const { page, close } = await at('/policy')
    await editor(page).waitFor(SOON)
    await find(page, 'default:')
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    await page.keyboard.type('  - schedule:pay')
    await page.locator('.cm-tooltip-autocomplete').getByText('schedule:payments-primary').waitFor(SOON)
    await picture(page, 'policy-completion')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Drop the draft' }).click()
    await page.getByText(/as in force: v\d/).waitFor(SOON)
    await close()
  })

  test('what stands under the cursor is explained: what it means, since when by whom, and what is owed because of it', async () => {
    const { page, close, complaints } = await at('/policy')
    await editor(page).waitFor(SOON)
    await find(page, 'scribe-assigned')
    const panel = page.getByRole('region', { name: 'What stands under the cursor' })
    await panel.getByRole('heading', { name: 'obligations[scribe-assigned]' }).waitFor(SOON)
    await panel.getByText(/within 30 minutes of declared/).waitFor(SOON)
    await panel.getByRole('link', { name: rig.story.reference }).waitFor(SOON)
    await picture(page, 'policy-explained')
    assert.deepEqual(await axeInBothThemes(page), [])
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    await page.keyboard.type('about: new')
    await panel.getByText('Not in force yet').waitFor(SOON)
    await page.getByRole('button', { name: 'Drop the draft' }).click()
    await page.getByText(/as in force: v\d/).waitFor(SOON)
    assert.deepEqual(complaints, [])
    await close()
  })

  test('what the draft would have done last quarter is told beside what was done', async () => {
    const { page, close } = await at('/policy')
    const replay = page.getByRole('region', { name: 'Last quarter, replayed' })
    await replay.getByRole('button', { name: 'Replay it' }).click(SOON)
    await replay.getByRole('rowheader', { name: 'Obligations missed' }).waitFor(SOON)
    assert.deepEqual(await axeViolations(page), [])
    await picture(page, 'policy-replay')
    await close()
  })

  test('S12.23 a text is previewed for its audience with an example and with an incident, what is missing where it is', async () => {
    const { page, close, complaints } = await at('/policy/templates?moment=update')
    const card = page.getByRole('region', { name: 'For chat' })
    await card.getByText('INC-42 at').waitFor(SOON)
    await page.getByRole('combobox', { name: 'Filled with' }).selectOption({ value: rig.story.reference })
    await page.getByLabel('What somebody writes').fill('Rolling back.')
    await page.getByLabel('Next word in').fill('30m')
    await card.getByText('Rolling back.').waitFor(SOON)
    await card.getByText('can be sent').waitFor(SOON)
    await page.getByRole('combobox', { name: 'Moment' }).selectOption('resolved')
    await card.getByText('missing: incident.resolution').waitFor(SOON)
    await card.getByText('cannot be sent').waitFor(SOON)
    assert.deepEqual(await axeInBothThemes(page), [])
    await picture(page, 'templates-missing')
    assert.deepEqual(complaints, [])
    await close()
  })
})

/** Puts the cursor over the first place where the text says so, selected. */
async function find(page: Page, words: string): Promise<void> {
  await page.locator('.cm-content').focus()
  await page.keyboard.press('Control+f')
  await page.keyboard.type(words)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
}
