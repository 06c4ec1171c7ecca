import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import type { Browser } from 'playwright-core'

import { seedDemo } from '../../src/features/demo/seed.ts'
import policies from '../../src/features/policies/feature.ts'
import statuspage from '../../src/features/statuspage/feature.ts'
import { createFixedClock } from '../world/fixed-clock.ts'
import { type Installation, startInstallation } from '../world/installation.ts'
import { axeViolations, chromiumPath, launchBrowser, looksRight, openScreen } from './browser.ts'

describe('the public status page', { skip: chromiumPath === null && 'no Chromium on this machine' }, () => {
  let browser: Browser
  let home: Installation
  let url = ''
  before(async () => {
    const clock = createFixedClock(Temporal.Instant.from('2026-11-12T14:41:12Z'))
    home = await startInstallation({ features: [policies, statuspage], clock })
    await seedDemo(home.app)
    await home.server.listen({ host: '127.0.0.1', port: 0 })
    url = `http://127.0.0.1:${(home.server.server.address() as AddressInfo).port}/status`
    browser = await launchBrowser()
  })
  after(async () => {
    await browser?.close()
    await home?.close()
  })

  for (const width of [1280, 360])
    test(`S11.5 S11.6 S11.13 says the word first at ${width} px, is accessible and fits`, async () => {
      const screen = await openScreen(browser, { url, theme: 'dark', width })
      const word = screen.page.getByRole('heading', { level: 1, name: 'Some systems are disrupted' })
      const box = await word.boundingBox()
      assert.ok(box && box.y < 200, `the word stands at ${box?.y}`)
      assert.ok(await screen.page.getByText('Next update by 16:00 CET (15:00 UTC)').isVisible(), 'S11.6 the reader’s own zone, and UTC')
      assert.ok(await screen.page.getByRole('link', { name: 'support@example.com' }).isVisible())
      await looksRight(screen, 'status-page', [width])
      await screen.close()
    })

  test('a day with a problem is reached by keyboard, says what it was, and leads to its incident', async () => {
    const screen = await openScreen(browser, { url, theme: 'light', width: 1280 })
    const day = screen.page
      .getByRole('group', { name: /^Card payments,/ })
      .getByRole('link')
      .last()
    await day.focus()
    assert.match((await day.getAttribute('aria-label')) ?? '', /^12 Nov: Partial outage \d+ m/)
    await day.press('Enter')
    await screen.page.waitForURL(/\/status\/incidents\/INC-2026-11-12-002$/)
    assert.ok(await screen.page.getByText('Some card payments fail at checkout. We are looking into it.').isVisible())
    assert.deepEqual(await axeViolations(screen.page), [])
    await screen.close()
  })
})
