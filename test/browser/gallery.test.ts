import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { chromiumPath, looksRight, openScreen } from './browser.ts'
import { useServedConsole } from './serve-console.ts'

describe('the gallery of the design kit', { skip: chromiumPath === null && 'no Chromium on this machine' }, () => {
  const rig = useServedConsole()

  test('is accessible and fits, in both themes, on a desk and on a phone', async () => {
    const screen = await openScreen(rig.browser, { url: `${rig.url}/gallery`, theme: 'dark', width: 1280 })
    await screen.page.getByRole('heading', { name: 'Clock states' }).waitFor()
    await looksRight(screen, 'gallery')
    await screen.close()
  })

  test('shows each clock at the moment of the story', async () => {
    const screen = await openScreen(rig.browser, { url: `${rig.url}/gallery`, theme: 'dark', width: 1280 })
    const clocks = screen.page.getByRole('region', { name: 'Clock states' }).getByRole('timer')
    await clocks.first().waitFor()
    assert.deepEqual(await clocks.allInnerTexts(), ['18:50', '06:12', '2 m over', 'in 4 m', '3 m late', 'by Ana', ''])
    await screen.close()
  })

  test('keeps a text that could not be sent', async () => {
    const screen = await openScreen(rig.browser, { url: `${rig.url}/gallery`, theme: 'dark', width: 1280 })
    const field = screen.page.getByRole('textbox', { name: 'Composer: Update' })
    await field.fill('Rollback is at 60 % of hosts.')
    await field.press('Control+Enter')
    await screen.page.reload()
    assert.equal(await field.inputValue(), 'Rollback is at 60 % of hosts.')
    await screen.close()
  })
})
