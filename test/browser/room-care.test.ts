import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { axeInBothThemes, chromiumPath, picture, SOON, scrollsSideways } from './browser.ts'
import { openStory, startIncidentStory } from './incident-story.ts'
import { useStory } from './story-frame.ts'

const DESK = { theme: 'light', width: 1280 } as const
const PHONE = { theme: 'dark', width: 360 } as const

/** Everybody has a telephone and nothing that the product can ring. */
const withoutWays = (written: Record<string, unknown>): Record<string, unknown> => ({
  ...written,
  users: (written.users as object[]).map((each, i) => ({ ...each, contacts: { phone: `+1202555010${i % 10}` } })),
})

const timelineOf = (page: Page) => page.getByRole('list', { name: 'What happened' })
const impactOf = (page: Page) => page.getByRole('region', { name: 'Impact' })
const isFine = async (page: Page) => assert.deepEqual(await axeInBothThemes(page), [])

async function more(page: Page, item: string) {
  await page.getByRole('button', { name: 'More actions' }).click(SOON)
  await page.getByRole('menuitem', { name: item }).click()
}

describe('what the war room takes care of', { skip: chromiumPath === null && 'no Chromium on this machine' }, () => {
  const rig = useStory(() => startIncidentStory({ alter: withoutWays }))
  const room = (reference = rig.story.reference) => openStory(rig.browser, { url: `${rig.story.url}/incidents/${reference}`, ...DESK })

  test('nobody was reached: it is said before everything else, with whom to call', async () => {
    const { reference } = await rig.story.declare({ title: 'Payouts are late', severity: 'SEV-1', service: 'payments-api' })
    const { page, complaints, close } = await room(reference)
    const first = page.getByRole('list', { name: 'What needs a word now' }).getByRole('listitem').first()
    await first.getByText(/^Nobody was reached: .* Call .*\+1202555010\d/).waitFor(SOON)
    await picture(page, 'room-unreached')
    await isFine(page)
    await rig.story.act('acknowledge')
    assert.deepEqual(complaints, [])
    await close()
  })

  test('a flag that hides the incident asks first; the chip says that it is private; a reason leads it back', async () => {
    const { reference } = await rig.story.declare({ title: 'Keys were copied', severity: 'SEV-2', page: false })
    const { page, complaints, close } = await room(reference)
    const chip = page.locator('.room-head').getByText('private')
    const save = async (flag: boolean) => {
      await impactOf(page).getByRole('button', { name: 'Edit' }).click(SOON)
      await impactOf(page).getByRole('checkbox', { name: 'Security' }).setChecked(flag, SOON)
      await impactOf(page).getByRole('button', { name: 'Save', exact: true }).click()
    }
    await save(true)
    await impactOf(page)
      .getByRole('alert')
      .getByText(/“Security” makes it private/)
      .waitFor(SOON)
    assert.equal(await chip.count(), 0)
    await picture(page, 'room-hides')
    await isFine(page)
    await impactOf(page).getByRole('button', { name: 'Save and hide it' }).click()
    await chip.waitFor(SOON)
    await picture(page, 'room-private')
    await save(false)
    await impactOf(page).getByRole('button', { name: 'Edit' }).waitFor(SOON)
    assert.equal(await chip.count(), 1)
    await more(page, 'No longer private…')
    const dialog = page.getByRole('dialog', { name: 'Let everybody read it again' })
    await dialog.getByRole('textbox', { name: 'Why' }).fill('It was a drill', SOON)
    assert.deepEqual(await axeInBothThemes(page, '[role=dialog]'), [])
    await dialog.getByRole('button', { name: 'Let everybody read it' }).click()
    await chip.waitFor({ state: 'detached', ...SOON })
    await timelineOf(page)
      .getByText(/for everybody to read: It was a drill/)
      .waitFor(SOON)
    assert.deepEqual(complaints, [])
    await close()
  })

  test('a runbook is ticked off beside the incident; each step, and what was taken back, stands in the timeline', async () => {
    const { page, complaints, close } = await room()
    const open = page.getByRole('button', { name: /^Runbook roll back a deploy/ }).first()
    await open.click(SOON)
    const dialog = page.getByRole('dialog', { name: /roll back a deploy/i })
    const step = dialog.getByRole('checkbox', { name: /^1\. Freeze further deploys/ })
    await step.click(SOON)
    await dialog.getByText(/^Ana at /).waitFor(SOON)
    assert.equal(await step.isChecked(), true)
    await picture(page, 'room-runbook')
    assert.deepEqual(await axeInBothThemes(page, '[role=dialog]'), [])
    await dialog.getByRole('button', { name: 'Done' }).click()
    await timelineOf(page)
      .getByText(/finished step 1 of 7/)
      .waitFor(SOON)
    await page.getByRole('button', { name: 'Runbook roll back a deploy · step 2 of 7' }).first().click(SOON)
    await step.click(SOON)
    await dialog.getByRole('button', { name: 'Done' }).click()
    await timelineOf(page)
      .getByText(/took back step 1 of 7/)
      .waitFor(SOON)
    assert.deepEqual(complaints, [])
    await close()
  })

  test('the menu pages a team, calls everybody out and corrects how it was noticed', async () => {
    const { page, complaints, close } = await room()
    await more(page, 'Call everybody out…')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('combobox', { name: 'Whom' }).selectOption({ label: 'Payments (team)' }, SOON)
    await dialog.getByRole('textbox', { name: 'Why' }).fill('Everybody is needed')
    assert.deepEqual(await axeInBothThemes(page, '[role=dialog]'), [])
    await picture(page, 'room-call-out')
    await dialog.getByRole('button', { name: 'Call out' }).click()
    await timelineOf(page)
      .getByText(/called everybody out: Everybody is needed/)
      .waitFor(SOON)
    for (const item of ['Page somebody', 'Somebody outside was called…', 'How it was noticed…']) {
      await more(page, item)
      await dialog.waitFor(SOON)
      assert.deepEqual(await axeInBothThemes(page, '[role=dialog]'), [], item)
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached', ...SOON })
    }
    assert.deepEqual(complaints, [])
    await close()
  })

  test('on a phone the list comes first and its filters fold away', async () => {
    const { page, close } = await openStory(rig.browser, { url: `${rig.story.url}/incidents`, ...PHONE })
    const fold = page.getByRole('button', { name: 'Filter', exact: true })
    await fold.waitFor(SOON)
    const severity = page.getByRole('combobox', { name: 'Severity' })
    assert.equal(await severity.isVisible(), false)
    await picture(page, 'incidents-folded')
    await isFine(page)
    await fold.click()
    await severity.selectOption('SEV-4', SOON)
    await page.getByText('No incident fits').waitFor(SOON)
    await page.getByRole('button', { name: 'Filter (1)' }).waitFor(SOON)
    assert.equal(await scrollsSideways(page), false)
    await picture(page, 'incidents-unfolded')
    await isFine(page)
    await close()
  })

  test('applying says what a draft lacks and keeps, and takes it as the whole policy only when that is said', async () => {
    const { page, complaints, close } = await openStory(rig.browser, { url: `${rig.story.url}/policy`, ...DESK })
    await page.getByRole('textbox', { name: 'Text of the policy, tocsin.yaml' }).waitFor(SOON)
    await page.evaluate(async () => {
      const { text, version } = await (await fetch('/api/v1/policy')).json()
      const cut = text.replace(/^drills:.*\n(?:[ -].*\n)*/m, '')
      localStorage.setItem('tocsin.policy-draft', JSON.stringify({ text: cut, basedOn: version, savedAt: null }))
    })
    await page.reload()
    await page.getByRole('button', { name: 'Apply', exact: true }).click(SOON)
    const dialog = page.getByRole('dialog', { name: 'Apply the draft' })
    await dialog.getByText('Not in the draft, and stays as it runs: drills.').waitFor(SOON)
    await dialog.getByRole('switch', { name: 'The draft is the whole policy' }).click()
    await dialog.getByText('Not in the draft, and goes: drills.').waitFor(SOON)
    await picture(page, 'policy-apply-whole')
    assert.deepEqual(await axeInBothThemes(page, '[role=dialog]'), [])
    await dialog.getByRole('button', { name: 'Apply now' }).click()
    await page.getByText('as in force: v2').waitFor(SOON)
    const { text } = await page.evaluate(async () => (await fetch('/api/v1/policy')).json())
    assert.doesNotMatch(text, /^drills:/m)
    assert.deepEqual(complaints, [])
    await close()
  })
})
