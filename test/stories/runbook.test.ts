import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { RunbookText } from '../../src/features/catalog/contract.ts'
import type { IncidentDetail, TimelineView } from '../../src/features/incidents/contract/incident.ts'
import { features } from '../../src/features/index.ts'
import { as, type Installation, startInstallation } from '../world/installation.ts'

const TEXT = '# Roll back\n\nNot on a Friday.\n\n1. Freeze deploys.\n2. Run `deploy --undo`.\n3. Try a path by hand.\n'

let world: Installation
before(async () => {
  const bundle = {
    users: [
      { id: 'ann', name: 'Ann', role: 'responder' },
      { id: 'ben', name: 'Ben', role: 'responder' },
    ],
    severities: [{ id: 'SEV-1' }],
    services: [{ id: 'api', runbooks: ['roll-back'] }],
    mitigations: [{ situation: 'Data is wrong', action: 'rollback', runbook: 'restore', dangerous: true }],
    runbooks: { required: ['unwritten'], texts: { 'roll-back': TEXT, restore: '- Stop writes.\n- Restore.' } },
  }
  world = await startInstallation({ features, bundle, smtpUrl: 'smtp://127.0.0.1:1' })
})
after(() => world?.close())

async function ask<T>(
  path: string,
  { body, who = 'ann', status = 200 }: { body?: object; who?: string; status?: number } = {},
): Promise<T> {
  const way = { method: body ? ('POST' as const) : ('GET' as const), url: `/api/v1/${path}`, headers: as('responder', who) }
  const answer = await world.server.inject({ ...way, ...(body ? { payload: body } : {}) })
  assert.equal(answer.statusCode, status, answer.body)
  return answer.json() as T
}

const declare = () => ask<IncidentDetail>('incidents', { body: { title: 'Payments fail', service: 'api', page: false }, status: 201 })

test('S13.2 a runbook is read where the incident is run, and each step that is finished stands in the timeline', async () => {
  const { reference, runbooks } = await declare()
  assert.deepEqual(
    runbooks.map(({ id, title, steps, isFollowed }) => [id, title, steps, isFollowed]),
    [
      ['roll-back', 'Roll back', 3, false],
      ['restore', 'restore', 2, false],
    ],
  )
  const read = await ask<RunbookText>(`incidents/${reference}/runbooks/roll-back`)
  assert.deepEqual(read.steps, [['Freeze deploys.'], ['Run ', 'deploy --undo', '.'], ['Try a path by hand.']])
  assert.match(read.text, /Not on a Friday/)
  assert.deepEqual(await ask<RunbookText>('runbooks/roll-back'), read)

  const act = (body: object, more: { who?: string; status?: number } = {}) =>
    ask<IncidentDetail>(`incidents/${reference}/runbook`, { body, ...more })
  await act({ runbook: 'Roll back' })
  await act({ runbook: 'roll-back', step: 2, note: 'took a minute' }, { who: 'ben' })
  const again = await act({ runbook: 'roll-back', step: 2 })
  assert.deepEqual(
    again.runbooks[0]?.finished.map(({ step, by }) => [step, by.name]),
    [[2, 'Ben']],
  )
  const { text } = await ask<{ text: string }>('incidents/command', {
    body: { text: 'runbook roll-back step 1 all of them', room: reference },
  })
  assert.match(text, /finished step 1 of 3 of roll-back: Freeze deploys\./)
  await act({ runbook: 'roll-back', step: 2, undo: true })
  const { items } = await ask<TimelineView>(`incidents/${reference}/timeline`)
  const told = items.filter(({ name }) => name.startsWith('incident.step_') || name === 'incident.runbook_used').toReversed()
  assert.deepEqual(
    told.map((entry) => [entry.by.name, entry.text, entry.words]),
    [
      ['Ann', 'follows the runbook roll-back', null],
      ['Ben', 'finished step 2 of 3 of roll-back: Run `deploy --undo`.', 'took a minute'],
      ['Ann', 'finished step 1 of 3 of roll-back: Freeze deploys.', 'all of them'],
      ['Ann', 'took back step 2 of 3 of roll-back: Run `deploy --undo`.', null],
    ],
  )
})

test('what is no step or no runbook is said with what there is; a dangerous one is ticked off only after its second person', async () => {
  const { reference } = await declare()
  const refused = async (body: object, status: number) =>
    (await ask<{ detail: string }>(`incidents/${reference}/runbook`, { body, status })).detail
  assert.match(await refused({ runbook: 'roll-back', step: 4 }, 400), /has no step 4; it has 3/)
  assert.match(await refused({ runbook: 'unwritten', step: 1 }, 400), /has no step 1; it has 0/)
  const none = await ask<{ detail: string }>(`incidents/${reference}/runbooks/gone`, { status: 404 })
  assert.match(none.detail, /no text of a runbook "gone"; there are roll-back, restore/)
  const asked = await ask<IncidentDetail>(`incidents/${reference}/runbook`, { body: { runbook: 'restore', step: 1 } })
  assert.deepEqual([asked.mitigation.chosen[0]?.status, asked.runbooks.find(({ id }) => id === 'restore')?.finished], ['asked', []])
  await ask(`incidents/${reference}/confirm`, { body: {}, who: 'ben' })
  const after = await ask<IncidentDetail>(`incidents/${reference}/runbook`, { body: { runbook: 'restore', step: 1 } })
  assert.deepEqual(
    after.runbooks.find(({ id }) => id === 'restore')?.finished.map(({ step }) => step),
    [1],
  )
})
