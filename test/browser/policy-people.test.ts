import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { axeInBothThemes, chromiumPath, picture, SOON } from './browser.ts'
import { openStory, startIncidentStory } from './incident-story.ts'
import { useStory } from './story-frame.ts'

/** A change of rules waits for Ben or Ana, and Ana is the only administrator. */
const withApproval = (written: Record<string, unknown>): Record<string, unknown> => ({
  ...written,
  approvals: [{ id: 'rules', for: 'policy', by: ['user:ana', 'user:ben'] }],
  users: (written.users as { id: string }[]).map((user) => ({ ...user, role: user.id === 'ana' ? 'admin' : 'responder' })),
})

describe('a policy that several people look after', { skip: chromiumPath === null && 'no Chromium on this machine' }, () => {
  const rig = useStory(() => startIncidentStory({ alter: withApproval }))
  const at = (path: string, user?: string) =>
    openStory(rig.browser, { url: `${rig.story.url}${path}`, theme: 'dark', width: 1280, ...(user ? { user } : {}) })
  const isFine = async (page: Page) => assert.deepEqual(await axeInBothThemes(page), [])

  test('a change is proposed with its reason; somebody else says why not, and the writer cannot approve it', async () => {
    const ana = await at('/policy')
    await propose(ana.page, 'Manager told', 'Managers told', 'There are several of them')
    await ana.page.goto(`${rig.story.url}/policy/versions`)
    const waiting = ana.page.getByRole('region', { name: 'Waits for approval: There are several of them' })
    await waiting.getByText('Managers told').first().waitFor(SOON)
    assert.equal(await waiting.getByRole('button', { name: 'Approve' }).count(), 0)
    const ben = await at('/policy/versions', 'ben')
    const asked = ben.page.getByRole('region', { name: 'Waits for approval: There are several of them' })
    await asked.getByText('Managers told').first().waitFor(SOON)
    await picture(ben.page, 'policy-proposal')
    await isFine(ben.page)
    assert.equal(await asked.getByRole('button', { name: 'Decline' }).isDisabled(), true)
    await asked.getByLabel('Why not').fill('There is one')
    await asked.getByRole('button', { name: 'Decline' }).click()
    await asked.waitFor({ state: 'detached', ...SOON })
    // whoever wrote it sees the answer without asking for it
    await waiting.waitFor({ state: 'detached', ...SOON })
    await ana.page.getByText('v1', { exact: true }).waitFor(SOON)
    assert.deepEqual([...ana.complaints, ...ben.complaints], [])
    await ana.close()
    await ben.close()
  })

  test('what somebody else approves is in force for everybody, and a running incident keeps its version until it is moved', async () => {
    const ana = await at('/policy')
    await propose(ana.page, 'Manager told', 'Managers told', 'There are several of them after all')
    const ben = await at('/policy/versions', 'ben')
    await ben.page.getByRole('button', { name: 'Approve' }).click(SOON)
    await ben.page.getByText('approved by').first().waitFor(SOON)
    await ana.page.getByText('as in force: v2').waitFor(SOON)

    await ana.page.goto(`${rig.story.url}/incidents/${rig.story.reference}`)
    const notices = ana.page.getByRole('list', { name: 'What needs a word now' })
    await notices.getByText('It runs under version 1 of the policy; version 2 is in force.').waitFor(SOON)
    await isFine(ana.page)
    await notices.getByRole('button', { name: 'Move it' }).click()
    await notices.getByText('It runs under version 1 of the policy').waitFor({ state: 'detached', ...SOON })
    await ana.page
      .getByRole('list', { name: 'What happened' })
      .getByText(/policy.*2/)
      .first()
      .waitFor(SOON)
    assert.deepEqual([...ana.complaints, ...ben.complaints], [])
    await ana.close()
    await ben.close()
  })

  test('what is hardly meant is refused with its cost, and done with a reason that stands in the record', async () => {
    const { page, complaints, close } = await at('/policy')
    await change(page, 'role: admin', 'role: responder')
    await page.getByRole('button', { name: 'Apply', exact: true }).click(SOON)
    // whom it concerns is no rule: it needs no second person
    const dialog = page.getByRole('dialog', { name: 'Apply the draft' })
    await dialog.getByLabel('Why', { exact: true }).fill('The administrators come by the directory')
    assert.equal(await dialog.getByLabel('Why all the same').count(), 0)
    await dialog.getByRole('button', { name: 'Apply now' }).click()
    await dialog.getByText(/nobody would be an administrator any more/).waitFor(SOON)
    await dialog.getByLabel('Why all the same').fill('They are made on the next sign-in')
    await picture(page, 'policy-force')
    await isFine(page)
    await dialog.getByRole('button', { name: 'Apply now' }).click()
    await dialog.waitFor({ state: 'detached', ...SOON })
    await page.getByRole('link', { name: 'Versions' }).first().click()
    await page.getByText(/although nobody would be an administrator.*They are made on the next sign-in/).waitFor(SOON)
    // what the browser says of the refusal itself
    assert.deepEqual(
      complaints.filter((each) => !each.includes('409')),
      [],
    )
    await close()
  })
})

async function change(page: Page, words: string, instead: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Text of the policy, tocsin.yaml' }).waitFor(SOON)
  await page.locator('.cm-content').focus()
  await page.keyboard.press('Control+f')
  await page.keyboard.type(words)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await page.keyboard.type(instead)
}

async function propose(page: Page, words: string, instead: string, why: string): Promise<void> {
  await change(page, words, instead)
  await page.getByRole('button', { name: 'Apply', exact: true }).click(SOON)
  const dialog = page.getByRole('dialog', { name: 'Propose the draft' })
  await dialog.getByText(/Waits for an approval: waits for the approval of Ben/).waitFor(SOON)
  await dialog.getByLabel('Why', { exact: true }).fill(why)
  await dialog.getByRole('button', { name: 'Propose it' }).click()
  await dialog.waitFor({ state: 'detached', ...SOON })
}
