import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { axeInBothThemes, chromiumPath, picture, SOON, scrollsSideways } from './browser.ts'
import { openStory, startIncidentStory } from './incident-story.ts'
import { useStory } from './story-frame.ts'

const WIDTHS = [1280, 360] as const

type Opened = { name: string | RegExp; open: (page: Page) => Promise<void> }

const click = (name: string) => (page: Page) => page.getByRole('button', { name }).first().click(SOON)
const more = (item: string) => async (page: Page) => {
  await page.getByRole('button', { name: 'More actions' }).click(SOON)
  await page.getByRole('menuitem', { name: item }).click()
}
const ofEntry = (item: string) => async (page: Page) => {
  await page
    .getByRole('button', { name: /^More for: Roll back rather/ })
    .first()
    .click(SOON)
  await page.getByRole('menuitem', { name: item }).click()
}
const ofTask = async (page: Page) => {
  await page
    .getByRole('button', { name: /^More for “/ })
    .first()
    .click(SOON)
  await page.getByRole('menuitem', { name: 'Leave out…' }).click()
}

/** Everything that opens over the war room while an incident runs. */
const ROOM: readonly Opened[] = [
  { name: 'Resolve the incident', open: more('Resolve') },
  { name: 'Escalate now', open: more('Escalate…') },
  { name: 'Page somebody', open: more('Page somebody') },
  { name: 'Waive a promise', open: more('Waive a promise') },
  { name: 'Rename the incident', open: more('Rename') },
  { name: 'Tie another incident to this one', open: more('Tie another incident') },
  { name: 'End this as a duplicate', open: more('It is a duplicate') },
  { name: 'Split off a second incident', open: more('Split something off') },
  { name: 'Change the severity to SEV-2', open: more('Severity SEV-2') },
  { name: 'Correct this entry', open: ofEntry('Correct') },
  { name: 'Leave a task out', open: ofTask },
  { name: 'Add a task', open: click('Add') },
  { name: 'Record a decision', open: click('Record') },
  { name: 'Choose: rollback', open: click('Choose: rollback') },
  { name: 'Correct when it happened', open: (page) => page.getByRole('region', { name: 'Times' }).getByRole('button').click(SOON) },
  {
    name: /^Why is “/,
    open: (page) =>
      page
        .getByRole('button', { name: /^Why is “/ })
        .first()
        .click(SOON),
  },
]

describe('every dialog in both themes', { skip: chromiumPath === null && 'no Chromium on this machine' }, () => {
  const rig = useStory(startIncidentStory)

  for (const width of WIDTHS)
    test(`of the war room at ${width} px: it is accessible, fits, and Escape leaves it where it began`, async () => {
      const url = `${rig.story.url}/incidents/${rig.story.reference}`
      const { page, complaints, close } = await openStory(rig.browser, { url, theme: 'dark', width })
      await page.getByRole('heading', { name: 'Times' }).waitFor(SOON)
      for (const { name, open } of ROOM) {
        await open(page)
        const dialog = page.getByRole('dialog', { name })
        await dialog.waitFor(SOON)
        assert.deepEqual(await axeInBothThemes(page, '[role=dialog]'), [], `${name}`)
        assert.equal(await scrollsSideways(page), false, `${name}`)
        await picture(page, `dialog-${width}-${String(name).replace(/\W+/g, '-').toLowerCase()}`)
        await page.keyboard.press('Escape')
        await dialog.waitFor({ state: 'detached', ...SOON })
      }
      assert.deepEqual(complaints, [])
      await close()
    })
})
