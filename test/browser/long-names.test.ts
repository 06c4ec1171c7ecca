import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { chromiumPath, launchBrowser, picture, scrollsSideways } from './browser.ts'
import { type IncidentStory, openStory, startIncidentStory } from './incident-story.ts'

/** What organisations really call things; the example's names are short. */
const ROLES = ['Incident Commander', 'Technical Lead', 'Communications Lead', 'Scribe of the incident']
const TITLE = 'Nobody can publish since the deployment of this morning, and uploads fail as well for half of all authors'
const named = (list: unknown, name: (entry: { name: string }, i: number) => string) =>
  (list as { name: string }[]).map((entry, i) => ({ ...entry, name: name(entry, i) }))

/** Texts of the head and of the clocks that lie over one another. */
const overlaps = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const texts = [
      ...document.querySelectorAll('.room-head h2, .room-head li, .room-lasting, .room-actions, .band-title h3, .band-why, .band-more'),
    ]
    const boxes = texts
      .map((element) => ({ text: element.textContent, element, box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0)
    const isOver = (a: DOMRect, b: DOMRect) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1
    return boxes.flatMap((a, i) =>
      boxes
        .slice(i + 1)
        .filter((b) => !a.element.contains(b.element) && isOver(a.box, b.box))
        .map((b) => `${a.text} | ${b.text}`),
    )
  })

describe('names as long as real ones', { skip: chromiumPath === null && 'no Chromium on this machine' }, () => {
  let browser: Browser
  let story: IncidentStory
  let reference: string
  before(async () => {
    story = await startIncidentStory({
      alter: (written) => ({
        ...written,
        roles: named(written.roles, (_, i) => ROLES[i] ?? 'Role'),
        obligations: named(written.obligations, ({ name }) => `${name} of everybody concerned`),
      }),
    })
    reference = (await story.declare({ title: TITLE, severity: 'SEV-1', service: 'payments-api', page: false })).reference
    browser = await launchBrowser()
  })
  after(async () => {
    await browser?.close()
    await story?.close()
  })

  for (const width of [1280, 1440, 1000, 360])
    test(`the war room lays nothing over another at ${width} px`, async () => {
      const { page, close } = await openStory(browser, { url: `${story.url}/incidents/${reference}`, theme: 'dark', width })
      const title = page.getByRole('heading', { name: TITLE })
      await title.waitFor()
      await page.getByText('Communications Lead').first().waitFor()
      await picture(page, `long-names-${width}`)
      assert.deepEqual(await overlaps(page), [])
      assert.equal(await scrollsSideways(page), false)
      assert.ok(await title.evaluate((element) => element.scrollHeight <= element.clientHeight + 1), 'the title is cut')
      await close()
    })

  test('the list keeps a long title in its column', async () => {
    const { page, close } = await openStory(browser, { url: `${story.url}/incidents`, theme: 'dark', width: 1280 })
    const link = page.getByRole('link', { name: TITLE })
    await link.waitFor()
    await picture(page, 'long-names-list')
    const over = await link.evaluate((element) => {
      const cell = element.closest('td, [role=cell], .cell') ?? element.parentElement
      return element.getBoundingClientRect().right - (cell?.getBoundingClientRect().right ?? 0)
    })
    assert.ok(over <= 1, `${over} px over`)
    assert.equal(await scrollsSideways(page), false)
    await close()
  })
})
