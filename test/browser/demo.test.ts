import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { chromiumPath, launchBrowser, looksRight, SOON } from './browser.ts'
import { type DemoStory, startDemoStory } from './demo-story.ts'
import { openAtStory } from './story-frame.ts'

const DESK = { theme: 'dark', width: 1280 } as const

describe('the screens of a good week', { skip: chromiumPath === null && 'no Chromium on this machine' }, () => {
  let browser: Browser
  let story: DemoStory
  before(async () => {
    story = await startDemoStory()
    browser = await launchBrowser()
  })
  after(async () => {
    await browser?.close()
    await story?.close()
  })

  const screens = [
    { name: 'services', path: '/services', shows: 'Payments API' },
    { name: 'service', path: '/services/payments-api', shows: 'Card network' },
    { name: 'directory', path: '/directory', shows: 'Card network support' },
    { name: 'status-pages', path: '/status-page', shows: 'Example Ltd status' },
    { name: 'insights', path: '/insights', shows: 'Time to acknowledge' },
  ]
  for (const { name, path, shows } of screens)
    test(`${name} is accessible and fits, in both themes, on a desk and on a phone`, async () => {
      const screen = await openAtStory(browser, { url: `${story.url}${path}`, ...DESK })
      await screen.page.getByText(shows).first().waitFor(SOON)
      await looksRight(screen, name)
      await screen.close()
    })

  test('a chart is also a table, by key and by button', async () => {
    const { page, close } = await openAtStory(browser, { url: `${story.url}/insights`, ...DESK })
    await page.getByRole('img', { name: /Median per week: Time to acknowledge/ }).waitFor(SOON)
    await page.keyboard.press('t')
    await page.getByRole('list', { name: 'Median per week: Time to acknowledge' }).waitFor(SOON)
    await close()
  })

  test('customers are told from the war room, and the public page says it at once', async () => {
    const { page, close } = await openAtStory(browser, { url: `${story.url}/incidents/INC-2026-11-12-003`, ...DESK })
    const panel = page.getByRole('region', { name: 'Status page draft' })
    await panel.getByLabel('What customers read').fill('Uploads over 50 MB work again for most.', SOON)
    await panel.getByRole('button', { name: 'Publish' }).click()
    // the policy wants somebody else's word first, and the panel says so
    await page.getByText(/^Not public yet: it waits for/).waitFor(SOON)
    assert.doesNotMatch(await (await fetch(`${story.url}/status`)).text(), /Uploads over 50 MB work again/)
    await approve(story)
    await panel.getByText('2 posts').waitFor(SOON)
    const answer = await fetch(`${story.url}/status`)
    assert.match(await answer.text(), /Uploads over 50 MB work again for most\./)
    await close()
  })
})

/** Mara leads this incident, so hers is the word that is waited for. */
async function approve({ home: { app } }: DemoStory): Promise<void> {
  const { rows } = await app.pools.side.query<{ id: string }>("select id from incident where reference = 'INC-2026-11-12-003'")
  const to = { kind: 'incident', id: rows[0]?.id ?? '' }
  const { refusal } = await app.engine.execute({ name: 'approve', to, by: 'user:mara', data: {} })
  assert.equal(refusal, undefined)
}
