import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import type { Browser } from 'playwright-core'
import alerts from '../../src/features/alerts/feature.ts'
import escalations from '../../src/features/escalations/feature.ts'
import { type Organisation, openOrganisation } from '../world/organisation.ts'
import { chromiumPath, launchBrowser, looksRight, openScreen } from './browser.ts'

describe('the screen behind a link', { skip: chromiumPath === null && 'no Chromium on this machine' }, () => {
  let browser: Browser
  let organisation: Organisation
  let url: string
  let reference: string
  let escalation: string
  let count = 0
  before(async () => {
    organisation = await openOrganisation({ policy: 'example', start: '2026-11-12T14:39:51.000Z', features: [alerts, escalations] })
    await organisation.server.listen({ host: '127.0.0.1', port: 0 })
    url = `http://127.0.0.1:${(organisation.server.server.address() as { port: number }).port}`
    browser = await launchBrowser()
  })
  after(async () => {
    await browser?.close()
    await organisation?.close()
  })
  beforeEach(async () => {
    count += 1
    const body = { title: `Settlement queue ${count}`, labels: { team: 'payments', queue: `q${count}`, alertname: `Queue${count}` } }
    const alert = (await organisation.ask('ben', 'POST', '/api/v1/alerts', body)).json()
    reference = alert.reference
    escalation = alert.escalation
    await organisation.pass('PT1M20S')
  })

  test('acknowledges with one tap where no script runs', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } })
    const page = await context.newPage()
    await page.goto(url + organisation.ackLink(escalation, 'ana'))
    await page.getByRole('button', { name: 'Acknowledge' }).click()
    await page.getByText('You have it, Ana').waitFor()
    await page.getByText(/Acknowledged 14:\d\d UTC, 1 m 20 s after the page. Ben will not be paged/).waitFor()
    await page.reload()
    const alert = (await organisation.ask('ana', 'GET', `/api/v1/alerts/${reference}`)).json()
    assert.deepEqual([alert.status, alert.acknowledged.via], ['acknowledged', 'link'])
    await context.close()
  })

  test('passes the page on to the next person', async () => {
    const screen = await openScreen(browser, { url: url + organisation.ackLink(escalation, 'ana'), theme: 'dark', width: 360 })
    const before = organisation.sent.length
    await screen.page.getByRole('button', { name: 'Pass to Ben now' }).click()
    await screen.page.getByText(/Who else knows/).waitFor()
    assert.ok(organisation.sent.slice(before).some((each) => each.user === 'ben'))
    assert.deepEqual(screen.complaints, [])
    await screen.close()
  })

  const states: { name: string; make: () => Promise<unknown>; link: () => string; shows: RegExp; isGone?: true }[] = [
    {
      name: 'acknowledged',
      make: () => organisation.ask(null, 'POST', organisation.ackLink(escalation, 'ana')),
      link: () => organisation.ackLink(escalation, 'ana'),
      shows: /You have it, Ana/,
    },
    {
      name: 'taken',
      make: () => organisation.ask('ben', 'POST', `/api/v1/alerts/${reference}/acknowledge`),
      link: () => organisation.ackLink(escalation, 'ana'),
      shows: /Ben has it since/,
    },
    {
      name: 'resolved',
      make: () => organisation.ask('ben', 'POST', `/api/v1/alerts/${reference}/resolve`),
      link: () => organisation.ackLink(escalation, 'ana'),
      shows: /It is over/,
    },
    {
      name: 'expired',
      make: async () => undefined,
      link: () => `${organisation.ackLink(escalation, 'ana')}x`,
      shows: /no longer valid/,
      isGone: true,
    },
  ]
  for (const { name, make, link, shows, isGone } of states)
    test(`${name}: says so, accessibly, in both themes, on desk and phone`, async () => {
      await make()
      const isExpected = (complaint: string): boolean => isGone === true && complaint.includes('410')
      const screen = await openScreen(browser, { url: url + link(), theme: 'dark', width: 360, isExpected })
      await screen.page.getByText(shows).first().waitFor()
      await looksRight(screen, `ack-${name}`)
      await screen.close()
    })
})
