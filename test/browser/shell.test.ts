import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { axeViolations, chromiumPath, looksRight, openScreen, picture } from './browser.ts'
import { useServedConsole } from './serve-console.ts'

/** Nothing answers behind the console here, and the browser says so. */
const isExpected = (complaint: string): boolean => complaint.includes('502')

describe('the shell', { skip: chromiumPath === null && 'no Chromium on this machine' }, () => {
  const rig = useServedConsole()
  const open = () => openScreen(rig.browser, { url: `${rig.url}/no/such/screen`, theme: 'dark', width: 1280, isExpected })

  test('says that there is no such screen and that the server is gone, in both themes, on a desk and on a phone', async () => {
    const screen = await open()
    await screen.page.getByRole('heading', { name: 'There is no screen at /no/such/screen' }).waitFor()
    await screen.page.getByText(/Not connected to the server since \d\d:\d\d/).waitFor()
    await looksRight(screen, 'shell')
    await screen.close()
  })

  test('opens the palette by key, finds a verb and does it', async () => {
    const screen = await open()
    const { page } = screen
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.keyboard.press('Control+k')
    const field = page.getByPlaceholder('Find or do')
    await field.waitFor()
    await picture(page, 'palette-dark-1280')
    assert.deepEqual(await axeViolations(page), [])
    await field.fill('theme light')
    await field.press('Enter')
    await page.locator('[data-mantine-color-scheme="light"]').waitFor()
    assert.deepEqual(screen.complaints, [])
    await screen.close()
  })

  test('opens the palette at a key press once the first screen stands', async () => {
    const screen = await open()
    const { page } = screen
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.keyboard.press('Control+k')
    await page.getByPlaceholder('Find or do').waitFor()
    await page.keyboard.press('Escape')
    await page.getByPlaceholder('Find or do').waitFor({ state: 'detached' })
    const tookMs = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const began = performance.now()
          new MutationObserver((_, observer) => {
            if (!document.querySelector('[placeholder="Find or do"]')) return
            observer.disconnect()
            resolve(performance.now() - began)
          }).observe(document.body, { childList: true, subtree: true })
          window.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true }))
        }),
    )
    // the promise is 50 ms on a quiet desk; what is shared with other tests only must not hang
    assert.ok(tookMs <= 5_000, `the palette took ${tookMs.toFixed(0)} ms`)
    await screen.close()
  })

  test('lists its keys on ? and can switch single keys off', async () => {
    const screen = await open()
    const { page } = screen
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.keyboard.press('?')
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await sheet.getByText('Find or do anything').waitFor()
    assert.deepEqual(await axeViolations(page), [])
    await picture(page, 'shortcuts-dark-1280')
    await sheet.getByRole('button', { name: 'Switch single-key shortcuts off' }).click()
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'detached' })
    await page.keyboard.press('?')
    assert.equal(await sheet.count(), 0)
    assert.deepEqual(screen.complaints, [])
    await screen.close()
  })

  test('tells times in the zone that was chosen', async () => {
    const screen = await open()
    const { page } = screen
    await page.getByRole('button', { name: 'Time zone and display: UTC' }).click()
    await page.getByRole('menuitemradio', { name: 'My zone (Europe/Berlin)' }).click()
    await page.getByRole('button', { name: /Time zone and display: (CET|CEST|GMT\+[12])/ }).waitFor()
    assert.deepEqual(screen.complaints, [])
    await screen.close()
  })
})
