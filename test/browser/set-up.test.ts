import assert from 'node:assert/strict'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { startApp } from '../../src/app.ts'
import { createSetupToken } from '../../src/platform/auth/links.ts'
import { readSettings } from '../../src/platform/config.ts'
import { type FreshDatabase, startTestDatabase } from '../../src/platform/db/test-database.ts'
import { createLog } from '../../src/platform/log.ts'
import type { RunningApp } from '../../src/platform/platform.ts'
import { createMailbox, type Mailbox } from '../fakes/mailbox.ts'
import { axeViolations, chromiumPath, launchBrowser, looksRight, openScreen, picture, type Screen, scrollsSideways } from './browser.ts'

const DESK = { theme: 'dark', width: 1280 } as const
/** Shorter than the test's own, so that a failure says what it waited for. */
const PATIENCE_MS = 25_000
const PASSWORD = 'correct horse battery'
/** Before somebody has signed in the browser tells of every 401; before setting up there is nothing to see. */
const isExpected = (complaint: string): boolean => /40[19]/.test(complaint)

/** The port must be known before the start, because the links in mails name it. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

describe('setting up and the settings', { skip: chromiumPath === null && 'no Chromium on this machine' }, () => {
  let database: FreshDatabase
  let mailbox: Mailbox
  let app: RunningApp
  let browser: Browser
  let url: string
  let cookie: { name: string; value: string } | undefined

  before(async () => {
    ;[database, mailbox, browser] = await Promise.all([
      startTestDatabase().then((server) => server.createDatabase()),
      createMailbox(),
      launchBrowser(),
    ])
    const port = await freePort()
    url = `http://127.0.0.1:${port}`
    const read = readSettings({ TOCSIN_PORT: String(port), TOCSIN_SMTP_URL: mailbox.url, TOCSIN_ALLOW_TARGETS: '127.0.0.1' }, [])
    if ('problems' in read) throw new Error(read.problems.map(({ message }) => message).join())
    app = await startApp({
      settings: read.settings,
      secretKey: Buffer.alloc(32, 7),
      databaseUrl: database.url,
      version: 'test',
      log: createLog({ level: 'error' }),
    })
  })
  after(async () => {
    await browser?.close()
    await app?.stop()
    await mailbox?.close()
    await database?.drop()
  })

  const check = async ({ page }: Screen, name: string) => {
    await picture(page, name)
    assert.deepEqual(await axeViolations(page), [], name)
    assert.equal(await scrollsSideways(page), false, `${name} scrolls sideways`)
  }
  const next = (page: Page) => page.getByRole('button', { name: 'Continue' }).click()

  test('the set-up link leads in few clicks to a page that is acknowledged', { timeout: 60_000 }, async () => {
    const token = await createSetupToken(app.doorkeeper.pool, app.doorkeeper.now())
    const screen = await openScreen(browser, { url: `${url}/setup#token=${token}`, ...DESK, isExpected })
    const { page } = screen
    page.setDefaultTimeout(PATIENCE_MS)
    await page.getByLabel('Your name').fill('Ana')
    await check(screen, 'set-up-you')
    await page.getByLabel('E-mail').fill('ana@example.com')
    await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
    await next(page)
    await page.getByLabel('Name of the organisation').fill('Example Ltd')
    assert.equal(await page.getByRole('combobox', { name: 'Time zone' }).inputValue(), 'Europe/Berlin', 'the zone of the browser')
    await check(screen, 'set-up-organisation')
    assert.ok(!page.url().includes(token), 'the token has left the address')
    await next(page)
    await page.getByLabel('ntfy topic').waitFor()
    await check(screen, 'set-up-reach')
    await next(page)
    await page.getByRole('button', { name: 'Page me' }).waitFor()
    await page.getByRole('button', { name: 'Skip: I have no road yet' }).click()
    await page.getByText(/an alert is kept, and may reach no one/).waitFor()
    await check(screen, 'set-up-skip')
    await page.getByRole('button', { name: 'Skip, and keep the red bar' }).click()
    const bar = page.getByRole('region', { name: 'Nobody has ever been woken by this installation' })
    await bar.waitFor()
    await check(screen, 'now-unproven')
    await bar.getByRole('link', { name: 'Send a test page' }).click()
    await page.getByRole('button', { name: 'Page me' }).click()
    await page.getByText('Waiting for you to acknowledge').waitFor()
    await check(screen, 'set-up-waiting')
    const [letter] = await mailbox.expect(1)
    const link = /Acknowledge: (http\S+)/.exec(letter?.mail.text ?? '')?.[1] ?? ''
    const answer = await fetch(link, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: '' })
    assert.ok(answer.ok, `${answer.status}`)
    await page.getByText(/Acknowledged after \d+ s/).waitFor()
    await check(screen, 'set-up-done')
    await page.getByRole('button', { name: 'Open the console' }).click()
    await page.getByRole('region', { name: 'Can Tocsin reach you?' }).waitFor()
    assert.equal(await bar.count(), 0, 'what was acknowledged is proven')
    await page.getByText(/^Cannot send: /).click()
    await check(screen, 'now-proven')
    cookie = (await page.context().cookies()).find(({ name }) => name.includes('session_token'))
    assert.deepEqual(screen.complaints, [])
    await screen.close()
  })

  test('the settings are accessible and fit, in both themes, on a desk and on a phone', { timeout: 60_000 }, async () => {
    assert.ok(cookie)
    const { name, value } = cookie
    const screen = await openScreen(browser, { url: `${url}/settings/people`, ...DESK, cookie: { name, value } })
    const { page } = screen
    page.setDefaultTimeout(PATIENCE_MS)
    await page.getByText('ana@example.com').waitFor()
    await looksRight(screen, 'settings-people')
    for (const [path, text] of [
      ['integrations', /Nothing is connected|Zabbix/],
      ['tokens', /No tokens/],
      ['me', /ntfy topic/],
    ] as const) {
      await page.goto(`${url}/settings/${path}`)
      await page.getByText(text).first().waitFor()
      await looksRight(screen, `settings-${path}`)
    }
    await screen.close()
  })

  test('connecting something shows its key and what to paste', { timeout: 60_000 }, async () => {
    assert.ok(cookie)
    const screen = await openScreen(browser, {
      url: `${url}/settings/integrations`,
      ...DESK,
      cookie: { name: cookie.name, value: cookie.value },
    })
    const { page } = screen
    page.setDefaultTimeout(PATIENCE_MS)
    await page.getByRole('button', { name: 'Connect something' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Prometheus')
    await check(screen, 'connect-dialog')
    await page.getByRole('dialog').getByRole('button', { name: 'Connect something' }).click()
    await page.getByText('webhook_configs').waitFor()
    await check(screen, 'connect-key')
    await page.keyboard.press('Escape')
    await page.getByText('nothing yet').waitFor()
    assert.deepEqual(screen.complaints, [])
    await screen.close()
  })

  test('a colleague is added and gets a link that is shown once', { timeout: 60_000 }, async () => {
    assert.ok(cookie)
    const screen = await openScreen(browser, {
      url: `${url}/settings/people`,
      ...DESK,
      cookie: { name: cookie.name, value: cookie.value },
    })
    const { page } = screen
    page.setDefaultTimeout(PATIENCE_MS)
    await page.getByRole('button', { name: 'Add a person' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('Ben')
    await dialog.getByLabel('E-mail').fill('ben@example.com')
    await check(screen, 'add-person')
    await dialog.getByRole('button', { name: 'Add a person' }).click()
    await page.getByText('/invitation#token=').waitFor()
    await check(screen, 'invitation-link')
    await page.keyboard.press('Escape')
    await page.getByText('invited').waitFor()
    assert.deepEqual(screen.complaints, [])
    await screen.close()
  })

  test('signing in with a wrong password says so; signing in leads on; a viewer-less address asks to sign in', {
    timeout: 60_000,
  }, async () => {
    const screen = await openScreen(browser, { url: `${url}/settings/people`, ...DESK, isExpected })
    const { page } = screen
    page.setDefaultTimeout(PATIENCE_MS)
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await check(screen, 'sign-in')
    await page.getByLabel('E-mail').fill('ana@example.com')
    await page.getByRole('textbox', { name: 'Password' }).fill('not this one at all')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('alert').waitFor()
    await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.waitForURL('**/settings/people')
    assert.deepEqual(screen.complaints, [])
    await screen.close()
  })
})
