import { after, before, describe, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { chromiumPath, launchBrowser, looksRight, SOON } from './browser.ts'
import { type OnCallStory, startOnCallStory } from './on-call-story.ts'
import { openAtStory } from './story-frame.ts'

const DESK = { theme: 'dark', width: 1280 } as const

describe('the screens of being on call', { skip: chromiumPath === null && 'no Chromium on this machine' }, () => {
  let browser: Browser
  let story: OnCallStory
  before(async () => {
    story = await startOnCallStory()
    browser = await launchBrowser()
  })
  after(async () => {
    await browser?.close()
    await story?.close()
  })

  const screens = [
    { name: 'schedules', path: '/on-call', shows: 'Final schedule' },
    { name: 'schedule-editor', path: '/on-call/payments-primary/edit', shows: 'What it costs' },
    { name: 'schedule-new', path: '/on-call/new', shows: 'Make schedule' },
    { name: 'cover', path: '/on-call/cover', shows: 'My time off' },
    { name: 'cover-form', path: '/on-call/cover?ask=payments-primary', shows: 'Ask for cover' },
    { name: 'fairness', path: '/on-call/fairness', shows: 'Who carried how much' },
    { name: 'calendars', path: '/on-call/calendars', shows: 'Calendars that are read' },
  ]
  for (const { name, path, shows } of screens)
    test(`${name} is accessible and fits, in both themes, on a desk and on a phone`, async () => {
      const screen = await openAtStory(browser, { url: `${story.url}${path}`, ...DESK })
      await screen.page.getByText(shows).first().waitFor(SOON)
      await looksRight(screen, name)
      await screen.close()
    })
})
