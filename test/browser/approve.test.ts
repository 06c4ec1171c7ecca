import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { features } from '../../src/features/index.ts'
import { type Installation, startInstallation } from '../world/installation.ts'
import { chromiumPath, launchBrowser, looksRight, openScreen } from './browser.ts'

const bundle = {
  severities: [{ id: 'SEV-1' }],
  roles: [{ id: 'commander', name: 'Commander', default: ['user:ann'] }],
  users: [
    { id: 'ann', name: 'Ann' },
    { id: 'ben', name: 'Ben' },
  ],
  approvals: [{ for: 'publish', by: 'role:commander' }],
}
const WORDS = 'Some card payments fail at checkout. If yours failed, you were not charged; please try again.'

describe('the link by which the commander lets words out', { skip: chromiumPath === null && 'no Chromium on this machine' }, () => {
  let browser: Browser
  let home: Installation
  before(async () => {
    home = await startInstallation({ features, bundle })
    await home.server.listen({ host: '127.0.0.1', port: 0 })
    browser = await launchBrowser()
  })
  after(async () => {
    await browser?.close()
    await home?.close()
  })

  const act = (id: string, name: string, data: object) =>
    home.app.engine.execute({ name, to: { kind: 'incident', id }, by: 'user:ben', data })
  /** Words that wait, and the address that Ann gets. */
  async function waiting(id: string): Promise<string> {
    await act(id, 'declare', { title: 'Card payments fail', severity: 'SEV-1', page: false })
    await act(id, 'publish', { text: WORDS })
    const token = home.app.links.sign('approve', { incident: id, approval: 'a1', user: 'ann' }, home.app.clock.now().add({ hours: 1 }))
    return `http://127.0.0.1:${(home.server.server.address() as AddressInfo).port}/approve/${token}`
  }

  test('S6.9 shows the words and answers in one tap, in both themes, on a desk and on a phone', async () => {
    const screen = await openScreen(browser, { url: await waiting('i-yes'), theme: 'dark', width: 360 })
    assert.ok(await screen.page.getByText(WORDS).isVisible())
    await looksRight(screen, 'approve')
    await screen.page.getByRole('button', { name: 'Approve' }).click()
    await screen.page.getByText('Approved: it goes out now.').waitFor()
    await looksRight(screen, 'approve-done')
    await screen.close()
  })

  test('S6.9 a reason is asked for where it is declined, by keyboard too', async () => {
    const screen = await openScreen(browser, { url: await waiting('i-no'), theme: 'light', width: 360 })
    await screen.page.getByText('Decline', { exact: true }).first().press('Enter')
    await screen.page.getByLabel('What is wrong with it').fill('no names')
    await screen.page.getByRole('button', { name: 'Decline' }).press('Enter')
    await screen.page.getByText('Declined: its author is told why.').waitFor()
    await screen.close()
  })
})
