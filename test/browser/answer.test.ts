import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { axeViolations, chromiumPath, launchBrowser, looksRight, picture, type Screen, scrollsSideways, type Variant } from './browser.ts'
import { type NightStory, startNightStory } from './night-story.ts'
import { openAtStory } from './story-frame.ts'

const DESK = { theme: 'dark', width: 1280 } as const
const PHONE = { theme: 'dark', width: 360 } as const
/** What the screen behind a link may weigh. */
const HEAVIEST_BYTES = 50_000
const PATIENCE_MS = 25_000

describe('answering a page, and what is told of it', { skip: chromiumPath === null && 'no Chromium on this machine' }, () => {
  let browser: Browser
  let story: NightStory
  before(async () => {
    ;[story, browser] = await Promise.all([startNightStory(), launchBrowser()])
  })
  after(async () => {
    await browser?.close()
    await story?.close()
  })

  const open = async (path: string, variant: Variant = DESK): Promise<Screen> => {
    const screen = await openAtStory(browser, { url: `${story.url}${path}`, ...variant })
    screen.page.setDefaultTimeout(PATIENCE_MS)
    return screen
  }
  const check = async ({ page, complaints }: Screen, name: string) => {
    await picture(page, name)
    assert.deepEqual(await axeViolations(page), [], name)
    assert.equal(await scrollsSideways(page), false, `${name} scrolls sideways`)
    assert.deepEqual(complaints, [])
  }

  test('why was I paged names the rule and its condition, when the level pages, the layer, the quiet hours and who answered', async () => {
    const screen = await open(`/alerts/${story.reference}`)
    const chain = screen.page.getByRole('list', { name: 'Why was I paged' })
    for (const words of [
      'Route 3 of 11, Settlement: team = payments* and queue = *',
      '1 and 2 did not match',
      'SEV-2 pages at any hour · then payments-secondary',
      'layer weekly of payments-primary',
      'your own rules · no quiet hours',
      'not acknowledged yet',
    ])
      await chain.getByText(words).waitFor()
    await screen.close()
  })

  test('the ledger tells each step of a page by keyboard, and is exported as CSV and JSON', async () => {
    const screen = await open(`/alerts/${story.reference}`)
    const { page } = screen
    const ledger = page.getByRole('region', { name: 'Delivery ledger' })
    await ledger.getByRole('button', { name: 'Steps of Ana by Push, ntfy' }).focus()
    await page.keyboard.press('Enter')
    await ledger.getByRole('listitem').filter({ hasText: 'queued' }).waitFor()
    await ledger.getByText(/^Because: schedule:payments-primary → layer weekly/).waitFor()
    await check(screen, 'alert-ledger-steps')
    for (const [name, type, begins] of [
      ['Export CSV', 'text/csv', 'message,escalation,page,user,road'],
      ['JSON', 'application/json', '{"items":[{'],
    ] as const) {
      const href = await ledger.getByRole('link', { name }).getAttribute('href')
      const answer = await page.request.get(`${story.url}${href}`)
      assert.match(answer.headers()['content-type'] ?? '', new RegExp(type))
      assert.ok((await answer.text()).startsWith(begins))
    }
    await screen.close()
  })

  test('the screen behind a link says what to do next, in both themes, on a desk and on a phone', async () => {
    const screen = await open(story.organisation.ackLink(story.escalation, 'ana'), PHONE)
    const { page } = screen
    await page.getByRole('heading', { name: 'Do next' }).waitFor()
    await page.getByText('Workers at 0: restart the workers.').first().waitFor()
    await page.getByText('Runbook: Settlement queue, 3 steps').click()
    await looksRight(screen, 'ack-next')
    const answer = await page.request.get(page.url())
    assert.ok((await answer.body()).length < HEAVIEST_BYTES)
    await screen.close()
  })

  test('a word that the screen does not know does nothing and says so', async () => {
    const link = story.organisation.ackLink(story.escalation, 'ana')
    const post = (accept: string) =>
      fetch(`${story.url}${link}`, { method: 'POST', body: 'act=yes-please', headers: { accept }, redirect: 'manual' })
    const refused = await post('application/json')
    assert.equal(refused.status, 400)
    assert.match(((await refused.json()) as { detail: string }).detail, /"yes-please" is none of acknowledge, take-over/)
    const to = (await post('text/html')).headers.get('location') ?? ''
    const screen = await open(to, PHONE)
    await screen.page.getByText('Nothing was done').waitFor()
    await screen.page.getByRole('button', { name: 'Acknowledge' }).waitFor()
    await check(screen, 'ack-unknown')
    await screen.close()
  })

  test('two people acknowledge at once from their phones: one has it, and both are told who', async () => {
    const ana = await open(story.organisation.ackLink(story.escalation, 'ana'), PHONE)
    await ana.page.getByRole('button', { name: 'Pass to Ben now' }).click()
    await ana.page.getByText('Passed on to Ben').waitFor()
    await check(ana, 'ack-passed')
    const ben = await open(story.organisation.ackLink(story.escalation, 'ben'), { ...PHONE, theme: 'light' })
    const both = [
      { screen: ana, name: 'Ana' },
      { screen: ben, name: 'Ben' },
    ]
    await Promise.all(both.map(({ screen }) => screen.page.getByRole('button', { name: 'Acknowledge' }).focus()))
    await Promise.all(both.map(({ screen }) => screen.page.keyboard.press('Enter')))
    await Promise.all(both.map(({ screen }) => screen.page.getByText(/^You have it, |was faster$/).waitFor()))
    const told = await Promise.all(both.map(({ screen }) => screen.page.getByRole('status').innerText()))
    const { acknowledged } = (await story.organisation.ask('ana', 'GET', `/api/v1/alerts/${story.reference}`)).json()
    const [winner, loser] = acknowledged.by.name === 'Ana' ? [0, 1] : [1, 0]
    assert.match(told[winner] ?? '', new RegExp(`^You have it, ${both[winner]?.name}`))
    assert.match(told[loser] ?? '', new RegExp(`^${both[winner]?.name} was faster`))
    await check(ana, 'ack-both-ana')
    await check(ben, 'ack-both-ben')
    await ana.close()
    await ben.close()
  })
})
