import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { as } from '../world/installation.ts'
import { axeInBothThemes, chromiumPath, picture, SOON } from './browser.ts'
import { openStory, startIncidentStory } from './incident-story.ts'
import { useStory } from './story-frame.ts'

const DESK = { theme: 'light', width: 1280 } as const

/** Customers who may be written to where the level leaves it open. */
const withCustomers = (written: Record<string, unknown>): Record<string, unknown> => ({
  ...written,
  severities: (written.severities as { id: string }[]).map((each) =>
    each.id === 'SEV-2' ? { ...each, customers: { page: 'required', email: 'optional' } } : each,
  ),
  audiences: [
    ...(written.audiences as object[]),
    {
      ...{ id: 'shops', name: 'Shops', outside: true },
      recipients: [
        { id: 'acme', email: 'it@acme.example.com' },
        { id: 'bolt', email: 'ops@bolt.example.com' },
      ],
    },
  ],
})

const timelineOf = (page: Page) => page.getByRole('list', { name: 'What happened' })
const isFine = async (page: Page) => assert.deepEqual(await axeInBothThemes(page), [])

describe('the record of an incident in the war room', { skip: chromiumPath === null && 'no Chromium on this machine' }, () => {
  const rig = useStory(() => startIncidentStory({ alter: withCustomers }))
  const room = (reference = rig.story.reference) => openStory(rig.browser, { url: `${rig.story.url}/incidents/${reference}`, ...DESK })

  test('S2.11 a file is attached, stands there with its hash, and comes back byte for byte', async () => {
    const { page, complaints, close } = await room()
    const panel = page.getByRole('region', { name: 'Evidence' })
    await panel.getByText('Files are kept as they are').waitFor(SOON)
    const buffer = Buffer.from('14:02:11 card declined <script>alert(1)</script>\n')
    const chooser = page.waitForEvent('filechooser')
    await panel.getByRole('button', { name: 'Attach a file' }).click()
    await (await chooser).setFiles({ name: 'checkout.log', mimeType: 'text/plain', buffer })
    const link = panel.getByRole('link', { name: 'checkout.log' })
    await link.waitFor(SOON)
    const sha256 = createHash('sha256').update(buffer).digest('hex')
    await panel.getByTitle(sha256).waitFor()
    await timelineOf(page)
      .getByText(/checkout\.log/)
      .first()
      .waitFor(SOON)
    await picture(page, 'war-room-evidence')
    await isFine(page)
    const download = page.waitForEvent('download')
    await link.click()
    const kept = await readFile((await (await download).path()) as string)
    assert.equal(createHash('sha256').update(kept).digest('hex'), sha256)
    assert.deepEqual(complaints, [])
    await close()
  })

  test('S2.4 a moment is corrected with its reason; what cannot be is kept, with a warning', async () => {
    const { page, complaints, close } = await room()
    const times = page.getByRole('region', { name: 'Times' })
    await times.getByText('14:02').waitFor(SOON)
    await times.getByRole('button', { name: 'Correct' }).click()
    const form = page.getByRole('dialog', { name: 'Correct when it happened' })
    await form.getByLabel('Started').fill('2026-11-12T13:58')
    assert.equal(await form.getByRole('button', { name: 'Correct' }).isDisabled(), true, 'a reason is needed')
    await form.getByRole('textbox', { name: 'Why' }).fill('the first error was before the deploy ended')
    await picture(page, 'war-room-times')
    await isFine(page)
    await form.getByRole('button', { name: 'Correct' }).click()
    await form.waitFor({ state: 'detached', ...SOON })
    await times.getByText('13:58').waitFor(SOON)
    await timelineOf(page)
      .getByText(/corrected when it was started from .+ to .+: the first error was before the deploy ended/)
      .waitFor(SOON)
    await times.getByRole('button', { name: 'Correct' }).click()
    assert.equal(await form.getByLabel('Resolved').count(), 0, 'what has not happened has no time')
    await form.getByLabel('Acknowledged').fill('2026-11-12T14:03')
    await form.getByRole('textbox', { name: 'Why' }).fill('so says the monitor')
    await form.getByRole('button', { name: 'Correct' }).click()
    await timelineOf(page)
      .getByText(/so says the monitor \(acknowledged .* is before detected/)
      .waitFor(SOON)
    assert.deepEqual(complaints, [])
    await close()
  })

  test('somebody stuck escalates with a reason, which chooses the ladder and stands in the record', async () => {
    const { reference } = await rig.story.declare({ title: 'Refunds hang', severity: 'SEV-2', service: 'payments-api', page: false })
    const { page, complaints, close } = await room(reference)
    await page.getByRole('button', { name: 'More actions' }).click(SOON)
    await page.getByRole('menuitem', { name: 'Escalate…' }).click()
    const form = page.getByRole('dialog', { name: 'Escalate now' })
    await form.getByRole('combobox', { name: 'Reason' }).selectOption({ label: 'stuck' })
    await form.getByRole('textbox', { name: 'What they should know (optional)' }).fill('the queue grows although nothing reads it')
    await picture(page, 'war-room-escalate')
    await form.getByRole('button', { name: 'Escalate' }).click()
    await form.waitFor({ state: 'detached', ...SOON })
    await page.getByRole('textbox', { name: 'Find in the timeline' }).fill('although nothing reads it')
    await page.getByText(/^Everything/).click()
    await timelineOf(page)
      .getByText(/stuck: the queue grows/)
      .first()
      .waitFor(SOON)
    assert.deepEqual(complaints, [])
    await close()
  })

  test('S11.10 customers are written to by e-mail as well where somebody ticks it', async () => {
    const declared = { title: 'Uploads fail', severity: 'SEV-2', service: 'payments-api', page: false }
    const { reference } = await rig.story.declare(declared)
    const { page, complaints, close } = await room(reference)
    const panel = page.getByRole('region', { name: 'Status page draft' })
    const byMail = panel.getByRole('checkbox', { name: 'Also by e-mail to Shops: 2 recipients' })
    await byMail.waitFor(SOON)
    await panel.getByText('The policy leaves it open at this severity.').waitFor()
    assert.equal(await byMail.isChecked(), false)
    await panel.getByLabel('What customers read').fill('Some uploads fail. We are on it.')
    await byMail.click()
    await picture(page, 'war-room-customers-mailed')
    await isFine(page)
    await panel.getByRole('button', { name: 'Publish' }).click()
    await timelineOf(page)
      .getByText(/mailing Shops \(2 recipients\)/)
      .first()
      .waitFor(SOON)
    assert.deepEqual(complaints, [])
    await close()
  })

  test('the whole timeline is searched, also what is not shown yet, and what is not found is said', async () => {
    const { reference } = await rig.story.declare({ title: 'Refunds wait', severity: 'SEV-3', service: 'payments-api', page: false })
    await rig.story.world.server.inject({
      method: 'POST',
      url: `/api/v1/incidents/${reference}/note`,
      headers: as('admin', 'ana'),
      payload: { text: 'the pump was replaced' },
    })
    const { rows } = await rig.story.world.database.pool.query<{ id: string }>('select id from incident where reference = $1', [reference])
    await rig.story.world.database.pool.query(
      `insert into fact (stream, seq, name, at, by, data, hash)
       select $1, 1000 + n, 'incident.noted', '2026-11-12T14:41:12Z', 'user:ana', jsonb_build_object('text', 'entry ' || n), 'x' from generate_series(1, 12000) n`,
      [`incident:${rows[0]?.id}`],
    )
    const { page, complaints, close } = await room(reference)
    await timelineOf(page).getByText('entry 12000').waitFor(SOON)
    assert.equal(await timelineOf(page).getByRole('listitem').count(), 100, 'a page of it, however long it is')
    await page.getByRole('textbox', { name: 'Find in the timeline' }).fill('pump replaced')
    await timelineOf(page).getByText('the pump was replaced').waitFor(SOON)
    assert.equal(await timelineOf(page).getByRole('listitem').count(), 1)
    await picture(page, 'war-room-found')
    await page.getByRole('textbox', { name: 'Find in the timeline' }).fill('nobody said this')
    await page.getByText('Nothing of that happened.').waitFor(SOON)
    await isFine(page)
    assert.deepEqual(complaints, [])
    await close()
  })
})
