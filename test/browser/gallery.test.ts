import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { axeViolations, chromiumPath, openScreen, picture, scrollsSideways, VARIANTS } from './browser.ts'
import { useServedConsole } from './serve-console.ts'

describe('the gallery of the design kit', { skip: chromiumPath === null && 'no Chromium on this machine' }, () => {
  const rig = useServedConsole()

  for (const { theme, width } of VARIANTS) {
    test(`is accessible and fits in ${theme} at ${width} px`, async () => {
      const screen = await openScreen(rig.browser, { url: `${rig.url}/gallery`, theme, width })
      await screen.page.getByRole('heading', { name: 'Clock states' }).waitFor()
      await picture(screen.page, `gallery-${theme}-${width}`)
      assert.deepEqual(await axeViolations(screen.page), [])
      assert.equal(await scrollsSideways(screen.page), false)
      assert.deepEqual(screen.complaints, [])
      await screen.close()
    })
  }

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
